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

  // Coefficients of y^0, y^1 …
  private static final double[] FAR_DESCREENING = {
    0.33333333333333334, 0.39999999999998784, 0.42857142857504925, 0.44444444401987828, 0.45454548054584973,
    0.46153750571916731, 0.46668951207658452, 0.47021562399764382, 0.47795147589429935, 0.44139947922031655,
    0.68027348021469175, -0.34303690686934131, 2.7481364197454265, -3.4100309506568598, 3.889341392548608
  };
  private static final double[] FAR_SLOPE = {
    -1.3333333333333336, -2.3999999999995302, -3.4285714287113396, -4.4444444280426327, -5.454546458590653,
    -6.4615015713367159, -7.46754775544924, -8.4562310728723304, -9.6379074787898525, -9.1393953069248667,
    -19.224033030585973, 18.98695347304457, -99.780541984204221, 132.73793144048142, -142.54383249386841
  };

  private DoubleLanes() {}

  static double narrow(double value) {
    return value;
  }

  static double[] narrow(double[] values) {
    return values.clone();
  }

  static DoubleVector inverseRoot(DoubleVector x) {
    return inverse(x.sqrt());
  }

  static DoubleVector difference(double[] x, int i, int j) {
    return DoubleVector.fromArray(SPECIES, x, i).sub(DoubleVector.fromArray(SPECIES, x, j));
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

  static DoubleVector farDescreening(DoubleVector y) {
    return polynomial(FAR_DESCREENING, y);
  }

  static DoubleVector farSlope(DoubleVector y) {
    return polynomial(FAR_SLOPE, y);
  }

  private static DoubleVector polynomial(double[] coefficients, DoubleVector y) {
    DoubleVector p = DoubleVector.broadcast(SPECIES, coefficients[coefficients.length - 1]);
    for (int k = coefficients.length - 2; k >= 0; k--) {
      p = y.fma(p, DoubleVector.broadcast(SPECIES, coefficients[k]));
    }
    return p;
  }

  static DoubleVector acos(DoubleVector c) {
    return c.max(-1.0).min(1.0).lanewise(VectorOperators.ACOS);
  }
}
