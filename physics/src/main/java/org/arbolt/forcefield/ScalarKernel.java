package org.arbolt.forcefield;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The reference: one conformation at a time, in double precision, each term by the class that reads like its paper. */
final class ScalarKernel implements TileKernel {
    private final Map<EnergyComponent, ScalarTerm> terms = new EnumMap<>(EnergyComponent.class);

    ScalarKernel(SystemParameters parameters, Cutoff cutoff) {
        terms.put(EnergyComponent.BOND, new ScalarBonds(parameters.bonds()));
        terms.put(EnergyComponent.ANGLE, new ScalarAngles(parameters.angles()));
        terms.put(EnergyComponent.TORSION, new ScalarTorsions(parameters.torsions()));
        terms.put(EnergyComponent.NONBONDED, new ScalarNonbonded(parameters.nonbonded(), cutoff));
        terms.put(EnergyComponent.GB, new ScalarBorn(parameters.solvent(), cutoff));
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void evaluate(double[] x, double[] components, double[] forces) {
        if (forces != null) {
            Arrays.fill(forces, 0);
        }
        terms.forEach((component, term) -> {
            double energy = term.energy(x, forces);
            if (components != null) {
                components[component.ordinal()] = energy;
            }
        });
    }
}
