package org.arbolt.sampling;

import org.arbolt.math.Seed;

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
    Proposal.Draw draw(Seed seed, long first, int count);

    /** Energies evaluated so far on the way to samples. */
    default long evaluations() {
        return 0;
    }

    /** Frees what a GPU holds; does nothing elsewhere. */
    @Override
    default void close() {}
}
