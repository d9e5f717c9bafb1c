package org.arbolt.io.trajectory;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;

/** Frames of a file as those of one molecule: of its number of atoms, in the order of its topology, and finite. */
final class MoleculeFrames implements FrameSource {
    private final Path path;
    private final FrameSource source;
    private final int[] order; // for every atom of the topology its place in the file
    private final boolean identity; // whether the file has them in that order already
    private long before; // frames read

    /** @throws BadInput if the frames are of another number of atoms; the source is closed then */
    MoleculeFrames(Path path, FrameSource source, int[] order) {
        this.path = path;
        this.source = source;
        this.order = order.clone();
        this.identity = isIdentity(order);
        if (source.atoms() != order.length) {
            source.close();
            throw new BadInput(path + " has frames of " + source.atoms() + " atoms, the topology has " + order.length
                    + "; give frames and topology of one molecule");
        }
    }

    @Override
    public int atoms() {
        return order.length;
    }

    @Override
    public long count() {
        return source.count();
    }

    @Override
    public Frames next(int most) {
        Frames frames = source.next(most);
        requireFinite(frames);
        before += frames.count();
        return identity ? frames : reordered(frames);
    }

    @Override
    public void close() {
        source.close();
    }

    private void requireFinite(Frames frames) {
        double[] xyz = frames.xyz();
        for (int i = 0; i < xyz.length; i++) {
            if (!Double.isFinite(xyz[i])) {
                throw new BadInput(
                        path + ": frame " + (before + i / (3 * order.length)) + ", atom " + i / 3 % order.length
                                + " has coordinate " + xyz[i] + ", which is not finite; remove the frame");
            }
        }
    }

    private Frames reordered(Frames frames) {
        Frames out = Frames.allocate(frames.count(), order.length);
        for (int f = 0; f < frames.count(); f++) {
            int start = f * order.length;
            for (int a = 0; a < order.length; a++) {
                System.arraycopy(frames.xyz(), 3 * (start + order[a]), out.xyz(), 3 * (start + a), 3);
            }
        }
        return out;
    }

    private static boolean isIdentity(int[] order) {
        return IntStream.range(0, order.length).allMatch(i -> order[i] == i);
    }
}
