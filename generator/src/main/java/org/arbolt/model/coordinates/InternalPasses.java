package org.arbolt.model.coordinates;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;

/**
 * The internal coordinates of a molecule's training frames, a block of frames at a time: worked out anew in every pass.
 *
 * @param internal the coordinates, folded or not
 * @param frames the molecule's frames
 */
record InternalPasses(FoldedCoordinates internal, FramePasses frames) {
    private static final int BLOCK = 1024; // frames

    /**
     * Hands over all coordinates, [frames of the block][d].
     *
     * @throws BadInput if one is not finite
     */
    void forEach(Consumer<double[][]> work) {
        long[] before = new long[1];
        frames.forEach((_, some) -> {
            for (int from = 0; from < some.count(); from += BLOCK) {
                double[][] q = block(some, from, Math.min(some.count(), from + BLOCK));
                for (double[] of : q) {
                    requireFinite(of, before[0]++);
                }
                work.accept(q);
            }
        });
    }

    private double[][] block(Frames some, int from, int to) {
        double[][] q = new double[to - from][internal.count()];
        IntStream.range(from, to)
                .parallel()
                .forEach(f -> internal.toInternal(some.xyz(), 3 * f * some.atoms(), q[f - from]));
        return q;
    }

    static void requireFinite(double[] q, long frame) {
        for (double value : q) {
            if (!Double.isFinite(value)) {
                throw new BadInput("training frame " + (frame + 1)
                        + " has coordinates that are not finite; remove it from the data");
            }
        }
    }
}
