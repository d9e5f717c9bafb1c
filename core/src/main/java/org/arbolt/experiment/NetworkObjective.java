package org.arbolt.experiment;

import java.util.Map;
import org.arbolt.model.Precision;
import org.arbolt.model.TokenSampler;
import org.arbolt.model.Transformer;
import org.arbolt.tensor.Tensor;
import org.arbolt.train.Objective;

/** Maximum likelihood of a network: mean cross-entropy per token. */
record NetworkObjective(Transformer network, Precision precision) implements Objective {

  @Override
  public Map<String, Tensor> parameters() {
    return network.namedParameters();
  }

  @Override
  public double loss(Tensor tokens) {
    long[] values = tokens.toLongs();
    int[] sequence = new int[values.length];
    for (int i = 0; i < sequence.length; i++) {
      sequence[i] = Math.toIntExact(values[i]);
    }
    double sum = 0;
    for (double logProbability : new TokenSampler(network, 1).logProbabilities(sequence)) {
      sum -= logProbability;
    }
    return sum / sequence.length;
  }

  @Override
  public double accumulateGradients(Tensor tokens) {
    return network.accumulateGradients(tokens, 1, precision);
  }
}
