package org.arbolt.forcefield;

/** Width of the arithmetic inside a vector kernel. */
public enum EnergyPrecision {
    /** 32 bits: every component within 2e-5 relative or 0.01 kJ/mol of the exact value; about four times as fast. */
    FLOAT,
    /** 64 bits: every component within 1e-6 relative of the exact value, and in practice 1e-11. */
    DOUBLE
}
