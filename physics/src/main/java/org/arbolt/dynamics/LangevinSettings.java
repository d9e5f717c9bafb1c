package org.arbolt.dynamics;

import java.util.Arrays;
import org.arbolt.BadInput;

/**
 * How a molecule is moved.
 *
 * @param timeStepPs time step, ps
 * @param frictionPerPs friction γ, 1/ps
 * @param recentre whether the molecule is moved back to the origin now and then, which changes nothing where the
 *     potential knows no place in space and keeps coordinates small; to be off in an outer field
 * @param leastMass mass that lighter atoms, the hydrogens, move with, amu; 0 for every atom's own. The law of positions
 *     knows no masses: heavy hydrogens vibrate more slowly, and so allow longer steps (Feenstra, Hess, Berendsen, J.
 *     Comput. Chem. 20, 786 (1999))
 */
public record LangevinSettings(double timeStepPs, double frictionPerPs, boolean recentre, double leastMass) {
    /** For a free molecule with flexible bonds to hydrogen: 1 fs, 1/ps. */
    public static final LangevinSettings MOLECULE = new LangevinSettings(0.001, 1.0, true);

    /** Every atom with its own mass. */
    public LangevinSettings(double timeStepPs, double frictionPerPs, boolean recentre) {
        this(timeStepPs, frictionPerPs, recentre, 0);
    }

    public LangevinSettings {
        if (!(timeStepPs > 0) || Double.isInfinite(timeStepPs)) {
            throw new BadInput("time step must be a positive number of picoseconds, was " + timeStepPs);
        }
        if (!(frictionPerPs >= 0) || Double.isInfinite(frictionPerPs)) {
            throw new BadInput("friction must be zero or a positive number per picosecond, was " + frictionPerPs);
        }
        if (!(leastMass >= 0) || Double.isInfinite(leastMass)) {
            throw new BadInput("least mass must be zero or a positive number of amu, was " + leastMass);
        }
    }

    /** Masses that atoms of these masses move with, [A], amu. */
    double[] masses(double[] own) {
        return Arrays.stream(own).map(mass -> Math.max(mass, leastMass)).toArray();
    }
}
