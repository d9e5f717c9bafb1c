package org.arbolt.train;

import java.util.Arrays;
import java.util.Map;
import org.arbolt.model.Precision;
import org.arbolt.model.SequenceWeights;
import org.arbolt.model.TokenSampler;
import org.arbolt.model.Transformer;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Maximum likelihood for a transformer, with the physics term where it is wanted.
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
  public double[] logProbabilities(int[] tokens) {
    return new TokenSampler(network, 1).logProbabilities(tokens);
  }

  @Override
  public double[] accumulateGradients(Batch batch, double dispersion) {
    double mean = 1.0 / batch.tokens().length;
    SequenceWeights weights = dispersion == 0 ? SequenceWeights.equal(batch.examples(), mean)
        : logProbabilities -> withPull(mean, dispersion, batch.logWeights(logProbabilities.get()));
    try (var _ = TensorScope.open()) {
      Tensor tokens = Tensor.of(batch.tokens(), batch.examples(), batch.width());
      return network.accumulateGradients(tokens, weights, precision);
    }
  }

  private static double[] withPull(double mean, double dispersion, double[] logWeights) {
    return Arrays.stream(LogDispersion.pull(logWeights)).map(pull -> mean + dispersion * pull).toArray();
  }
}
