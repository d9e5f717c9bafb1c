package org.arbolt.sampling;

import java.util.BitSet;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;

/** A distribution over conformations that is drawn from step by step, many at a time. Knows no energies. */
public interface SequentialProposal {

    /** Number of atoms of the conformations. */
    int atoms();

    /** Number of steps T after which a conformation is whole. */
    int steps();

    /** Atoms that have places after so many steps: those whose expected places mean something. */
    BitSet placed(int step);

    /**
     * Begins conformations that are written side by side.
     *
     * @param seed of the sequence of populations
     * @param number of the population, which with the seed says what will be drawn
     * @param particles how many
     */
    Population begin(Seed seed, long number, int particles);

    /** Conformations that are being written. Not thread safe. */
    interface Population {

        /** Goes on until each has so many steps. */
        void advance(int to);

        /** log of the probability of the steps so far, [N], up to what is the same for all. */
        double[] logProbability();

        /**
         * Conformations as what is drawn lets expect them, [N][A][3], nm: a guess for a twist, not a sample. Of atoms
         * that are not placed yet they say nothing. Null where there are too few others.
         */
        Frames expected();

        /** Exchanges particles for copies of others. @param ancestors [N]; who has any copy is his own first */
        void select(int[] ancestors);

        /** The whole conformations with their density under the proposal, when all steps are done. */
        Proposal.Draw finish();
    }
}
