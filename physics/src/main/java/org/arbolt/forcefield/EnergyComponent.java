package org.arbolt.forcefield;

/** The parts of the energy, in the order in which every array and file of components holds them. */
public enum EnergyComponent {
    BOND,
    ANGLE,
    TORSION,
    NONBONDED,
    GB;

    public static final int COUNT = values().length;
}
