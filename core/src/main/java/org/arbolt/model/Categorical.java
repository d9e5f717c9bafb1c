package org.arbolt.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A distribution over V bins given by unnormalised float32 weights, summed in double. Sums of blocks of bins are kept, so
 * that inverting the distribution function looks at one block only. Not thread safe.
 */
final class Categorical {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
  private static final int BLOCK = 64;

  private final float[] weights;
  private final double[] blockSums;
  private double total;

  Categorical(int bins) {
    weights = new float[bins];
    blockSums = new double[(bins + BLOCK - 1) / BLOCK];
  }

  /**
   * @param given [V], ≥ 0, not all zero
   * @throws IllegalStateException if they are not: the network's output is not finite
   */
  void set(float[] given) {
    System.arraycopy(given, 0, weights, 0, weights.length);
    sumUp();
  }

  /**
   * Weights exp(factor · (logit − the largest)).
   *
   * @param logits float32, of which V from byte {@code offset} on
   * @throws IllegalStateException if one of them is not a number or all are infinite
   */
  void setLogits(MemorySegment logits, long offset, float factor) {
    int whole = FLOATS.loopBound(weights.length);
    FloatVector most = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < whole; i += FLOATS.length()) {
      FloatVector x = FloatVector.fromMemorySegment(FLOATS, logits, offset + 4L * i, ByteOrder.nativeOrder());
      x.intoArray(weights, i);
      most = most.max(x);
    }
    float largest = most.reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < weights.length; i++) {
      weights[i] = logits.get(ValueLayout.JAVA_FLOAT, offset + 4L * i);
      largest = Math.max(largest, weights[i]);
    }
    for (int i = 0; i < whole; i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, weights, i).sub(largest).mul(factor).lanewise(VectorOperators.EXP).intoArray(weights, i);
    }
    for (int i = whole; i < weights.length; i++) {
      weights[i] = (float) Math.exp((weights[i] - largest) * factor);
    }
    sumUp();
  }

  private void sumUp() {
    total = 0;
    for (int block = 0; block < blockSums.length; block++) {
      blockSums[block] = sum(block * BLOCK, Math.min((block + 1) * BLOCK, weights.length));
      total += blockSums[block];
    }
    if (!(total > 0) || Double.isInfinite(total)) {
      throw new IllegalStateException("the network's probabilities are not finite");
    }
  }

  /** The bin where the distribution function passes {@code u} in [0, 1); never one of weight zero. */
  int quantile(double u) {
    double left = u * total;
    int block = 0;
    while (block < blockSums.length - 1 && left >= blockSums[block]) {
      left -= blockSums[block++];
    }
    int last = -1;
    for (int bin = block * BLOCK; bin < weights.length; bin++) {
      if (weights[bin] > 0) {
        if (left < weights[bin]) {
          return bin;
        }
        left -= weights[bin];
        last = bin;
      }
    }
    return last >= 0 ? last : lastBefore(block * BLOCK); // rounding at the upper end
  }

  /** log of the bin's probability, nats. */
  double logProbability(int bin) {
    return Math.log(weights[bin] / total);
  }

  private int lastBefore(int end) {
    int bin = end - 1;
    while (weights[bin] == 0) {
      bin--;
    }
    return bin;
  }

  /** In double, as many sums side by side as a vector has lanes. */
  private double sum(int from, int to) {
    DoubleVector sums = DoubleVector.zero(DOUBLES);
    int i = from;
    for (; i + DOUBLES.length() <= to; i += DOUBLES.length()) {
      sums = sums.add((DoubleVector) FloatVector.fromArray(HALF, weights, i).convertShape(VectorOperators.F2D, DOUBLES, 0));
    }
    double sum = sums.reduceLanes(VectorOperators.ADD);
    for (; i < to; i++) {
      sum += weights[i];
    }
    return sum;
  }
}
