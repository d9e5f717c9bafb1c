package org.arbolt.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.arbolt.math.CacheLines;

/** The machine's vectors of floats, and their sum in an order that is always the same (Java leaves that of its own open). */
final class Lanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  /** Numbers to leave before the first vector of an array, so that none lies across two cache lines. */
  static final int LEAD = CacheLines.LEAD / Float.BYTES;

  private static final VectorShuffle<Float> HALF = VectorShuffle.iota(SPECIES, COUNT / 2, 1, true);
  private static final VectorShuffle<Float> QUARTER = VectorShuffle.iota(SPECIES, COUNT / 4, 1, true);
  private static final VectorShuffle<Float> EIGHTH = VectorShuffle.iota(SPECIES, COUNT / 8, 1, true);
  private static final VectorShuffle<Float> SIXTEENTH = VectorShuffle.iota(SPECIES, COUNT / 16, 1, true);

  private Lanes() {}

  /** Sum of all lanes: those a half apart first, then those a quarter, … */
  static float sum(FloatVector v) {
    FloatVector sum = v.add(v.rearrange(HALF));
    sum = sum.add(sum.rearrange(QUARTER));
    if (COUNT > 4) {
      sum = sum.add(sum.rearrange(EIGHTH));
    }
    if (COUNT > 8) {
      sum = sum.add(sum.rearrange(SIXTEENTH));
    }
    return sum.lane(0);
  }

  static int roundedUp(int count) {
    return (count + COUNT - 1) / COUNT * COUNT;
  }
}
