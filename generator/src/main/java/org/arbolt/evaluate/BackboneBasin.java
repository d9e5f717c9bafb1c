package org.arbolt.evaluate;

/**
 * Regions of the Ramachandran plane of one residue that tile it, with borders along the free-energy barriers of alanine
 * dipeptide. Angles in radians, any branch.
 */
public enum BackboneBasin {
    EXTENDED("β/PII/C7eq", "φ outside [0°, 150°), ψ outside [−120°, 50°)"),
    RIGHT_HELIX("αR", "φ outside [0°, 150°), ψ in [−120°, 50°)"),
    LEFT("αL/C7ax", "φ in [0°, 150°)");

    private final String symbol;
    private final String definition;

    BackboneBasin(String symbol, String definition) {
        this.symbol = symbol;
        this.definition = definition;
    }

    public String symbol() {
        return symbol;
    }

    public String definition() {
        return definition;
    }

    /** The basin of a pair of backbone torsions, rad. */
    public static BackboneBasin of(double phi, double psi) {
        double p = degrees(phi);
        double s = degrees(psi);
        if (p >= 0 && p < 150) {
            return LEFT;
        }
        return s >= -120 && s < 50 ? RIGHT_HELIX : EXTENDED;
    }

    private static double degrees(double angle) {
        double d = Math.toDegrees(angle) % 360;
        return d >= 180 ? d - 360 : d < -180 ? d + 360 : d;
    }
}
