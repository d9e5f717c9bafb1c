package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.LENGTH;

import java.util.Arrays;

/**
 * What the passes of a kernel share: coordinates, forces and energies of a tile. Passes add up a row of interactions in
 * their own precision and rows here in double precision, so that rounding does not grow with the size of the molecule.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatTile {
  /** Coordinates relative to the first atom, [3A][L], nm. */
  final float[] x;

  /** Forces, [3A][L], kJ/mol/nm. */
  final float[] force;

  /** Where a pass leaves the energy of its row before {@link #addRow}, [L], kJ/mol. */
  final float[] row = new float[LENGTH];

  private final double[] energies = new double[Component.COUNT * LENGTH]; // [5][L], kJ/mol

  FloatTile(int atoms) {
    x = new float[3 * atoms * LENGTH];
    force = new float[x.length];
  }

  void clear() {
    Arrays.fill(energies, 0);
    Arrays.fill(force, 0);
  }

  /** Adds the row's energy to a component. */
  void addRow(Component component) {
    int at = component.ordinal() * LENGTH;
    for (int lane = 0; lane < LENGTH; lane++) {
      energies[at + lane] += row[lane];
    }
  }

  /** Copies energies out, [5][L]. */
  void copyEnergies(double[] components) {
    System.arraycopy(energies, 0, components, 0, energies.length);
  }
}
