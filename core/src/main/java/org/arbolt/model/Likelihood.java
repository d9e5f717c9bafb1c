package org.arbolt.model;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * How probable a network finds given sequences, and the derivative of that with respect to its parameters: what training
 * needs. Never holds the logits of more than a few hundred positions.
 *
 * @param network remains the caller's
 */
public record Likelihood(Transformer network) {
  private static final int ROWS = 512; // logits of so many rows are in memory at once: they stay in the cache

  /**
   * Adds the gradient of −Σ_b ω_b log P(sequence b) to the parameters' gradients, for the network's own molecule.
   *
   * @param tokens [B, T], int64: the coordinates' tokens
   * @param weights ω of the sequences; 1/(B·T) each for the mean cross-entropy per coordinate
   * @return log P of the sequences, [B], nats
   */
  public double[] accumulateGradients(Tensor tokens, SequenceWeights weights, Precision precision) {
    return accumulateGradients(tokens, List.of(network.layout()), weights, precision, Manner.PLAIN);
  }

  /**
   * The same for rows of different molecules, with what else the loss consists of; log P is without that, but for dropout.
   *
   * @param tokens [B, T], int64, T that of the longest molecule; {@link Transformer#PADDING} behind the end of a shorter one
   * @param molecules one for all rows, or one for every row
   */
  public double[] accumulateGradients(
      Tensor tokens, List<Layout> molecules, SequenceWeights weights, Precision precision, Manner manner) {
    try (var _ = TensorScope.open(); var _ = GradientMode.recording()) {
      Tensor hidden = network.trunk(
          LayoutBatch.shifted(tokens), network.surroundings(molecules, precision), precision, manner.dropout()); // [B·T, C]
      Tensor taught = manner.distillation().wanted() ? taught(manner, tokens, molecules, precision) : null;
      double[] omega = weights.of(() -> logProbabilities(hidden, tokens, precision));
      Tensor derivative = Tensor.empty(DType.FLOAT32, network.device(), hidden.shape());
      double[] logProbability = new double[tokens.size(0)];
      overRows(tokens, (targets, from, count) -> {
        Tensor part = hidden.narrow(0, from, count).detach().requireGradient(true);
        Tensor logits = network.outputTable().logits(part, precision).to(DType.FLOAT32); // [rows, V]
        Tensor losses = Layers.crossEntropies(logits, targets, manner.smoothing()); // [rows]
        Tensor loss = Tensor.of(rowWeights(omega, tokens.size(1), from, count), count).to(network.device()).dot(losses);
        Tensor total = taught == null ? loss
            : loss.plus(distilled(manner, taught.narrow(0, from, count), logits, targets, precision));
        total.backward(List.of(part, network.outputTable().parameters().getFirst()));
        Tensor plain = manner.smoothing() == 0 ? losses : Layers.crossEntropies(logits.detach(), targets, 0);
        subtract(plain.detach(), from, tokens.size(1), logProbability);
        try (var _ = GradientMode.off()) {
          derivative.narrow(0, from, count).assign(part.gradient());
        }
      });
      hidden.backward(reached(), derivative);
      return logProbability;
    }
  }

  /** The teacher's hidden vectors [B·T, C]. */
  private static Tensor taught(Manner manner, Tensor tokens, List<Layout> molecules, Precision precision) {
    try (var _ = GradientMode.off()) {
      Transformer teacher = manner.distillation().teacher();
      return teacher.trunk(
          LayoutBatch.shifted(tokens), teacher.surroundings(molecules, precision), precision, Dropout.NONE);
    }
  }

  /** β/n Σ over the rows of the cross-entropy against the teacher's law, which is the KL divergence but for a constant. */
  private static Tensor distilled(Manner manner, Tensor taught, Tensor logits, Tensor targets, Precision precision) {
    Distillation distillation = manner.distillation();
    Tensor law;
    try (var _ = GradientMode.off()) {
      Tensor theirs = distillation.teacher().outputTable().logits(taught, precision).to(DType.FLOAT32);
      law = Layers.softmax(theirs, -1); // [rows, V]
    }
    long[] tokens = targets.toLongs();
    float[] counted = new float[tokens.length];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = tokens[i] == Transformer.PADDING ? 0 : (float) (distillation.factor() * manner.token());
    }
    return Tensor.of(counted, counted.length).to(logits.device()).dot(Layers.crossEntropies(logits, law));
  }

  private double[] logProbabilities(Tensor hidden, Tensor tokens, Precision precision) {
    double[] logProbability = new double[tokens.size(0)];
    try (var _ = GradientMode.off()) {
      overRows(tokens, (targets, from, count) ->
          subtract(rowLosses(hidden.narrow(0, from, count), targets, precision), from, tokens.size(1), logProbability));
    }
    return logProbability;
  }

  /** Work on some rows of [B·T, C]: their targets [rows], the first of them, how many. */
  @FunctionalInterface
  private interface RowWork {
    void on(Tensor targets, long from, long count);
  }

  private static void overRows(Tensor tokens, RowWork work) {
    Tensor targets = tokens.reshape(-1);
    for (long from = 0; from < targets.elements(); from += ROWS) {
      long count = Math.min(ROWS, targets.elements() - from);
      try (var _ = TensorScope.open()) {
        work.on(targets.narrow(0, from, count), from, count);
      }
    }
  }

  /** −log P of the targets, 0 for padding: hidden [rows, C], result [rows]. */
  private Tensor rowLosses(Tensor hidden, Tensor targets, Precision precision) {
    return Layers.crossEntropies(network.outputTable().logits(hidden, precision).to(DType.FLOAT32), targets, 0);
  }

  private static float[] rowWeights(double[] weights, int width, long from, long count) {
    float[] rows = new float[(int) count];
    for (int i = 0; i < count; i++) {
      rows[i] = (float) weights[(int) ((from + i) / width)];
    }
    return rows;
  }

  private static void subtract(Tensor losses, long from, int width, double[] sums) {
    float[] values = losses.toFloats();
    for (int i = 0; i < values.length; i++) {
      sums[(int) ((from + i) / width)] -= values[i];
    }
  }

  /** Parameters that the hidden vectors depend on: all but the output table. */
  private List<Tensor> reached() {
    List<Tensor> all = new ArrayList<>(network.parameters());
    all.removeAll(network.outputTable().parameters());
    return all;
  }
}
