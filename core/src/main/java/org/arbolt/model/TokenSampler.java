package org.arbolt.model;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.arbolt.kernel.Categorical;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Draws token sequences from a network's law and gives their exact log-probabilities. The law at a position is the float32
 * softmax of the logits divided by the temperature, renormalised in double; a draw inverts its distribution function at a
 * uniform number that the caller supplies, so that a sequence depends on its own numbers and on nothing else in the batch:
 * on the processor to the bit, on a GPU but for the rounding of its products. Reads the network and keeps
 * a copy of its weights and memory for keys and values; thread safe as long as nobody trains it meanwhile.
 */
public final class TokenSampler {
  private static final int SCORING_ROWS = 64; // logits of so many sequences are in memory at once
  private static final int ROW_UNIT = 12; // rows that PackedProduct works on together
  private static final int ROWS = 21 * ROW_UNIT; // that grow together: the more, the seldomer the weights come from memory
  private static final int DEVICE_ROWS = 512; // whose keys and values are in a device's memory at once

  private final Transformer network;
  private final double temperature;
  private final Queue<DecoderBatch> idle = new ConcurrentLinkedQueue<>(); // one for every thread in the end
  private Decoder decoder; // made when first wanted
  private long decoderVersion;

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

  /** Uniform numbers of a batch. Asked once for every row and position, a row's positions in ascending order by one thread. */
  @FunctionalInterface
  public interface Uniforms {
    /** A number in [0, 1). */
    double at(int row, int position);
  }

  /**
   * @param tokens [B, T] flattened
   * @param logProbability [B], nats
   */
  public record Draw(int[] tokens, double[] logProbability) {

    private static Draw empty(int count, int positions) {
      return new Draw(new int[Math.multiplyExact(count, positions)], new double[count]);
    }
  }

  /** Draws {@code count} sequences. */
  public Draw draw(int count, Uniforms uniforms) {
    return network.device().kind() == Device.Kind.CPU ? drawByKernels(count, uniforms) : drawByTensors(count, uniforms);
  }

  // ---- on the processor: parts of the batch, which the cores take in turn

  private Draw drawByKernels(int count, Uniforms uniforms) {
    Draw draw = Draw.empty(count, network.positions());
    if (count == 0) {
      return draw;
    }
    Decoder decoder = decoder();
    int rows = rows(decoder, count, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, (count + rows - 1) / rows).parallel().forEach(part -> {
      DecoderBatch waiting = idle.poll();
      DecoderBatch batch = waiting == null || waiting.capacity() < rows ? new DecoderBatch(decoder, rows) : waiting;
      draw(batch.begin(decoder, Math.min(rows, count - part * rows)), part * rows, uniforms, draw);
      idle.add(batch);
    });
    return draw;
  }

  /** The network as it is now: weights are copied when they have changed. */
  private synchronized Decoder decoder() {
    long version = network.parameters().stream().mapToLong(Tensor::version).sum();
    if (decoder == null || version != decoderVersion) {
      try (var _ = GradientMode.off()) {
        decoder = Decoder.of(network);
      }
      decoderVersion = version;
    }
    return decoder;
  }

  /** Sequences in a part: as many parts for each thread, within a quarter of Java's memory. */
  private static int rows(Decoder decoder, int count, int threads) {
    long fitting = Runtime.getRuntime().maxMemory() / 4 / threads / decoder.bytesOfRow();
    int most = (int) Math.clamp(fitting / ROW_UNIT * ROW_UNIT, ROW_UNIT, ROWS);
    int rounds = (count + most * threads - 1) / (most * threads);
    int even = (count + rounds * threads - 1) / (rounds * threads);
    return Math.min(most, (even + ROW_UNIT - 1) / ROW_UNIT * ROW_UNIT);
  }

  private void draw(DecoderBatch batch, int from, Uniforms uniforms, Draw draw) {
    int[] previous = new int[batch.rows()];
    for (int p = 0; p < network.positions(); p++) {
      float[] logits = batch.step(previous);
      for (int i = 0; i < previous.length; i++) {
        previous[i] = choose(batch.law(), logits, batch.logitsAt(i), from + i, p, uniforms, draw);
      }
    }
  }

  // ---- on other devices: by libtorch's operators

  Draw drawByTensors(int count, Uniforms uniforms) {
    Draw draw = Draw.empty(count, network.positions());
    for (int first = 0; first < count; first += DEVICE_ROWS) {
      drawByTensors(first, Math.min(DEVICE_ROWS, count - first), uniforms, draw);
    }
    return draw;
  }

  private void drawByTensors(int first, int rows, Uniforms uniforms, Draw draw) {
    int bins = network.config().bins();
    try (var _ = GradientMode.off(); KvCache cache = network.newCache(rows)) {
      int[] previous = new int[rows];
      Categorical law = new Categorical(bins);
      for (int p = 0; p < network.positions(); p++) {
        try (var _ = TensorScope.open()) {
          float[] logits = network.step(Tensor.of(previous, rows).on(network.device()), cache).toFloats(); // [B, V]
          for (int row = 0; row < rows; row++) {
            previous[row] = choose(law, logits, row * bins, first + row, p, uniforms, draw);
          }
        }
      }
    }
  }

  private int choose(Categorical law, float[] logits, int at, int row, int position, Uniforms uniforms, Draw draw) {
    law.setLogits(logits, at, (float) (1 / temperature));
    int token = law.quantile(uniforms.at(row, position));
    draw.tokens[row * network.positions() + position] = token;
    draw.logProbability[row] += law.logProbability(token);
    return token;
  }

  // ---- given sequences

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
    int parts = (count + SCORING_ROWS - 1) / SCORING_ROWS;
    int threads = network.device().kind() == Device.Kind.CPU ? Math.clamp(parts, 1, Engine.threads()) : 1;
    AtomicInteger next = new AtomicInteger();
    Engine.together(threads, _ -> {
      try (var _ = GradientMode.off()) {
        for (int from = SCORING_ROWS * next.getAndIncrement(); from < count; from = SCORING_ROWS * next.getAndIncrement()) {
          int rows = Math.min(SCORING_ROWS, count - from);
          score(Arrays.copyOfRange(tokens, from * positions, (from + rows) * positions), rows, sums, from);
        }
      }
    });
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
}
