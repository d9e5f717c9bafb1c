package org.arbolt.forcefield;

import java.util.BitSet;
import org.arbolt.molecule.Frames;

/**
 * The energy of a molecule as a function of its coordinates: of a {@link ForceField}, of an {@link OpenMmSystem}, or
 * {@linkplain #of your own}. Thread safe.
 */
public interface Potential {

    /** Number of atoms A. */
    int atoms();

    /** Atomic masses [A], amu. */
    double[] masses();

    /**
     * A kernel for one thread. Kernels carry scratch memory: make one per thread, share none.
     *
     * @return energies and forces of a tile of conformations at once
     */
    TileKernel newKernel();

    /**
     * Energies of many conformations, computed in parallel; the result does not depend on the number of threads. A
     * conformation whose energy is not finite is reported as it is, never replaced.
     *
     * @param frames F conformations of this molecule
     * @param withForces whether forces are wanted
     * @throws IllegalArgumentException if the frames are of another number of atoms
     */
    Energies evaluate(Frames frames, boolean withForces);

    /**
     * Total energies [F], kJ/mol, the same as those of {@link #evaluate}. To be preferred where nothing else is wanted:
     * for a small molecule, memory for the components of a large batch is a good part of the cost.
     */
    default double[] energies(Frames frames) {
        return evaluate(frames, false).total();
    }

    /**
     * The energy of some atoms alone, in their order: of what acts among them.
     *
     * @return null where a potential cannot be taken apart
     */
    default Potential part(BitSet atoms) {
        return null;
    }

    /**
     * A potential of your own, from the energy of one conformation. It is spread over the threads there are.
     *
     * @param masses [A], amu
     * @param term energy and forces of one conformation; called from several threads at once
     */
    static Potential of(double[] masses, ScalarTerm term) {
        return BatchedPotential.of(masses, () -> new TermKernel(term));
    }
}
