package org.arbolt.forcefield;

import org.arbolt.BadInput;

/**
 * How far non-bonded interactions reach, without periodic boundaries. Beyond the distance there are neither
 * Lennard-Jones nor Coulomb nor generalised Born interactions; Coulomb terms vanish there, Lennard-Jones terms do not.
 * 1-4 pairs know no cut-off. Coulomb terms are K q q' (1/r + k r² − c) with the reaction field of Tironi, Sperb, Smith,
 * van Gunsteren, J. Chem. Phys. 102, 5451 (1995); with a dielectric of 1, as with implicit solvent, k is 0 and c is
 * 1/r_c.
 *
 * @param distance nm, positive; infinite for none
 * @param dielectric of the reaction field, at least 1
 */
public record Cutoff(double distance, double dielectric) {
    /** All pairs interact. */
    public static final Cutoff NONE = new Cutoff(Double.POSITIVE_INFINITY);

    public Cutoff {
        if (!(distance > 0)) {
            throw new IllegalArgumentException("cut-off must be a positive number of nm, was " + distance);
        }
        if (!(dielectric >= 1)) {
            throw new IllegalArgumentException(
                    "dielectric of the reaction field must be at least 1, was " + dielectric);
        }
    }

    /** A cut-off beyond which Coulomb terms are shifted to zero and nothing else. */
    public Cutoff(double distance) {
        this(distance, 1);
    }

    /**
     * A cut-off as users write it.
     *
     * @param text a distance in nm, or {@code none}
     * @throws BadInput if it is neither
     */
    public static Cutoff parse(String text) {
        if (text.equalsIgnoreCase("none")) {
            return NONE;
        }
        try {
            return new Cutoff(Double.parseDouble(text));
        } catch (IllegalArgumentException e) {
            throw new BadInput("the cut-off must be a positive distance in nm or none, was '" + text + "'", e);
        }
    }

    /** Whether there is a cut-off at all. */
    public boolean finite() {
        return Double.isFinite(distance);
    }

    /** 1/distance, 1/nm; 0 without a cut-off. */
    double inverse() {
        return 1 / distance;
    }

    /** k of the reaction field, 1/nm³. */
    double reaction() {
        return finite() ? (dielectric - 1) / (2 * dielectric + 1) / (distance * distance * distance) : 0;
    }
}
