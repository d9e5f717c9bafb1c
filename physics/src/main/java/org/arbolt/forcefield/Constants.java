package org.arbolt.forcefield;

/** Constants of the force fields. */
final class Constants {
    /** Coulomb's constant in OpenMM's NonbondedForce and GBSAOBCForce, kJ/mol nm/e². */
    static final double COULOMB = 138.93545764438198;

    private Constants() {}
}
