package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbolt.molecule.Frames;

/** The implementations of the energy: each force's tests run over all of them. */
enum EnergyKernel {
    SCALAR(1e-11),
    VECTOR_DOUBLE(1e-11),
    VECTOR_FLOAT(2e-5);

    /**
     * Allowed error of an energy, relative to it or to 1 kJ/mol; of a force, relative to the largest of its molecule or
     * to {@link FewAtoms#stiffness}.
     */
    final double tolerance;

    EnergyKernel(double tolerance) {
        this.tolerance = tolerance;
    }

    Potential potential(SystemParameters parameters, Cutoff cutoff) {
        return switch (this) {
            case SCALAR -> BatchedPotential.reference(parameters, cutoff);
            case VECTOR_DOUBLE -> BatchedPotential.vector(parameters, cutoff, EnergyPrecision.DOUBLE);
            case VECTOR_FLOAT -> BatchedPotential.vector(parameters, cutoff, EnergyPrecision.FLOAT);
        };
    }

    /**
     * Energy and forces of one frame, whose only energy is of one component.
     *
     * @param xyz [A][3], nm
     * @param energy wanted, kJ/mol
     * @param forces wanted, [A][3], kJ/mol/nm
     */
    void require(
            FewAtoms molecule, Cutoff cutoff, EnergyComponent component, double[] xyz, double energy, double[] forces) {
        Energies found = evaluate(molecule, cutoff, xyz);
        requireEnergy(found, component, energy);
        double largest = molecule.stiffness();
        for (double force : forces) {
            largest = Math.max(largest, Math.abs(force));
        }
        assertThat(found.forces()).as("forces").containsExactly(forces, within(tolerance * largest));
    }

    void require(FewAtoms molecule, EnergyComponent component, double[] xyz, double energy, double[] forces) {
        require(molecule, Cutoff.NONE, component, xyz, energy, forces);
    }

    void requireEnergy(Energies found, EnergyComponent component, double energy) {
        for (EnergyComponent other : EnergyComponent.values()) {
            double wanted = other == component ? energy : 0;
            double allowed = other == component ? tolerance * Math.max(1, Math.abs(energy)) : 0;
            assertThat(found.components()[other.ordinal()]).as("%s", other).isCloseTo(wanted, within(allowed));
        }
    }

    Energies evaluate(FewAtoms molecule, Cutoff cutoff, double... xyz) {
        SystemParameters parameters = molecule.parameters();
        return potential(parameters, cutoff).evaluate(new Frames(parameters.atoms(), xyz), true);
    }
}
