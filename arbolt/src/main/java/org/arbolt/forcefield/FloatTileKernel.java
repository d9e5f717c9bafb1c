package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.narrow;

import java.util.Arrays;

/**
 * The vector kernel: a different conformation in every lane. Coordinates are taken relative to each conformation's first
 * atom before they are narrowed, so that accuracy does not depend on where the molecule is.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatTileKernel implements TileKernel {
  private final FloatBonded bonded;
  private final FloatPairs pairs;
  private final FloatSums sums = new FloatSums();
  private final float[] position; // [3A][L], nm
  private final float[] force; // [3A][L], kJ/mol/nm

  FloatTileKernel(FloatBonded bonded, FloatPairNumbers numbers) {
    this.bonded = bonded;
    pairs = new FloatPairs(numbers);
    position = new float[3 * numbers.atoms * LENGTH];
    force = new float[position.length];
  }

  @Override
  public int lanes() {
    return LENGTH;
  }

  @Override
  public void evaluate(double[] x, double[] components, double[] forces) {
    requireLength("coordinates", x, position.length);
    for (int at = 0; at < position.length; at += 3 * LENGTH) {
      for (int k = 0; k < 3 * LENGTH; k++) {
        position[at + k] = narrow(x[at + k] - x[k]);
      }
    }
    sums.clear();
    float[] target = forces == null ? null : force;
    if (forces != null) {
      Arrays.fill(force, 0);
    }
    bonded.add(position, target, sums);
    pairs.add(position, target, sums);
    if (components != null) {
      requireLength("components", components, Component.COUNT * LENGTH);
      sums.copyTo(components);
    }
    if (forces != null) {
      requireLength("forces", forces, force.length);
      for (int k = 0; k < force.length; k++) {
        forces[k] = force[k];
      }
    }
  }

  private static void requireLength(String what, double[] values, int wanted) {
    if (values.length != wanted) {
      throw new IllegalArgumentException(what + " of a tile must be " + wanted + " numbers, were " + values.length);
    }
  }
}
