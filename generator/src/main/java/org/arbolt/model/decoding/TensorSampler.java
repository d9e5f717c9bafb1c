package org.arbolt.model.decoding;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.arbolt.model.transformer.KvCache;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.TokenLayoutBatch;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * On any device, by libtorch's operators. Reads the network as it is at each call, which nobody may train meanwhile;
 * the network remains the caller's unless the sampler owns it.
 */
public final class TensorSampler implements TokenSampler {
    private static final int SCORING_ROWS = 64; // logits of so many sequences are in memory at once
    private static final int DEVICE_ROWS = 4096; // that grow together on a device, at most: then it is busy
    private static final int BYTES_OF_BIN = 32; // that choosing a token takes on a device

    private final Transformer network;
    private final double temperature;
    private final boolean owner;

    /**
     * @param network told its molecule
     * @param temperature τ > 0: the distribution is ∝ P^(1/τ) at every position
     */
    public TensorSampler(Transformer network, double temperature) {
        this(network, temperature, false);
    }

    private TensorSampler(Transformer network, double temperature, boolean owner) {
        this.temperature = ConditionalDistribution.checkedTemperature(temperature);
        this.network = network;
        this.owner = owner;
    }

    /** A sampler that closes its network when it is closed. */
    static TensorSampler owning(Transformer network, double temperature) {
        return new TensorSampler(network, temperature, true);
    }

    @Override
    public Draw draw(int count, Uniforms uniforms) {
        return draw(count, network.tokens(), uniforms);
    }

    @Override
    public Draw draw(int count, int length, Uniforms uniforms) {
        Draw draw = Draw.empty(count, length);
        int most = deviceRows();
        for (int first = 0; first < count; first += most) {
            draw(first, Math.min(most, count - first), length, uniforms, draw);
        }
        return draw;
    }

    /** Sequences at a time, within a quarter of the device's memory. */
    private int deviceRows() {
        TransformerConfig config = network.config();
        long bytes = KvCache.bytesOfRow(config, network.layout().positions()) + (long) BYTES_OF_BIN * config.bins();
        return Math.clamp(Engine.memory(network.device()) / 4 / bytes, 1, DEVICE_ROWS);
    }

    /** Nothing is waited for until the last position: tokens stay on the device. */
    private void draw(int first, int rows, int positions, Uniforms uniforms, Draw draw) {
        try (var _ = GradientMode.off();
                var _ = TensorScope.open();
                KvCache cache = network.newCache(rows)) {
            Tensor numbers = numbers(first, rows, positions, uniforms).on(network.device()); // [T, B, 1]
            Tensor tokens = Tensor.zeros(DType.INT64, network.device(), positions + 1, rows); // the start token first
            Tensor last = Tensor.of(new long[] {network.config().bins() - 1}).on(network.device());
            Tensor shares =
                    Tensor.empty(DType.FLOAT64, network.device(), positions, rows); // probabilities of the tokens
            for (int p = 0; p < positions; p++) {
                try (var _ = TensorScope.open()) {
                    Tensor logits = tempered(network.step(tokens.select(0, p), cache)); // [B, V]
                    Tensor distribution = Layers.softmax(logits, -1).to(DType.FLOAT64); // [B, V]
                    Tensor sums = distribution.cumulativeSum(1);
                    Tensor total = sums.narrow(1, sums.size(1) - 1, 1); // [B, 1]
                    Tensor chosen = sums.countNotAbove(numbers.select(0, p).times(total))
                            .minimum(last); // [B, 1]; beyond it only if NaN
                    tokens.select(0, p + 1).assign(chosen.view(rows));
                    shares.select(0, p)
                            .assign(distribution
                                    .gather(1, chosen)
                                    .dividedBy(total)
                                    .view(rows));
                }
            }
            take(tokens.narrow(0, 1, positions).toLongs(), shares.log().toDoubles(), first, rows, draw);
        }
    }

    /** @param tokens [T, B], and so their log-probabilities */
    private static void take(long[] tokens, double[] logProbabilities, int first, int rows, Draw draw) {
        int positions = tokens.length / rows;
        for (int p = 0; p < positions; p++) {
            for (int row = 0; row < rows; row++) {
                draw.tokens()[(first + row) * positions + p] = (int) tokens[p * rows + row];
                draw.logProbability()[first + row] += logProbabilities[p * rows + row];
            }
        }
        for (int row = first; row < first + rows; row++) {
            if (!Double.isFinite(draw.logProbability()[row])) {
                throw new IllegalStateException("the network's probabilities are not finite");
            }
        }
    }

    /** What {@code uniforms} gives for some rows, [T, B, 1]. */
    private Tensor numbers(int first, int rows, int positions, Uniforms uniforms) {
        double[] numbers = new double[positions * rows];
        IntStream.range(0, rows).parallel().forEach(row -> {
            for (int p = 0; p < positions; p++) {
                numbers[p * rows + row] = uniforms.at(first + row, p);
            }
        });
        return Tensor.of(numbers, positions, rows, 1);
    }

    @Override
    public double[] logProbabilities(int[] tokens) {
        int positions = network.tokens();
        int count = TokenSampler.count(tokens, positions);
        double[] sums = new double[count];
        int parts = (count + SCORING_ROWS - 1) / SCORING_ROWS;
        int threads = network.device().kind() == Device.Kind.CPU ? Math.clamp(parts, 1, Engine.threads()) : 1;
        AtomicInteger next = new AtomicInteger();
        Engine.together(threads, _ -> {
            try (var _ = GradientMode.off()) {
                for (int from = SCORING_ROWS * next.getAndIncrement();
                        from < count;
                        from = SCORING_ROWS * next.getAndIncrement()) {
                    int rows = Math.min(SCORING_ROWS, count - from);
                    score(Arrays.copyOfRange(tokens, from * positions, (from + rows) * positions), rows, sums, from);
                }
            }
        });
        return sums;
    }

    private void score(int[] tokens, int rows, double[] sums, int from) {
        try (var _ = TensorScope.open()) {
            int positions = network.tokens();
            Tensor targets = Tensor.of(tokens, rows, positions).on(network.device()); // [B, T]
            Tensor logits =
                    tempered(network.forward(TokenLayoutBatch.shifted(targets), NetworkPrecision.FLOAT32)); // [B, T, V]
            Tensor norm = logits.logSumExp(-1); // [B, T]
            float[] chosen = logits.gather(2, targets.view(rows, positions, 1))
                    .view(rows, positions)
                    .minus(norm)
                    .toFloats();
            for (int i = 0; i < chosen.length; i++) {
                sums[from + i / positions] += chosen[i];
            }
        }
    }

    @Override
    public float[] logits(int[] inputs, int length) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor given = Tensor.of(inputs, TokenSampler.count(inputs, length), length);
            return network.forward(given, NetworkPrecision.FLOAT32).toFloats();
        }
    }

    @Override
    public void close() {
        if (owner) {
            network.close();
        }
    }

    private Tensor tempered(Tensor logits) {
        return temperature == 1 ? logits : logits.times(1 / temperature);
    }
}
