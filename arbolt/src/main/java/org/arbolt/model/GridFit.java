package org.arbolt.model;

import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.InternalCoordinates;

/**
 * Chooses a grid for every internal coordinate from training frames. A stiff coordinate's interval is its mean ± at least
 * {@value #DEVIATIONS} standard deviations, more where the data reach further, so that what the grid leaves out (1e-12 of a
 * Gaussian) matters to no estimate and a bin's number tells the same number of deviations for every coordinate.
 */
final class GridFit {
  private static final double DEVIATIONS = 7;

  /** Half an interval is never less than this (nm or rad), so that rigid bonds have cells that float32 can resolve. */
  private static final double LEAST = 1e-3;

  private final InternalCoordinates internal;
  private final double[] q; // [frame][coordinate]
  private final int frames;

  GridFit(InternalCoordinates internal, Frames data) {
    if (data.count() == 0) {
      throw new IllegalArgumentException("grids cannot be fitted to no frames");
    }
    this.internal = internal;
    this.frames = data.count();
    this.q = new double[Math.multiplyExact(frames, internal.count())];
    for (int f = 0; f < frames; f++) {
      internal.toInternal(data.xyz(), 3 * f * data.atoms(), q, f * internal.count());
    }
  }

  Grid[] grids(int bins) {
    Grid[] grids = new Grid[internal.count()];
    for (int i = 0; i < grids.length; i++) {
      grids[i] = internal.soft(i) ? Grid.circle(bins) : stiff(i, bins);
    }
    return grids;
  }

  private Grid stiff(int i, int bins) {
    boolean circular = internal.kind(i) == InternalCoordinates.Kind.TORSION;
    double mean = circular ? circularMean(i) : mean(i);
    double square = 0;
    double largest = 0;
    for (int f = 0; f < frames; f++) {
      double d = value(f, i) - mean;
      d = circular ? InternalCoordinates.wrap(d) : d;
      square += d * d;
      largest = Math.max(largest, Math.abs(d));
    }
    double deviation = Math.sqrt(square / frames);
    double half = Math.max(LEAST, Math.max(DEVIATIONS * deviation, largest + deviation));
    return switch (internal.kind(i)) {
      case BOND -> new Grid(Math.max(0, mean - half), mean + half, bins, false);
      case ANGLE -> new Grid(Math.max(0, mean - half), Math.min(Math.PI, mean + half), bins, false);
      case TORSION -> half < Math.PI ? new Grid(mean - half, mean + half, bins, true) : Grid.circle(bins);
    };
  }

  private double mean(int i) {
    double sum = 0;
    for (int f = 0; f < frames; f++) {
      sum += value(f, i);
    }
    return sum / frames;
  }

  private double circularMean(int i) {
    double sine = 0;
    double cosine = 0;
    for (int f = 0; f < frames; f++) {
      sine += Math.sin(value(f, i));
      cosine += Math.cos(value(f, i));
    }
    return Math.atan2(sine, cosine);
  }

  private double value(int f, int i) {
    double v = q[f * internal.count() + i];
    if (!Double.isFinite(v)) {
      throw new BadInput("training frame " + f + " has coordinates that are not finite; remove it from the data");
    }
    return v;
  }
}
