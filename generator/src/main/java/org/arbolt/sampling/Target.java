package org.arbolt.sampling;

import java.util.BitSet;
import org.arbolt.molecule.Frames;

/** An unnormalised distribution exp(−u) over conformations of nm^{3A}. Knows no models. */
public interface Target {

    /** Number of atoms of the conformations. */
    int atoms();

    /**
     * Reduced energies u, dimensionless (units of kT).
     *
     * @param frames [F][A][3], nm
     */
    Evaluation evaluate(Frames frames);

    /**
     * The target of some atoms alone, for a guess of what unfinished conformations are worth.
     *
     * @return null where there is none
     */
    default Target part(BitSet atoms) {
        return null;
    }

    /** Why a conformation has weight zero. */
    enum Exclusion {
        /** It has a weight. */
        NONE,
        /** A stereocentre has the wrong chirality (docs/method.md, "Centroid, rotation, handedness"). */
        HANDEDNESS,
        /** Its energy is not a finite number. */
        NOT_FINITE,
        /** A variable lies outside of the window that it is kept in. */
        OUTSIDE_WINDOW
    }

    /**
     * @param reducedEnergy [F], kT; +∞ where the conformation is excluded
     * @param energy [F], kJ/mol, the molecule's energy alone, whatever the exclusion
     * @param exclusion [F]
     */
    record Evaluation(double[] reducedEnergy, double[] energy, Exclusion[] exclusion) {}
}
