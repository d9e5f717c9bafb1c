package org.arbolt.train;

import java.util.Map;
import org.arbolt.tensor.Tensor;

/** Something with parameters that can be trained on tokens. */
public interface Objective {

  /** Parameters by name, in a fixed order; float32, gradients wanted. */
  Map<String, Tensor> parameters();

  /**
   * Log-probabilities of examples, nats.
   *
   * @param tokens [B][T] flattened
   * @return [B]
   */
  double[] logProbabilities(int[] tokens);

  /**
   * Adds to the parameters' gradients that of a batch's loss: mean over examples and tokens of −log P(token | tokens before it),
   * plus λ times the variance of the examples' log-weights ({@link LogDispersion}).
   *
   * @param dispersion λ; 0 for the cross-entropy alone
   * @return log-probabilities of the examples, [B], nats
   */
  double[] accumulateGradients(Batch batch, double dispersion);
}
