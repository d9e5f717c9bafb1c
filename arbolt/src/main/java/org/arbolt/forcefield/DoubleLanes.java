package org.arbolt.forcefield;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Double-precision mathematics of the vector kernel; the counterpart of {@link FloatLanes}, accurate to a few ulp. */
final class DoubleLanes {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LENGTH = SPECIES.length();

  /** Smallest squared distance that pairs see, nm²: keeps r^-12 finite. */
  static final double MIN_SQUARE = 1e-40;

  private DoubleLanes() {}

  static double narrow(double value) {
    return value;
  }

  static DoubleVector inverseRoot(DoubleVector x) {
    return inverse(x.sqrt());
  }

  static DoubleVector inverse(DoubleVector x) {
    return DoubleVector.broadcast(SPECIES, 1.0).div(x);
  }

  static DoubleVector exp(DoubleVector x) {
    return x.lanewise(VectorOperators.EXP);
  }

  static DoubleVector log(DoubleVector x) {
    return x.lanewise(VectorOperators.LOG);
  }

  static DoubleVector acos(DoubleVector c) {
    return c.max(-1.0).min(1.0).lanewise(VectorOperators.ACOS);
  }
}
