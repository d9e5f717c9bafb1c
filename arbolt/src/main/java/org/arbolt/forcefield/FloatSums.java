package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.LENGTH;

import java.util.Arrays;

/**
 * Energies of a tile by component and lane. Kernels add up a row of pairs in their own precision and rows here in double
 * precision, so that rounding does not grow with the size of the molecule.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatSums {
  private final double[] energies = new double[Component.COUNT * LENGTH]; // [5][L], kJ/mol
  private final float[] row = new float[LENGTH];

  void clear() {
    Arrays.fill(energies, 0);
  }

  /** Where a kernel leaves the energies of a row, [L]: in memory, because a vector that is returned would be boxed. */
  float[] row() {
    return row;
  }

  /** Adds the row. */
  void addRow(Component component) {
    int at = component.ordinal() * LENGTH;
    for (int lane = 0; lane < LENGTH; lane++) {
      energies[at + lane] += row[lane];
    }
  }

  void copyTo(double[] components) {
    System.arraycopy(energies, 0, components, 0, energies.length);
  }
}
