package org.arbolt.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.SequenceWeights;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Pairs of tokens with a known distribution, and a model that can hold it: one row of logits per token before (row 0:
 * none).
 */
final class Toy implements Objective, AutoCloseable {
    static final int BINS = 3;

    /** How often each pair occurs, [first][second]; 64 in all. */
    private static final int[][] COUNTS = {{20, 4, 8}, {1, 15, 0}, {8, 4, 4}};

    private final Map<String, Tensor> parameters = new LinkedHashMap<>();

    Toy() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            parameters.put(
                    "table",
                    Tensor.of(new float[(BINS + 1) * BINS], BINS + 1, BINS)
                            .own()
                            .requireGradient(true));
            parameters.put("bias", Tensor.of(new float[BINS], BINS).own().requireGradient(true));
        }
    }

    /** Each pair as often as the distribution says, without energies. */
    static Examples examples() {
        return examples(false);
    }

    /** Each pair as often as the distribution says, with the log of its probability for an energy or without. */
    static Examples examples(boolean energies) {
        int[][] pairs = new int[64][];
        int n = 0;
        for (int a = 0; a < BINS; a++) {
            for (int b = 0; b < BINS; b++) {
                for (int i = 0; i < COUNTS[a][b]; i++) {
                    pairs[n++] = new int[] {a, b};
                }
            }
        }
        return new Examples() {
            @Override
            public int count() {
                return pairs.length;
            }

            @Override
            public int tokens() {
                return 2;
            }

            @Override
            public boolean draw(int example, RandomStream random, Batch batch, int row) {
                System.arraycopy(pairs[example], 0, batch.tokens(), 2 * row, 2);
                batch.logTarget()[row] =
                        energies ? Math.log(COUNTS[pairs[example][0]][pairs[example][1]] / 64.0) : Double.NaN;
                return true;
            }
        };
    }

    /** Entropy of a pair divided by its two tokens, nats: the least loss there is. */
    static double entropyPerToken() {
        double sum = 0;
        for (int[] row : COUNTS) {
            for (int count : row) {
                sum -= count == 0 ? 0 : count / 64.0 * Math.log(count / 64.0);
            }
        }
        return sum / 2;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return parameters;
    }

    @Override
    public Set<String> matrices() {
        return Set.of("table");
    }

    @Override
    public double[] logProbabilities(Batch batch) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            return sums(crossEntropies(batch.tokens()));
        }
    }

    @Override
    public double[] accumulateGradients(Batch batch, SequenceWeights weights, double token, Seed noise) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.recording()) {
            Tensor losses = crossEntropies(batch.tokens());
            double[] omega = weights.of(() -> sums(losses.detach()));
            float[] ofTokens = new float[batch.tokens().length];
            for (int i = 0; i < ofTokens.length; i++) {
                ofTokens[i] = (float) omega[i / 2];
            }
            Tensor.of(ofTokens, ofTokens.length).dot(losses).backward(List.copyOf(parameters.values()));
            return sums(losses.detach());
        }
    }

    private static double[] sums(Tensor losses) {
        float[] values = losses.toFloats();
        double[] sums = new double[values.length / 2];
        Arrays.setAll(sums, b -> -(double) values[2 * b] - values[2 * b + 1]);
        return sums;
    }

    private Tensor crossEntropies(int[] tokens) {
        int[] before = new int[tokens.length];
        for (int i = 1; i < tokens.length; i += 2) {
            before[i] = 1 + tokens[i - 1];
        }
        Tensor rows = Layers.embedding(parameters.get("table"), Tensor.of(before, before.length));
        return Layers.crossEntropies(rows.plus(parameters.get("bias")), Tensor.of(tokens, tokens.length), 0);
    }

    @Override
    public void close() {
        parameters.values().forEach(Tensor::close);
    }
}
