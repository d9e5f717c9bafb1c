package org.arbolt.dynamics;

import java.util.Arrays;
import org.arbolt.BadSetting;
import org.arbolt.SettingBounds;

/**
 * How a molecule is moved.
 *
 * @param timeStepPs time step, ps
 * @param frictionPerPs friction γ, 1/ps; 0 for a constant energy, which tests of the integrator use
 * @param recentre whether the molecule is moved back to the origin now and then, which changes nothing where the
 *     potential knows no place in space and keeps coordinates small; to be off in an outer field
 * @param leastMass mass that lighter atoms, the hydrogens, move with, amu; 0 for every atom's own. The
 *     distribution of positions knows no masses: heavy hydrogens vibrate more slowly, and so allow longer steps
 *     (Feenstra, Hess, Berendsen, J. Comput. Chem. 20, 786 (1999))
 */
public record LangevinSettings(double timeStepPs, double frictionPerPs, boolean recentre, double leastMass) {
    private static final double MOST_FRICTION = 1e4;

    /** For a free molecule with flexible bonds to hydrogen: 1 fs, 1/ps. */
    public static final LangevinSettings MOLECULE = new LangevinSettings(0.001, 1.0, true);

    /** Every atom with its own mass. */
    public LangevinSettings(double timeStepPs, double frictionPerPs, boolean recentre) {
        this(timeStepPs, frictionPerPs, recentre, 0);
    }

    public LangevinSettings {
        SettingBounds.between(1e-5, 1, timeStepPs, "time step (ps)");
        SettingBounds.between(0, MOST_FRICTION, frictionPerPs, "friction (1/ps)");
        SettingBounds.between(0, 100, leastMass, "mass of hydrogens (amu)");
    }

    /** @throws BadSetting without friction: the energy is constant then, and there is no temperature */
    public LangevinSettings requireThermostat() {
        SettingBounds.positive(MOST_FRICTION, frictionPerPs, "friction (1/ps)");
        return this;
    }

    /** The same where the molecule is not moved back to the origin. */
    public LangevinSettings inPlace() {
        return new LangevinSettings(timeStepPs, frictionPerPs, false, leastMass);
    }

    /** Masses that atoms of these masses move with, [A], amu. */
    double[] masses(double[] own) {
        return Arrays.stream(own).map(mass -> Math.max(mass, leastMass)).toArray();
    }
}
