package org.arbolt.model;

/**
 * A distribution over V bins given by unnormalised float32 weights, summed in double. Sums of blocks of bins are kept, so
 * that inverting the distribution function looks at one block only. Not thread safe.
 */
final class Categorical {
  private static final int BLOCK = 64;

  private final double[] blockSums;
  private float[] weights;
  private double total;

  Categorical(int bins) {
    blockSums = new double[(bins + BLOCK - 1) / BLOCK];
  }

  /**
   * @param weights [V], ≥ 0, not all zero; not copied
   * @throws IllegalStateException if they are not: the network's output is not finite
   */
  void set(float[] weights) {
    this.weights = weights;
    total = 0;
    for (int block = 0; block < blockSums.length; block++) {
      blockSums[block] = sum(weights, block * BLOCK, Math.min((block + 1) * BLOCK, weights.length));
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

  /** Four sums side by side, which the processor adds at once. */
  private static double sum(float[] x, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < to; i++) {
      a += x[i];
    }
    return a + b + (c + d);
  }
}
