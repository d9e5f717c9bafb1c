package org.arbolt.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.arbolt.math.Seed;
import org.arbolt.model.Layout;
import org.arbolt.model.Likelihood;
import org.arbolt.model.Precision;
import org.arbolt.model.SequenceWeights;
import org.arbolt.model.TokenSampler;
import org.arbolt.model.Transformer;
import org.arbolt.model.TransformerConfig;
import org.arbolt.tensor.AdamW;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Gradients;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * The parts of {@code bench/network.sh}; each prints what a column of a Markdown table needs.
 *
 * <pre>
 *   train LAYERS CHANNELS HEADS BINS TOKENS BATCH STEPS FLOAT32|MIXED    best ms per step
 *   generate LAYERS CHANNELS HEADS BINS TOKENS BATCH REPEATS             best ms per token of the batch
 *   floor LAYERS CHANNELS HEADS BINS TOKENS BATCH SAMPLES                generation beside the matrix products' peak
 * </pre>
 */
public final class NetworkBench {
  private final int[] shape; // layers, channels, heads, bins, tokens, batch, how many

  private NetworkBench(int[] shape) {
    this.shape = shape;
  }

  public static void main(String[] arguments) {
    NetworkBench bench =
        new NetworkBench(Arrays.stream(arguments).skip(1).limit(7).mapToInt(Integer::parseInt).toArray());
    switch (arguments[0]) {
      case "train" -> bench.train(Precision.valueOf(arguments[8]));
      case "generate" -> bench.generate();
      case "floor" -> bench.floor();
      default -> throw new IllegalArgumentException("no such part of the benchmark: " + arguments[0]);
    }
  }

  private TransformerConfig config() {
    return new TransformerConfig(shape[0], shape[1], shape[2], shape[3], shape[4], (shape[4] + 2) / 3, 3);
  }

  private Transformer network() {
    int[] kind = new int[shape[4]];
    int[] atom = new int[shape[4]];
    Arrays.setAll(kind, i -> i % 3);
    Arrays.setAll(atom, i -> i / 3);
    return Transformer.initialised(config(), new Layout(kind, atom, null), 0, new Seed(1));
  }

  private void train(Precision precision) {
    RandomGenerator random = new Seed(2).stream("tokens", 0);
    int[] tokens = new int[shape[4] * shape[5]];
    double best = Double.POSITIVE_INFINITY;
    try (Transformer network = network();
        AdamW optimiser = new AdamW(network.namedParameters(), AdamW.Settings.DEFAULT)) {
      Gradients gradients = new Gradients(network.parameters());
      for (int step = 0; step <= shape[6]; step++) {
        Arrays.setAll(tokens, _ -> (int) (Math.pow(random.nextDouble(), 2) * shape[3]));
        long start = System.nanoTime();
        try (var _ = TensorScope.open()) {
          new Likelihood(network).accumulateGradients(Tensor.of(tokens, shape[5], shape[4]),
              SequenceWeights.equal(shape[5], 1.0 / tokens.length), precision);
        }
        optimiser.step(1e-3, Math.min(1, 1 / (gradients.norm() + 1e-6)));
        best = Math.min(best, seconds(start));
      }
    }
    print("%.1f", 1e3 * best);
  }

  private void generate() {
    double best = Double.POSITIVE_INFINITY;
    try (Transformer network = network()) {
      TokenSampler sampler = new TokenSampler(network, 1);
      for (int repeat = 0; repeat <= shape[6]; repeat++) {
        long start = System.nanoTime();
        draw(sampler, repeat * shape[5]);
        best = Math.min(best, seconds(start) / shape[4]);
      }
    }
    print("%.2f", 1e3 * best);
  }

  private void draw(TokenSampler sampler, int first) {
    RandomGenerator[] streams = new RandomGenerator[shape[5]];
    Arrays.setAll(streams, row -> new Seed(3).stream("token", first + row));
    sampler.draw(shape[5], (row, _) -> streams[row].nextDouble());
  }

  private void floor() {
    double peak = peak();
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Transformer network = network()) {
      TokenSampler sampler = new TokenSampler(network, 1);
      draw(sampler, 0); // compiles
      int batches = (shape[6] + shape[5] - 1) / shape[5];
      long bytes = memory.getTotalThreadAllocatedBytes();
      long start = System.nanoTime();
      for (int batch = 0; batch < batches; batch++) {
        draw(sampler, batch * shape[5]);
      }
      double seconds = seconds(start);
      bytes = memory.getTotalThreadAllocatedBytes() - bytes;
      double tokens = (double) batches * shape[5] * shape[4];
      double rate = tokens * 2 * multiplied() / seconds;
      print("| %d | %.1f | %.0f | %.1f | %.1f | %.0f %% | %d | %s |", batches * shape[5], seconds, tokens / seconds,
          rate * 1e-9, peak * 1e-9, 100 * rate / peak, bytes / batches / shape[4], Engine.description());
    }
  }

  /** Parameters that every token is multiplied by: all but the tables it only looks into. */
  private double multiplied() {
    double c = shape[1];
    return shape[0] * (4 * c * c + 3 * c * config().hidden()) + c * shape[3];
  }

  /** The highest rate of float32 matrix products found, over sizes at which it levels off, flop/s. */
  private static double peak() {
    double best = 0;
    try (var _ = TensorScope.open(); var _ = GradientMode.off()) {
      for (int n : new int[] {768, 1024, 2048}) {
        Tensor a = Tensor.zeros(DType.FLOAT32, Device.CPU, n, n).exp();
        for (int repeat = 0; repeat < 12; repeat++) {
          try (var _ = TensorScope.open()) {
            long start = System.nanoTime();
            Layers.linear(a, a);
            best = Math.max(best, 2.0 * n * n * n / seconds(start));
            start = System.nanoTime();
            a.matmul(a);
            best = Math.max(best, 2.0 * n * n * n / seconds(start));
          }
        }
      }
    }
    return best;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
