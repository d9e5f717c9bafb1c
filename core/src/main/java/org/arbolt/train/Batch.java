package org.arbolt.train;

/**
 * Examples as a step takes them.
 *
 * @param tokens [B][T] flattened
 * @param logTarget [B], −u(x) + log g(c) − log(density within the cell), nats: less the log-probability of the tokens it is the
 *     example's log-weight. NaN where no energy is known
 */
public record Batch(int[] tokens, double[] logTarget) {

  /** An empty batch of B examples of T tokens. */
  static Batch of(int examples, int tokens) {
    return new Batch(new int[Math.multiplyExact(examples, tokens)], new double[examples]);
  }

  /** Number of examples B. */
  public int examples() {
    return logTarget.length;
  }

  /** Number of tokens T of an example. */
  public int width() {
    return tokens.length / examples();
  }

  /** Log-weights [B] of examples whose tokens have the given log-probabilities [B]. */
  double[] logWeights(double[] logProbability) {
    double[] weights = new double[examples()];
    for (int b = 0; b < weights.length; b++) {
      weights[b] = logTarget[b] - logProbability[b];
    }
    return weights;
  }
}
