package org.arbolt.model;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Draws token sequences from a network's law and gives their exact log-probabilities. The law at a position is the float32
 * softmax of the logits divided by the temperature, renormalised in double; a draw inverts its distribution function at a
 * uniform number that the caller supplies, so that a sequence depends on its own numbers and on nothing else in the batch
 * (but for the rounding of float32 matrix products). Reads the network; thread safe as long as nobody trains it.
 */
public final class TokenSampler {
  private static final int PARTS = 16; // of a batch, which the cores take in turn
  private static final int SCORING_ROWS = 64; // logits of so many sequences are in memory at once

  private final Transformer network;
  private final double temperature;

  /**
   * @param temperature τ > 0: the law is ∝ P^(1/τ) at every position
   */
  public TokenSampler(Transformer network, double temperature) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be a positive finite number, was " + temperature);
    }
    this.network = network;
    this.temperature = temperature;
  }

  /** Uniform numbers of a batch. Asked once for every row and position, positions in ascending order. */
  @FunctionalInterface
  public interface Uniforms {
    /** A number in [0, 1). */
    double at(int row, int position);
  }

  /**
   * @param tokens [B, T] flattened
   * @param logProbability [B], nats
   */
  public record Draw(int[] tokens, double[] logProbability) {}

  /** Draws {@code count} sequences in lock step. */
  public Draw draw(int count, Uniforms uniforms) {
    int positions = network.positions();
    Draw draw = new Draw(new int[Math.multiplyExact(count, positions)], new double[count]);
    if (count == 0) {
      return draw;
    }
    try (var _ = GradientMode.off(); KvCache cache = network.newCache(count)) {
      int[] previous = new int[count];
      double[] numbers = new double[count];
      Categorical[] laws = new Categorical[PARTS];
      Arrays.setAll(laws, _ -> new Categorical(network.config().bins()));
      for (int p = 0; p < positions; p++) {
        try (var _ = TensorScope.open()) {
          Tensor logits = network.step(Tensor.of(previous, count).on(network.device()), cache).on(Device.CPU); // [B, V]
          for (int row = 0; row < count; row++) {
            numbers[row] = uniforms.at(row, p);
          }
          choose(logits.memory(), laws, numbers, previous, draw.logProbability);
        }
        for (int row = 0; row < count; row++) {
          draw.tokens[row * positions + p] = previous[row];
        }
      }
    }
    return draw;
  }

  /**
   * Log-probabilities of given sequences under the law that {@link #draw} samples from.
   *
   * @param tokens [B, T] flattened
   * @return [B], nats
   */
  public double[] logProbabilities(int[] tokens) {
    int positions = network.positions();
    if (tokens.length % positions != 0) {
      throw new IllegalArgumentException("tokens must be whole sequences of " + positions + ", were " + tokens.length);
    }
    int count = tokens.length / positions;
    double[] sums = new double[count];
    try (var _ = GradientMode.off()) {
      for (int from = 0; from < count; from += SCORING_ROWS) {
        int rows = Math.min(SCORING_ROWS, count - from);
        int[] part = Arrays.copyOfRange(tokens, from * positions, (from + rows) * positions);
        score(part, rows, sums, from);
      }
    }
    return sums;
  }

  private void score(int[] tokens, int rows, double[] sums, int from) {
    try (var _ = TensorScope.open()) {
      int positions = network.positions();
      Tensor targets = Tensor.of(tokens, rows, positions).on(network.device()); // [B, T]
      Tensor logits = tempered(network.forward(LayoutBatch.shifted(targets), Precision.FLOAT32)); // [B, T, V]
      Tensor norm = logits.logSumExp(-1); // [B, T]
      float[] chosen = logits.gather(2, targets.view(rows, positions, 1)).view(rows, positions).minus(norm).toFloats();
      for (int i = 0; i < chosen.length; i++) {
        sums[from + i / positions] += chosen[i];
      }
    }
  }

  private Tensor tempered(Tensor logits) {
    return temperature == 1 ? logits : logits.times(1 / temperature);
  }

  /** Chooses a token for every row: the rows are shared among the cores, the numbers are drawn before. */
  private void choose(MemorySegment logits, Categorical[] laws, double[] numbers, int[] chosen, double[] logProbability) {
    int bins = network.config().bins();
    float factor = (float) (1 / temperature);
    IntStream.range(0, laws.length).parallel().forEach(part -> {
      Categorical law = laws[part];
      int end = (int) ((part + 1L) * chosen.length / laws.length);
      for (int row = (int) ((long) part * chosen.length / laws.length); row < end; row++) {
        law.setLogits(logits, 4L * row * bins, factor);
        chosen[row] = law.quantile(numbers[row]);
        logProbability[row] += law.logProbability(chosen[row]);
      }
    });
  }
}
