package org.arbolt.train;

import java.util.Map;
import org.arbolt.tensor.Tensor;

/** Something with parameters that can be trained on tokens. */
public interface Objective {

  /** Parameters by name, in a fixed order; float32, gradients wanted. */
  Map<String, Tensor> parameters();

  /**
   * Mean over examples and tokens of −log P(token | tokens before it), nats.
   *
   * @param tokens [B, T], int64
   */
  double loss(Tensor tokens);

  /**
   * Adds the gradient of {@link #loss} to the parameters' gradients.
   *
   * @return the loss
   */
  double accumulateGradients(Tensor tokens);
}
