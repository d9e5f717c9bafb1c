package org.arbolt.sampling;

import java.util.Arrays;
import java.util.List;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;

/** Independent conformations and what they are weighed by. */
public interface ConformationSampler extends AutoCloseable {

    /** Number of atoms of the conformations. */
    int atoms();

    /**
     * Draws samples {@code first … first + count - 1} of the endless sequence that belongs to the seed. Which batch a
     * sample is drawn in does not change it.
     *
     * @param seed seed of the sequence
     * @param first number of the first sample wanted
     * @param count how many
     */
    Draw draw(Seed seed, long first, int count);

    /** Energies evaluated so far on the way to samples. */
    default long evaluations() {
        return 0;
    }

    /** Frees what a GPU holds; does nothing elsewhere. */
    @Override
    default void close() {}

    /**
     * @param frames the samples, [F][A][3], nm
     * @param logDensity their exact log-density, [F], per nm^{3A}; of a sampler whose density is not known what its
     *     samples are weighed by, so that weights have the right mean
     */
    record Draw(Frames frames, double[] logDensity) {

        /** Draws one after the other. @param atoms of a conformation */
        public static Draw join(List<Draw> parts, int atoms) {
            return new Draw(
                    Frames.concatenate(parts.stream().map(Draw::frames).toList(), atoms),
                    parts.stream()
                            .flatMapToDouble(p -> Arrays.stream(p.logDensity()))
                            .toArray());
        }
    }
}
