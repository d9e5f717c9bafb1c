package org.arbolt.model.decoding;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.arbolt.kernel.Categorical;
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
 * Draws token sequences from a network's law and gives their exact log-probabilities. The law at a position is the
 * float32 softmax of the logits divided by the temperature, renormalised in double; a draw inverts its distribution
 * function at a uniform number that the caller supplies, so that a sequence depends on its own numbers and on nothing
 * else in the batch: on the processor to the bit, on a GPU but for the rounding of its products. Reads the network and
 * keeps a copy of its weights and memory for keys and values; thread safe as long as nobody trains it meanwhile.
 */
public final class TokenSampler {
    private static final int SCORING_ROWS = 64; // logits of so many sequences are in memory at once
    private static final int ROW_UNIT = 12; // rows that PackedProduct works on together
    private static final int ROWS =
            21 * ROW_UNIT; // that grow together: the more, the seldomer the weights come from memory
    private static final int DEVICE_ROWS = 4096; // that grow together on a device, at most: then it is busy
    private static final int BYTES_OF_BIN = 32; // that choosing a token takes on a device

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

    /**
     * Uniform numbers of a batch. Asked once for every row and position, a row's positions in ascending order by one
     * thread.
     */
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
        return network.device().kind() == Device.Kind.CPU
                ? drawByKernels(count, uniforms)
                : drawByTensors(count, uniforms);
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
            DecoderBatch batch =
                    waiting == null || waiting.capacity() < rows ? new DecoderBatch(decoder, rows) : waiting;
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
                Categorical law = batch.law();
                law.setLogits(logits, batch.logitsAt(i), (float) (1 / temperature));
                previous[i] = law.quantile(uniforms.at(from + i, p));
                draw.tokens[(from + i) * network.positions() + p] = previous[i];
                draw.logProbability[from + i] += law.logProbability(previous[i]);
            }
        }
    }

    // ---- on other devices: by libtorch's operators

    public Draw drawByTensors(int count, Uniforms uniforms) {
        Draw draw = Draw.empty(count, network.positions());
        int most = deviceRows();
        for (int first = 0; first < count; first += most) {
            drawByTensors(first, Math.min(most, count - first), uniforms, draw);
        }
        return draw;
    }

    /** Sequences at a time, within a quarter of the device's memory. */
    private int deviceRows() {
        TransformerConfig config = network.config();
        long bytes = KvCache.bytesOfRow(config, network.positions()) + (long) BYTES_OF_BIN * config.bins();
        return (int) Math.clamp(Engine.memory(network.device()) / 4 / bytes, 1, DEVICE_ROWS);
    }

    /** Nothing is waited for until the last position: tokens stay on the device. */
    private void drawByTensors(int first, int rows, Uniforms uniforms, Draw draw) {
        int positions = network.positions();
        try (var _ = GradientMode.off();
                var _ = TensorScope.open();
                KvCache cache = network.newCache(rows)) {
            Tensor numbers = numbers(first, rows, uniforms).on(network.device()); // [T, B, 1]
            Tensor tokens = Tensor.zeros(DType.INT64, network.device(), positions + 1, rows); // the start token first
            Tensor last = Tensor.of(new long[] {network.config().bins() - 1}).on(network.device());
            Tensor shares =
                    Tensor.empty(DType.FLOAT64, network.device(), positions, rows); // probabilities of the tokens
            for (int p = 0; p < positions; p++) {
                try (var _ = TensorScope.open()) {
                    Tensor logits = tempered(network.step(tokens.select(0, p), cache)); // [B, V]
                    Tensor law = Layers.softmax(logits, -1).to(DType.FLOAT64); // [B, V]
                    Tensor sums = law.cumulativeSum(1);
                    Tensor total = sums.narrow(1, sums.size(1) - 1, 1); // [B, 1]
                    Tensor chosen = sums.countNotAbove(numbers.select(0, p).times(total))
                            .minimum(last); // [B, 1]; beyond it only if NaN
                    tokens.select(0, p + 1).assign(chosen.view(rows));
                    shares.select(0, p)
                            .assign(law.gather(1, chosen).dividedBy(total).view(rows));
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
                draw.tokens[(first + row) * positions + p] = (int) tokens[p * rows + row];
                draw.logProbability[first + row] += logProbabilities[p * rows + row];
            }
        }
        for (int row = first; row < first + rows; row++) {
            if (!Double.isFinite(draw.logProbability[row])) {
                throw new IllegalStateException("the network's probabilities are not finite");
            }
        }
    }

    /** What {@code uniforms} gives for some rows, [T, B, 1]. */
    private Tensor numbers(int first, int rows, Uniforms uniforms) {
        int positions = network.positions();
        double[] numbers = new double[positions * rows];
        IntStream.range(0, rows).parallel().forEach(row -> {
            for (int p = 0; p < positions; p++) {
                numbers[p * rows + row] = uniforms.at(first + row, p);
            }
        });
        return Tensor.of(numbers, positions, rows, 1);
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
            throw new IllegalArgumentException(
                    "tokens must be whole sequences of " + positions + ", were " + tokens.length);
        }
        int count = tokens.length / positions;
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
            int positions = network.positions();
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

    private Tensor tempered(Tensor logits) {
        return temperature == 1 ? logits : logits.times(1 / temperature);
    }
}
