package org.arbolt.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.arbolt.cli.Exit;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.math.Seed;
import org.arbolt.model.decoding.TokenSampler;
import org.arbolt.model.transformer.Likelihood;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.SequenceWeights;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerWeights;
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
    private static final double PATIENCE = 0.4; // seconds without an improvement
    private static final double AVERAGED = 5; // seconds
    private static final int WARMING = 4;
    private static final int WARM = 2016;

    private final int[] shape; // layers, channels, heads, bins, tokens, batch, how many

    private NetworkBench(int[] shape) {
        this.shape = shape;
    }

    public static void main(String[] arguments) {
        Exit.atOnceOnSignals();
        NetworkBench bench = new NetworkBench(Arrays.stream(arguments)
                .skip(1)
                .limit(7)
                .mapToInt(Integer::parseInt)
                .toArray());
        switch (arguments[0]) {
            case "train" -> bench.train(NetworkPrecision.valueOf(arguments[8]));
            case "generate" -> bench.generate();
            case "floor" -> bench.floor();
            default -> throw new IllegalArgumentException("no such part of the benchmark: " + arguments[0]);
        }
        Exit.with(0);
    }

    private TransformerConfig config() {
        return new TransformerConfig(shape[0], shape[1], shape[2], shape[3], shape[4], (shape[4] + 2) / 3, 3);
    }

    private TransformerWeights network() {
        int[] kind = new int[shape[4]];
        int[] atom = new int[shape[4]];
        Arrays.setAll(kind, i -> i % 3);
        Arrays.setAll(atom, i -> i / 3);
        return TransformerWeights.initialised(config(), new TokenLayout(kind, atom, null), 0, new Seed(1));
    }

    private void train(NetworkPrecision precision) {
        RandomGenerator random = new Seed(2).stream("tokens", 0);
        int[] tokens = new int[shape[4] * shape[5]];
        double best = Double.POSITIVE_INFINITY;
        try (Transformer network = Transformer.of(network());
                AdamW optimiser = new AdamW(network.namedParameters(), AdamW.Settings.DEFAULT)) {
            Gradients gradients = new Gradients(network.parameters());
            for (int step = 0; step <= shape[6]; step++) {
                Arrays.setAll(tokens, _ -> (int) (Math.pow(random.nextDouble(), 2) * shape[3]));
                long start = System.nanoTime();
                try (var _ = TensorScope.open()) {
                    new Likelihood(network)
                            .accumulateGradients(
                                    Tensor.of(tokens, shape[5], shape[4]),
                                    SequenceWeights.equal(shape[5], 1.0 / tokens.length),
                                    precision);
                }
                optimiser.step(1e-3, Math.min(1, 1 / (gradients.norm() + 1e-6)));
                await(network);
                best = Math.min(best, seconds(start));
            }
        }
        print("%.1f", 1e3 * best);
    }

    /** Until the device has done all it was told: reading a number waits for it. */
    private static void await(Transformer network) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            network.parameters().getLast().sum().item();
        }
    }

    private void generate() {
        double best = Double.POSITIVE_INFINITY;
        try (TokenSampler sampler = TokenSampler.of(network(), 1)) {
            for (int repeat = 0; repeat <= shape[6]; repeat++) {
                long start = System.nanoTime();
                draw(sampler, repeat * shape[5]);
                best = Math.min(best, seconds(start) / shape[4]);
            }
        }
        print("%.2f", 1e3 * best);
    }

    private void draw(TokenSampler sampler, int first) {
        draw(sampler, streams(first, shape[5]));
    }

    private static RandomGenerator[] streams(int first, int count) {
        RandomGenerator[] streams = new RandomGenerator[count];
        Arrays.setAll(streams, row -> new Seed(3).stream("token", first + row));
        return streams;
    }

    private static void draw(TokenSampler sampler, RandomGenerator[] streams) {
        sampler.draw(streams.length, (row, _) -> streams[row].nextDouble());
    }

    private void floor() {
        double best = Math.max(peakOfLibtorch(), peakOfKernels());
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TokenSampler sampler = TokenSampler.of(network(), 1)) {
            for (int warming = 0; warming < WARMING; warming++) {
                draw(sampler, streams(0, Math.min(shape[5], WARM))); // compiles
            }
            RandomGenerator[][] batches = new RandomGenerator[(shape[6] + shape[5] - 1) / shape[5]][];
            Arrays.setAll(batches, batch -> streams(batch * shape[5], shape[5]));
            Rate before = averageOfKernels();
            long bytes = memory.getTotalThreadAllocatedBytes();
            long processor = processorTime();
            long start = System.nanoTime();
            for (RandomGenerator[] batch : batches) {
                draw(sampler, batch);
            }
            double seconds = seconds(start);
            double work = 1e-9 * (processorTime() - processor);
            bytes = memory.getTotalThreadAllocatedBytes() - bytes;
            Rate after = averageOfKernels();
            double samples = (double) batches.length * shape[5];
            double tokens = samples * shape[4];
            double flops = tokens * 2 * multiplied();
            Rate rate = new Rate(flops / seconds / Runtime.getRuntime().availableProcessors(), flops / work);
            Rate average = new Rate(Math.max(before.clock, after.clock), Math.max(before.processor, after.processor));
            double results = samples * (Integer.BYTES * shape[4] + Double.BYTES);
            print(
                    "| %.0f | %.1f | %.0f | %s | %s | %.1f | **%.0f %%** | **%.0f %%** | %.0f %% | %.0f | %s |",
                    samples,
                    seconds,
                    tokens / seconds,
                    rate,
                    average,
                    1e-9 * best,
                    100 * rate.clock / average.clock,
                    100 * rate.processor / average.processor,
                    100 * rate.clock / best,
                    (bytes - results) / batches.length / shape[4],
                    Engine.description());
        }
    }

    /** Parameters that every token is multiplied by: all but the tables it only looks into. */
    private double multiplied() {
        double c = shape[1];
        return shape[0] * (4 * c * c + 3 * c * config().hidden()) + c * shape[3];
    }

    /** The highest rate of libtorch's float32 products on one core, over sizes at which it levels off, flop/s. */
    private static double peakOfLibtorch() {
        double least = Double.POSITIVE_INFINITY; // seconds per operation
        int threads = Engine.threads();
        Engine.setThreads(1);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            for (int n : new int[] {512, 768, 1024}) {
                Tensor a = Tensor.zeros(DType.FLOAT32, Device.CPU, n, n).exp();
                least = Math.min(
                        least, Best.time(PATIENCE, () -> inScope(() -> Layers.linear(a, a))) / (2.0 * n * n * n));
                least = Math.min(least, Best.time(PATIENCE, () -> inScope(() -> a.matmul(a))) / (2.0 * n * n * n));
            }
        }
        Engine.setThreads(threads);
        return 1 / least;
    }

    private static void inScope(Runnable work) {
        try (var _ = TensorScope.open()) {
            work.run();
        }
    }

    /** The same of our own kernel, {@link PackedProduct}: measured here and not by JMH, for the share is of one run. */
    private static double peakOfKernels() {
        double least = Double.POSITIVE_INFINITY;
        int rows = 96;
        for (int n : new int[] {256, 512, 768}) {
            float[] x = new float[rows * n];
            Arrays.fill(x, 1);
            float[] out = new float[rows * PackedProduct.width(n)];
            PackedProduct product = new PackedProduct(new float[n * n], null, n, n);
            least = Math.min(
                    least,
                    Best.time(PATIENCE, () -> product.set(x, n, rows, out, PackedProduct.width(n)))
                            / (2.0 * rows * n * n));
        }
        return 1 / least;
    }

    /**
     * Work per time of one core, flop/s.
     *
     * @param clock by the time that went by
     * @param processor by the time that the operating system gave: less what the host or other programs took
     */
    private record Rate(double clock, double processor) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f, %.1f", 1e-9 * clock, 1e-9 * processor);
        }
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** What our own kernel does on all cores at once, averaged over some seconds as generation is. */
    private static Rate averageOfKernels() {
        int cores = Runtime.getRuntime().availableProcessors();
        int rows = 252;
        int inputs = 256;
        int outputs = 768;
        PackedProduct product = new PackedProduct(new float[outputs * inputs], null, outputs, inputs);
        long processor = processorTime();
        long start = System.nanoTime();
        long end = start + (long) (1e9 * AVERAGED);
        long products = IntStream.range(0, cores)
                .parallel()
                .mapToLong(core -> {
                    float[] x = new float[rows * inputs];
                    float[] out = new float[rows * PackedProduct.width(outputs)];
                    long count = 0;
                    for (; System.nanoTime() < end; count++) {
                        product.set(x, inputs, rows, out, PackedProduct.width(outputs));
                    }
                    return count;
                })
                .sum();
        double flops = 2.0 * products * rows * inputs * outputs;
        return new Rate(flops / seconds(start) / cores, flops / (1e-9 * (processorTime() - processor)));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
