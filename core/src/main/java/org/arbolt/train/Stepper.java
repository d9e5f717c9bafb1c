package org.arbolt.train;

import java.util.List;
import org.arbolt.tensor.AdamW;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/** One step of training: loss, gradient, clipping, AdamW. Owns the optimiser. Not thread safe. */
final class Stepper implements AutoCloseable {
  private final Objective objective;
  private final AdamW optimiser;
  private final double clip;

  Stepper(Objective objective, TrainConfig config) {
    this.objective = objective;
    this.optimiser = new AdamW(List.copyOf(objective.parameters().values()), config.adam());
    this.clip = config.clip();
  }

  /**
   * @param loss nats per token
   * @param gradientNorm before clipping
   * @param applied false if the gradient was not finite and the step was skipped
   */
  record Outcome(double loss, double gradientNorm, boolean applied) {}

  /** Changes the parameters by one step on a batch [B][T]. */
  Outcome step(int[] tokens, int width, double learningRate) {
    double loss = gradient(tokens, width);
    double norm = optimiser.gradientNorm();
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      optimiser.clearGradients();
      return new Outcome(loss, norm, false);
    }
    optimiser.step(learningRate, Math.min(1, clip / (norm + 1e-6)));
    return new Outcome(loss, norm, true);
  }

  /** Does all the work of a step on a batch but changes nothing: to measure its time. */
  void rehearse(int[] tokens, int width) {
    gradient(tokens, width);
    optimiser.gradientNorm();
    optimiser.clearGradients();
  }

  private double gradient(int[] tokens, int width) {
    try (var _ = TensorScope.open()) {
      return objective.accumulateGradients(Tensor.of(tokens, tokens.length / width, width));
    }
  }

  /** What the optimiser remembers, in a fixed order. */
  List<Tensor> state() {
    return optimiser.state();
  }

  @Override
  public void close() {
    optimiser.close();
  }
}
