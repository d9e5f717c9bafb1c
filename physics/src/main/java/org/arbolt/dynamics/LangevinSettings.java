package org.arbolt.dynamics;

import org.arbolt.BadInput;

/**
 * How a molecule is moved.
 *
 * @param timeStepPs time step, ps
 * @param frictionPerPs friction γ, 1/ps
 * @param recentre whether the molecule is moved back to the origin now and then, which changes nothing where the
 *     potential knows no place in space and keeps coordinates small; to be off in an outer field
 */
public record LangevinSettings(double timeStepPs, double frictionPerPs, boolean recentre) {
    /** For a free molecule with flexible bonds to hydrogen: 1 fs, 1/ps. */
    public static final LangevinSettings MOLECULE = new LangevinSettings(0.001, 1.0, true);

    public LangevinSettings {
        if (!(timeStepPs > 0) || Double.isInfinite(timeStepPs)) {
            throw new BadInput("time step must be a positive number of picoseconds, was " + timeStepPs);
        }
        if (!(frictionPerPs >= 0) || Double.isInfinite(frictionPerPs)) {
            throw new BadInput("friction must be zero or a positive number per picosecond, was " + frictionPerPs);
        }
    }
}
