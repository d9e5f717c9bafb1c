package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.narrow;

import java.util.Arrays;

/**
 * What the passes of a kernel share: coordinates, forces and energies of a tile. Passes add up a group of interactions
 * in their own precision and groups here in double precision, so that rounding does not grow with the size of the
 * molecule.
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

  /** @param from coordinates [3A][L], nm */
  void load(double[] from) {
    requireLength("coordinates", from, x.length);
    for (int at = 0; at < x.length; at += 3 * LENGTH) {
      for (int k = 0; k < 3 * LENGTH; k++) {
        x[at + k] = narrow(from[at + k] - from[k]);
      }
    }
  }

  /**
   * @param xyz coordinates [F][3A], nm
   * @param first the first frame
   * @param filled how many frames; the last one stands in for those that the tile lacks
   */
  void loadFrames(double[] xyz, int first, int filled) {
    int width = x.length / LENGTH;
    for (int lane = 0; lane < LENGTH; lane++) {
      loadLane(xyz, (first + Math.min(lane, filled - 1)) * width, lane, width);
    }
  }

  private void loadLane(double[] xyz, int from, int lane, int width) {
    double originX = xyz[from];
    double originY = xyz[from + 1];
    double originZ = xyz[from + 2];
    for (int k = 0; k < width; k += 3) {
      x[LENGTH * k + lane] = narrow(xyz[from + k] - originX);
      x[LENGTH * k + LENGTH + lane] = narrow(xyz[from + k + 1] - originY);
      x[LENGTH * k + 2 * LENGTH + lane] = narrow(xyz[from + k + 2] - originZ);
    }
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
    requireLength("components", components, energies.length);
    System.arraycopy(energies, 0, components, 0, energies.length);
  }

  /** Copies forces out, [3A][L]. */
  void copyForces(double[] forces) {
    requireLength("forces", forces, force.length);
    for (int k = 0; k < forces.length; k++) {
      forces[k] = force[k];
    }
  }

  private static void requireLength(String what, double[] values, int wanted) {
    if (values.length != wanted) {
      throw new IllegalArgumentException(what + " of a tile must be " + wanted + " numbers, were " + values.length);
    }
  }
}
