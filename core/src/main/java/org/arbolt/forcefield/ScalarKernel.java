package org.arbolt.forcefield;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The reference: one conformation at a time, in double precision, each term by the class that reads like its paper. */
final class ScalarKernel implements TileKernel {
  private final Map<Component, ScalarTerm> terms = new EnumMap<>(Component.class);

  ScalarKernel(SystemParameters parameters, Cutoff cutoff) {
    terms.put(Component.BOND, new ScalarBonds(parameters.bonds()));
    terms.put(Component.ANGLE, new ScalarAngles(parameters.angles()));
    terms.put(Component.TORSION, new ScalarTorsions(parameters.torsions()));
    terms.put(Component.NONBONDED, new ScalarNonbonded(parameters.nonbonded(), cutoff));
    terms.put(Component.GB, new ScalarBorn(parameters.solvent(), cutoff));
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
