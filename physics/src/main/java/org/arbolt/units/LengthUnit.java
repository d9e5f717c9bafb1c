package org.arbolt.units;

/** Units of length that files of coordinates are in. */
public enum LengthUnit {
    NM(1),
    ANGSTROM(Units.NM_PER_ANGSTROM);

    private final double nanometres;

    LengthUnit(double nanometres) {
        this.nanometres = nanometres;
    }

    /** Nanometres in one of this unit. */
    public double nanometres() {
        return nanometres;
    }
}
