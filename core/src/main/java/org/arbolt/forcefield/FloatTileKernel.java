package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.LENGTH;
import static org.arbolt.forcefield.FloatLanes.narrow;

import java.util.List;
import java.util.stream.Stream;

/**
 * The vector kernel: a different conformation in every lane. Coordinates are taken relative to each conformation's
 * first atom before they are narrowed, so that accuracy does not depend on where the molecule is.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatTileKernel implements TileKernel {
  private final FloatTile tile;
  private final List<Sweep> sweeps;

  FloatTileKernel(SystemParameters parameters, CosineSeries series, FloatPairNumbers numbers) {
    tile = new FloatTile(parameters.atoms());
    sweeps = Stream.of(
            new FloatBonds(parameters.bonds(), tile).sweeps(),
            new FloatAngles(parameters.angles(), tile).sweeps(),
            new FloatTorsions(series, tile).sweeps(),
            new FloatPairs(numbers, tile).sweeps())
        .flatMap(List::stream).toList();
  }

  @Override
  public int lanes() {
    return LENGTH;
  }

  @Override
  public void evaluate(double[] x, double[] components, double[] forces) {
    requireLength("coordinates", x, tile.x.length);
    for (int at = 0; at < tile.x.length; at += 3 * LENGTH) {
      for (int k = 0; k < 3 * LENGTH; k++) {
        tile.x[at + k] = narrow(x[at + k] - x[k]);
      }
    }
    tile.clear();
    for (int s = 0; s < sweeps.size(); s++) {
      sweeps.get(s).run(forces != null);
    }
    if (components != null) {
      requireLength("components", components, Component.COUNT * LENGTH);
      tile.copyEnergies(components);
    }
    if (forces != null) {
      requireLength("forces", forces, tile.force.length);
      for (int k = 0; k < forces.length; k++) {
        forces[k] = tile.force[k];
      }
    }
  }

  private static void requireLength(String what, double[] values, int wanted) {
    if (values.length != wanted) {
      throw new IllegalArgumentException(what + " of a tile must be " + wanted + " numbers, were " + values.length);
    }
  }
}
