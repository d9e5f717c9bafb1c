package org.arbolt.train;

import java.util.Map;
import org.arbolt.model.Precision;
import org.arbolt.model.Transformer;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Maximum likelihood for a transformer: the mean cross-entropy of a coordinate.
 *
 * @param network what is trained; it remains the caller's
 * @param precision arithmetic of the training steps; losses on held-out examples are always in float32
 */
public record TransformerObjective(Transformer network, Precision precision) implements Objective {

  @Override
  public Map<String, Tensor> parameters() {
    return network.namedParameters();
  }

  @Override
  public double loss(Tensor tokens) {
    try (var _ = TensorScope.open()) {
      return network.loss(tokens, Precision.FLOAT32).item();
    }
  }

  @Override
  public double accumulateGradients(Tensor tokens) {
    return network.accumulateGradients(tokens, 1, precision);
  }
}
