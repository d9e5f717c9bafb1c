package org.arbolt.train;

import java.util.Arrays;
import java.util.Map;
import org.arbolt.tensor.AdamW;
import org.arbolt.tensor.Gradients;
import org.arbolt.tensor.Optimiser;
import org.arbolt.tensor.Tensor;

/** One step of training: loss, gradient, clipping, optimiser. Owns the optimiser. Not thread safe. */
final class Stepper implements AutoCloseable {
  private final Objective objective;
  private final Optimiser optimiser;
  private final Gradients gradients;
  private final double clip;

  Stepper(Objective objective, TrainConfig config) {
    this.objective = objective;
    this.optimiser = new AdamW(objective.parameters(), config.adam());
    this.gradients = new Gradients(objective.parameters().values());
    this.clip = config.clip();
  }

  /**
   * @param loss cross-entropy, nats per token
   * @param dispersion variance of the batch's log-weights; NaN without energies
   * @param gradientNorm before clipping
   * @param applied false if the gradient was not finite and the step was skipped
   */
  record Outcome(double loss, double dispersion, double gradientNorm, boolean applied) {}

  /** Changes the parameters by one step on a batch, the variance of whose log-weights counts λ times. */
  Outcome step(Batch batch, double learningRate, double lambda) {
    double[] logProbability = objective.accumulateGradients(batch, lambda);
    double loss = -Arrays.stream(logProbability).sum() / batch.tokens().length;
    double dispersion = LogDispersion.variance(batch.logWeights(logProbability));
    double norm = gradients.norm();
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      gradients.clear();
      return new Outcome(loss, dispersion, norm, false);
    }
    optimiser.step(learningRate, Math.min(1, clip / (norm + 1e-6)));
    return new Outcome(loss, dispersion, norm, true);
  }

  /** Does all the work of a step on a batch but changes nothing: to measure its time. */
  void rehearse(Batch batch) {
    objective.accumulateGradients(batch, 0);
    gradients.norm();
    gradients.clear();
  }

  /** What the optimiser remembers, by name. */
  Map<String, Tensor> state() {
    return optimiser.state();
  }

  @Override
  public void close() {
    optimiser.close();
  }
}
