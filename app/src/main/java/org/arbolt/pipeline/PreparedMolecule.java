package org.arbolt.pipeline;

import org.arbolt.forcefield.BatchedPotential;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.SystemParameters;
import org.arbolt.molecule.Molecule;

/**
 * A molecule ready to be simulated.
 *
 * @param molecule with its start structure
 * @param fast its energy in single precision, for dynamics
 * @param exact its energy in double precision, for what is written
 */
record PreparedMolecule(Molecule molecule, Potential fast, Potential exact) {

    static PreparedMolecule of(Molecule molecule, SystemParameters parameters, Cutoff cutoff) {
        return new PreparedMolecule(
                molecule,
                BatchedPotential.vector(parameters, cutoff, EnergyPrecision.FLOAT),
                BatchedPotential.vector(parameters, cutoff, EnergyPrecision.DOUBLE));
    }
}
