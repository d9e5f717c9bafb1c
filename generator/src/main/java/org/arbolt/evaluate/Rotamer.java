package org.arbolt.evaluate;

import java.util.Arrays;

/** The thirds of the circle in which the first torsion of a side chain stands. */
public enum Rotamer {
    GAUCHE_MINUS("−60°"),
    GAUCHE_PLUS("+60°"),
    TRANS("180°");

    private static final double THIRD = 2 * Math.PI / 3;

    private final String symbol;

    Rotamer(String symbol) {
        this.symbol = symbol;
    }

    /** The middle of it. */
    public String symbol() {
        return symbol;
    }

    /** That of an angle, rad, in (−π, π]. */
    static Rotamer of(double angle) {
        return Math.abs(angle) > THIRD ? TRANS : angle < 0 ? GAUCHE_MINUS : GAUCHE_PLUS;
    }

    /** [F], 1 where an angle is of this rotamer, else 0. @param angles [F], rad, in (−π, π] */
    double[] indicator(double[] angles) {
        return Arrays.stream(angles).map(angle -> of(angle) == this ? 1 : 0).toArray();
    }
}
