package org.arbolt.model;

import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;

/**
 * Chooses centres and grids of internal coordinates from training frames. Soft torsions have the whole circle. A stiff
 * coordinate has its centre ± at least {@value #DEVIATIONS} standard deviations about it, more where the data reach further: what
 * that leaves out (1e-12 of a Gaussian) matters to no estimate, and a bin's number tells the same number of deviations for every
 * coordinate.
 */
final class GridFit {
  private static final double DEVIATIONS = 7;

  /** Half an interval is never less than this (nm or rad), so that rigid bonds have cells that float32 can resolve. */
  private static final double LEAST = 1e-3;

  private final InternalCoordinates internal;
  private final int[] order;
  private final double[] q; // [frame][coordinate]
  private final int frames;

  GridFit(InternalCoordinates internal, int[] order, Frames data) {
    if (data.count() == 0) {
      throw new IllegalArgumentException("grids cannot be fitted to no frames");
    }
    this.internal = internal;
    this.order = order;
    this.frames = data.count();
    this.q = new double[Math.multiplyExact(frames, internal.count())];
    for (int f = 0; f < frames; f++) {
      internal.toInternal(data.xyz(), 3 * f * data.atoms(), q, f * internal.count());
      requireFinite(f);
    }
  }

  private void requireFinite(int f) {
    for (int i = 0; i < order.length; i++) {
      if (!Double.isFinite(q[f * order.length + i])) {
        throw new BadInput("training frame " + f + " has coordinates that are not finite; remove it from the data");
      }
    }
  }

  /** Centres by least squares. */
  Centres centres() {
    double[] mean = new double[order.length];
    for (int t = 0; t < mean.length; t++) {
      mean[t] = internal.soft(order[t]) ? 0 : mean(order[t]);
    }
    return new CentresFit(internal, order, q, mean).fit();
  }

  /** Grids about the centres, [token]. */
  Grid[] grids(Centres centres, int bins) {
    double[] square = new double[order.length];
    double[] largest = new double[order.length];
    for (int f = 0; f < frames; f++) {
      double[] known = centres.nothingKnown();
      for (int t = 0; t < order.length; t++) {
        double value = q[f * order.length + order[t]];
        double d = centres.difference(t, value, centres.of(t, known));
        centres.learn(t, value, known);
        square[t] += d * d;
        largest[t] = Math.max(largest[t], Math.abs(d));
      }
    }
    Grid[] grids = new Grid[order.length];
    for (int t = 0; t < order.length; t++) {
      double deviation = Math.sqrt(square[t] / frames);
      double half = half(deviation, largest[t]);
      grids[t] = internal.soft(order[t]) ? Grid.circle(bins) : grid(t, half, centres, bins);
    }
    return grids;
  }

  private Grid grid(int t, double half, Centres centres, int bins) {
    double lowest = centres.mean()[t] + centres.least()[t];
    double highest = centres.mean()[t] + centres.most()[t];
    return about(internal.kind(order[t]), half, lowest, highest, bins);
  }

  /** Half the width of a stiff coordinate's grid, from the standard deviation and the largest deviation in the data. */
  static double half(double deviation, double largest) {
    return Math.max(LEAST, Math.max(DEVIATIONS * deviation, largest + deviation));
  }

  /**
   * The interval of ± half, cut where a length or an angle would leave its range wherever its centre is.
   *
   * @param lowest lowest centre
   * @param highest highest centre
   */
  static Grid about(InternalCoordinates.Kind kind, double half, double lowest, double highest, int bins) {
    return switch (kind) {
      case BOND -> new Grid(Math.max(-half, -lowest), half, bins, false);
      case ANGLE -> new Grid(Math.max(-half, -lowest), Math.min(half, Math.PI - highest), bins, false);
      case TORSION -> half < Math.PI ? new Grid(-half, half, bins, true) : Grid.circle(bins);
    };
  }

  private double mean(int i) {
    double sine = 0;
    double cosine = 0;
    double sum = 0;
    for (int f = 0; f < frames; f++) {
      double value = q[f * order.length + i];
      sum += value;
      sine += Math.sin(value);
      cosine += Math.cos(value);
    }
    return internal.kind(i) == InternalCoordinates.Kind.TORSION ? Math.atan2(sine, cosine) : sum / frames;
  }
}
