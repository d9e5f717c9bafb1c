package org.arbolt.forcefield;

/**
 * Energies of F conformations.
 *
 * @param total [F], kJ/mol
 * @param components [F][5] flattened, kJ/mol, in the order of {@link EnergyComponent}
 * @param forces [F][A][3] flattened, kJ/mol/nm; null unless asked for
 */
public record Energies(double[] total, double[] components, double[] forces) {}
