package org.arbolt.train;

import java.util.Arrays;
import java.util.Map;
import org.arbolt.model.Precision;
import org.arbolt.model.TokenSampler;
import org.arbolt.model.Transformer;
import org.arbolt.tensor.Tensor;

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
    int[] sequences = Arrays.stream(tokens.toLongs()).mapToInt(Math::toIntExact).toArray();
    return -Arrays.stream(new TokenSampler(network, 1).logProbabilities(sequences)).sum() / sequences.length;
  }

  @Override
  public double accumulateGradients(Tensor tokens) {
    return network.accumulateGradients(tokens, 1, precision);
  }
}
