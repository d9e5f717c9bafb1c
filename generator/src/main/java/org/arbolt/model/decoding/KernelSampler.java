package org.arbolt.model.decoding;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.kernel.Categorical;
import org.arbolt.model.coordinates.GivenTokens;
import org.arbolt.model.transformer.TransformerWeights;

/**
 * On the CPU, by vector kernels: the batch is cut into parts, which the cores take in turn. Sequences drawn and
 * sequences given pass the same steps, so their probabilities are the same to the bit.
 */
public final class KernelSampler implements TokenSampler {
    private static final int ROW_UNIT = 12; // rows that PackedProduct works on together
    private static final int ROWS =
            21 * ROW_UNIT; // that grow together: the more, the seldomer the weights come from memory

    private final Decoder decoder;
    private final ConditionalDistribution conditional;
    private final Queue<DecoderBatch> idle = new ConcurrentLinkedQueue<>(); // one for every thread in the end

    /**
     * @param weights told their molecule
     * @param temperature τ > 0: the distribution is ∝ P^(1/τ) at every position
     */
    public KernelSampler(TransformerWeights weights, double temperature) {
        this(weights, ConditionalDistribution.tempered(temperature, weights.tokens()));
    }

    /**
     * @param weights told their molecule
     * @param conditional how conditionals are changed
     */
    public KernelSampler(TransformerWeights weights, ConditionalDistribution conditional) {
        this.conditional = conditional;
        this.decoder = Decoder.of(weights);
        if (conditional.temperature().length != decoder.layout().tokens()) {
            throw new IllegalArgumentException("a distribution of " + conditional.temperature().length
                    + " tokens for a network of " + decoder.layout().tokens());
        }
    }

    @Override
    public Draw draw(int count, Uniforms uniforms) {
        return draw(count, decoder.layout().tokens(), uniforms);
    }

    @Override
    public Draw draw(int count, int length, Uniforms uniforms) {
        Draw draw = Draw.empty(count, length);
        inParts(count, (batch, from) -> {
            int[] previous = new int[batch.rows()];
            GivenTokens.Sequence[] given = given(previous.length);
            for (int p = 0; p < length; p++) {
                float[] logits = batch.step(previous);
                for (int i = 0; i < previous.length; i++) {
                    double uniform = uniforms.at(from + i, p);
                    if (conditional.isGiven(p)) {
                        previous[i] = given[i].given();
                    } else {
                        Categorical distribution = conditional.distribution(batch, logits, i, p);
                        previous[i] = distribution.quantile(uniform);
                        draw.logProbability()[from + i] += distribution.logProbability(previous[i]);
                    }
                    draw.tokens()[(from + i) * length + p] = previous[i];
                    append(given, i, previous[i]);
                }
            }
        });
        return draw;
    }

    @Override
    public double[] logProbabilities(int[] tokens) {
        int positions = decoder.layout().tokens();
        int count = TokenSampler.count(tokens, positions);
        double[] sums = new double[count];
        inParts(count, (batch, from) -> {
            int[] previous = new int[batch.rows()];
            GivenTokens.Sequence[] given = given(previous.length);
            for (int p = 0; p < positions; p++) {
                float[] logits = batch.step(previous);
                for (int i = 0; i < previous.length; i++) {
                    previous[i] = tokens[(from + i) * positions + p];
                    if (!conditional.isGiven(p)) {
                        sums[from + i] +=
                                conditional.distribution(batch, logits, i, p).logProbability(previous[i]);
                    } else if (previous[i] != given[i].given()) {
                        sums[from + i] = Double.NEGATIVE_INFINITY;
                    }
                    append(given, i, previous[i]);
                }
            }
        });
        return sums;
    }

    @Override
    public float[] logits(int[] inputs, int length) {
        int bins = decoder.config().bins();
        int count = TokenSampler.count(inputs, length);
        float[] all = new float[Math.multiplyExact(inputs.length, bins)];
        inParts(count, (batch, from) -> {
            int[] here = new int[batch.rows()];
            for (int p = 0; p < length; p++) {
                for (int i = 0; i < here.length; i++) {
                    here[i] = inputs[(from + i) * length + p];
                }
                float[] logits = batch.step(here);
                for (int i = 0; i < here.length; i++) {
                    System.arraycopy(logits, batch.logitsAt(i), all, ((from + i) * length + p) * bins, bins);
                }
            }
        });
        return all;
    }

    /** New sequences that can be exchanged while they grow. @param count how many */
    public TokenPopulation population(int count) {
        long most = Runtime.getRuntime().maxMemory()
                / 2
                / Runtime.getRuntime().availableProcessors()
                / decoder.bytesOfRow();
        if (count > most) {
            throw new BadInput("populations of " + count + " do not fit into memory, " + most
                    + " of this molecule do; take smaller ones, or give Java more with ARBOLT_JVM=-Xmx8g");
        }
        return new TokenPopulation(new DecoderBatch(decoder, count), conditional, count);
    }

    /** Sequences that say which tokens are given; null where none are. */
    private GivenTokens.Sequence[] given(int count) {
        return conditional.given() == null
                ? null
                : Stream.generate(conditional.given()::begin).limit(count).toArray(GivenTokens.Sequence[]::new);
    }

    private static void append(GivenTokens.Sequence[] given, int row, int bin) {
        if (given != null) {
            given[row].append(bin);
        }
    }

    /** Work on sequences that grow together: the batch, and the number of its first sequence. */
    @FunctionalInterface
    private interface Part {
        void on(DecoderBatch batch, int from);
    }

    private void inParts(int count, Part work) {
        if (count == 0) {
            return;
        }
        int rows = rows(count, Runtime.getRuntime().availableProcessors());
        IntStream.range(0, (count + rows - 1) / rows).parallel().forEach(part -> {
            DecoderBatch waiting = idle.poll();
            DecoderBatch batch =
                    waiting == null || waiting.capacity() < rows ? new DecoderBatch(decoder, rows) : waiting;
            work.on(batch.begin(Math.min(rows, count - part * rows)), part * rows);
            idle.add(batch);
        });
    }

    /** Sequences in a part: as many parts for each thread, within a quarter of Java's memory. */
    private int rows(int count, int threads) {
        long fitting = Runtime.getRuntime().maxMemory() / 4 / threads / decoder.bytesOfRow();
        int most = Math.clamp(fitting / ROW_UNIT * ROW_UNIT, ROW_UNIT, ROWS);
        int rounds = (count + most * threads - 1) / (most * threads);
        int even = (count + rounds * threads - 1) / (rounds * threads);
        return Math.min(most, (even + ROW_UNIT - 1) / ROW_UNIT * ROW_UNIT);
    }
}
