package org.arbolt.model.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbolt.BadSetting;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.decoding.KernelSampler;
import org.arbolt.tensor.AdamW;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Gradients;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TensorsFreed.class)
public class TransformerTest {
    private static final int ATOMS = 4;
    private static final int POSITIONS = 3 * ATOMS;
    private static final int BINS = 32;

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void aTokenChangesOnlyWhatComesAfterIt(int frequencies) {
        try (Transformer network = network(frequencies)) {
            int[] tokens = tokens(1, 3);
            float[] original = logits(network, tokens);
            for (int changed = 1; changed < POSITIONS; changed++) {
                int[] other = tokens.clone();
                other[changed] = (other[changed] + 7) % BINS;
                float[] now = logits(network, other);
                int from = changed * BINS;
                assertThat(Arrays.copyOf(now, from)).containsExactly(Arrays.copyOf(original, from), within(1e-5f));
                assertThat(distance(original, now, from, from + BINS)).isGreaterThan(1e-3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void gradientsAreDerivativesOfTheLoss(int frequencies) {
        try (Transformer network = network(frequencies)) {
            Tensor tokens = Tensor.of(tokens(5, 11), 5, POSITIONS);
            double[] logProbability =
                    new Likelihood(network).accumulateGradients(tokens, meanWeights(5, 1), NetworkPrecision.FLOAT32);
            double loss = -Arrays.stream(logProbability).sum() / (5 * POSITIONS);
            assertThat(loss).isCloseTo(loss(network, tokens), within(1e-5));
            for (Map.Entry<String, Tensor> entry : network.namedParameters().entrySet()) {
                Tensor parameter = entry.getValue();
                float[] gradient = parameter.gradient().toFloats();
                double norm = norm(gradient);
                assertThat(norm).as(entry.getKey()).isPositive();
                double step = 2e-3 / norm; // along the gradient: the loss then changes by step · norm²
                double up = lossMoved(network, parameter, gradient, step, tokens);
                double down = lossMoved(network, parameter, gradient, -step, tokens);
                assertThat((up - down) / (2 * step) / (norm * norm))
                        .as(entry.getKey())
                        .isCloseTo(1, within(0.02));
            }
        }
    }

    /** A batch of several parts against its sequences one by one, each of which is a part of its own. */
    @Tag("slow")
    @Test
    void gradientsInPartsAreThoseOfTheWholeLoss() {
        try (Transformer network = network(0)) {
            int batch = 6000 / POSITIONS;
            int[] all = tokens(batch, 17);
            List<float[]> together = gradients(network, all, batch, batch);
            List<float[]> oneByOne = gradients(network, all, batch, 1);
            for (int i = 0; i < together.size(); i++) {
                assertThat(together.get(i)).containsExactly(oneByOne.get(i), within((float)
                        (1e-4 * largest(oneByOne.get(i)) + 1e-9)));
            }
        }
    }

    @Tag("slow")
    @Test
    void gradientsDoNotDependOnTheNumberOfThreads() {
        int threads = Engine.threads();
        try (Transformer network = network(0)) {
            int batch = 6000 / POSITIONS;
            int[] all = tokens(batch, 18);
            List<float[]> reference = null;
            for (int number : new int[] {1, 2, 3}) {
                Engine.setThreads(number);
                List<float[]> gradients = gradients(network, all, batch, batch);
                reference = reference == null ? gradients : reference;
                assertThat(gradients).usingRecursiveComparison().isEqualTo(reference);
            }
        } finally {
            Engine.setThreads(threads);
        }
    }

    /** Of the sum over a batch, so many sequences at a time. */
    private static List<float[]> gradients(Transformer network, int[] tokens, int batch, int at) {
        new Gradients(network.parameters()).clear();
        for (int first = 0; first < batch; first += at) {
            try (var _ = TensorScope.open()) {
                Tensor some = Tensor.of(
                        Arrays.copyOfRange(tokens, first * POSITIONS, (first + at) * POSITIONS), at, POSITIONS);
                new Likelihood(network)
                        .accumulateGradients(some, SequenceWeights.equal(at, 1e-3), NetworkPrecision.FLOAT32);
            }
        }
        return network.parameters().stream().map(p -> p.gradient().toFloats()).toList();
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(NetworkPrecision.class)
    void trainingLearnsADistributionThatCanBeKnown(NetworkPrecision precision) {
        int[] rows = {1, 1, 1, 1, 2, 2, 2, 5}; // the first token of 8 examples, which all others repeat
        int[] tokens = new int[rows.length * POSITIONS];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = rows[i / POSITIONS];
        }
        double entropy = -(0.5 * Math.log(0.5) + 0.375 * Math.log(0.375) + 0.125 * Math.log(0.125));
        try (Transformer network = network(0);
                AdamW optimiser = new AdamW(network.namedParameters(), AdamW.Settings.DEFAULT)) {
            Tensor batch = Tensor.of(tokens, rows.length, POSITIONS);
            for (int step = 0; step < 300; step++) {
                new Likelihood(network).accumulateGradients(batch, meanWeights(rows.length, 1), precision);
                optimiser.step(2e-2 * (1 - step / 300.0), 1);
            }
            double[] logProbability = new KernelSampler(network.weights(), 1).logProbabilities(tokens);
            assertThat(-Arrays.stream(logProbability).average().orElseThrow()).isCloseTo(entropy, within(0.05));
            assertThat(Math.exp(logProbability[0])).isCloseTo(0.5, within(0.03));
            assertThat(Math.exp(logProbability[7])).isCloseTo(0.125, within(0.03));
        }
    }

    /** Of the mean cross-entropy per coordinate, times a factor. */
    private static SequenceWeights meanWeights(int sequences, double factor) {
        return SequenceWeights.equal(sequences, factor / (sequences * POSITIONS));
    }

    @Test
    void mixedPrecisionIsCloseToFloat32() {
        try (Transformer network = network(0)) {
            Tensor inputs = TokenLayoutBatch.shifted(Tensor.of(tokens(4, 5), 4, POSITIONS));
            float[] exact =
                    network.forward(inputs, NetworkPrecision.FLOAT32).detach().toFloats();
            float[] mixed =
                    network.forward(inputs, NetworkPrecision.MIXED).detach().toFloats();
            assertThat(mixed).containsExactly(exact, within((float) (0.03 * largest(exact))));
            assertThat(mixed).isNotEqualTo(exact);
        }
    }

    @Test
    void smoothTablesAreThePublishedOnesMultipliedOut() {
        try (Transformer smooth = network(5)) {
            TransformerWeights published = smooth.weights().multipliedOut();
            assertThat(published.arrays().get("token_embed.weight").shape()).containsExactly(BINS, 16);
            try (Transformer free = Transformer.of(published)) {
                assertThat(free.namedParameters().keySet())
                        .isEqualTo(published.arrays().keySet());
                int[] tokens = tokens(3, 23);
                assertThat(logits(free, tokens)).containsExactly(logits(smooth, tokens), within(1e-5f));
            }
        }
    }

    @Test
    void smoothTablesGiveNeighbouringBinsNeighbouringRows() {
        try (Transformer smooth = network(5)) {
            float[] table = smooth.weights()
                    .multipliedOut()
                    .arrays()
                    .get("token_embed.weight")
                    .values();
            double near = 0;
            double far = 0;
            for (int bin = 0; bin + BINS / 2 < BINS; bin++) {
                near += squaredDistance(table, bin, bin + 1);
                far += squaredDistance(table, bin, bin + BINS / 2);
            }
            assertThat(near).isLessThan(far / 5);
        }
    }

    @Test
    void weightsFollowFromTheSeedAlone() {
        try (Transformer first = network(0);
                Transformer second = network(0)) {
            for (int i = 0; i < first.parameters().size(); i++) {
                assertThat(first.parameters().get(i).toFloats())
                        .isEqualTo(second.parameters().get(i).toFloats());
            }
        }
    }

    @Test
    void shapesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new TransformerConfig(2, 30, 4, BINS, POSITIONS, ATOMS, 3))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("multiple of the heads");
        assertThatThrownBy(() -> new TransformerConfig(0, 32, 4, BINS, POSITIONS, ATOMS, 3))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("layers");
        TransformerConfig config = config();
        assertThatThrownBy(() ->
                        Transformer.of(TransformerWeights.initialised(config, cartesian(ATOMS + 1), 0, new Seed(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than the network");
        assertThatThrownBy(() ->
                        Transformer.of(TransformerWeights.of(config, cartesian(ATOMS), 0, (_, _) -> new float[1])))
                .isInstanceOf(IllegalArgumentException.class); // and TensorsFreed finds nothing left
    }

    static TransformerConfig config() {
        return new TransformerConfig(2, 16, 2, BINS, POSITIONS, ATOMS, 3);
    }

    public static TransformerWeights weights(int frequencies) {
        return TransformerWeights.initialised(config(), cartesian(ATOMS), frequencies, new Seed(7));
    }

    public static Transformer network(int frequencies) {
        return Transformer.of(weights(frequencies));
    }

    static int[] tokens(int batch, long seed) {
        RandomStream random = new Seed(seed).stream("tokens", 0);
        int[] tokens = new int[batch * POSITIONS];
        Arrays.setAll(tokens, _ -> random.nextInt(BINS));
        return tokens;
    }

    public static TokenLayout cartesian(int atoms) {
        int[] kind = new int[3 * atoms];
        int[] atom = new int[3 * atoms];
        Arrays.setAll(kind, p -> p % 3);
        Arrays.setAll(atom, p -> p / 3);
        return new TokenLayout(kind, atom, null);
    }

    private static float[] logits(Transformer network, int[] inputs) {
        int batch = inputs.length / POSITIONS;
        return network.forward(Tensor.of(inputs, batch, POSITIONS), NetworkPrecision.FLOAT32)
                .detach()
                .toFloats();
    }

    private static double loss(Transformer network, Tensor tokens) {
        try (var _ = GradientMode.off()) {
            Tensor logits = network.forward(TokenLayoutBatch.shifted(tokens), NetworkPrecision.FLOAT32)
                    .to(DType.FLOAT64);
            Tensor chosen = logits.gather(2, tokens.on(logits.device()).view(tokens.size(0), POSITIONS, 1))
                    .view(-1);
            return -chosen.minus(logits.logSumExp(-1).view(-1)).mean().toDoubles()[0];
        }
    }

    private static double lossMoved(Transformer network, Tensor parameter, float[] along, double step, Tensor tokens) {
        try (var _ = GradientMode.off()) {
            Tensor original = parameter.to(parameter.device());
            parameter.assign(parameter.plus(Tensor.of(along, parameter.shape()).on(parameter.device()), step));
            double loss = loss(network, tokens);
            parameter.assign(original);
            return loss;
        }
    }

    private static double norm(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    private static double largest(float[] x) {
        double most = 0;
        for (float v : x) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
    }

    private static double distance(float[] a, float[] b, int from, int to) {
        double most = 0;
        for (int i = from; i < to; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    private static double squaredDistance(float[] table, int a, int b) {
        int width = table.length / BINS;
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += Math.pow(table[a * width + i] - table[b * width + i], 2);
        }
        return sum;
    }
}
