package org.arbolt.model.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.TokenScans;
import org.arbolt.model.decoding.KernelSampler;
import org.arbolt.model.decoding.TensorSampler;
import org.arbolt.model.decoding.TokenSampler;
import org.arbolt.model.transformer.TransformerVariant.Cross;
import org.arbolt.model.transformer.TransformerVariant.FeedForward;
import org.arbolt.model.transformer.TransformerVariant.Heads;
import org.arbolt.model.transformer.TransformerVariant.Norm;
import org.arbolt.model.transformer.TransformerVariant.Places;
import org.arbolt.model.transformer.TransformerVariant.QueryKeyNorm;
import org.arbolt.model.transformer.TransformerVariant.TokenInput;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant of the published network obeys the same laws. */
@ExtendWith(TensorsFreed.class)
class TransformerVariantTest {
    private static final int BINS = 24;
    private static final TokenLayout LONG = layout(4);
    private static final TokenLayout SHORT = layout(3);

    /** Of every second token of the last slot, different for every beginning. */
    private static final TokenScans SCANS = new TokenScans() {
        @Override
        public boolean at(int token) {
            return token % 2 == 0;
        }

        @Override
        public float[][] of(int[] tokens, int offset, int token) {
            RandomStream random =
                    new Seed(Arrays.hashCode(Arrays.copyOfRange(tokens, offset, offset + token))).stream("scan", token);
            float[][] scan = new float[TERMS][PLACES];
            for (float[] term : scan) {
                for (int p = 0; p < term.length; p++) {
                    term[p] = (float) random.nextGaussian();
                }
            }
            return scan;
        }
    };

    static Stream<TransformerVariant> designs() {
        TransformerVariant told = TransformerVariant.TRANSFERABLE;
        return Stream.of(
                TransformerVariant.SINGLE
                        .with(FeedForward.GELU)
                        .with(Norm.LAYER)
                        .with(Places.LEARNED),
                new TransformerVariant(
                        FeedForward.SWIGLU, 20, Norm.RMS, Places.SINUSOIDAL, TokenInput.ONE_HOT, true, null, null),
                TransformerVariant.SINGLE.with(TokenInput.ONE_HOT_BIAS).with(Places.TABLE),
                told,
                told.with(new TransformerVariant.Conditioning(64, 32, false))
                        .with(new Cross(false, QueryKeyNorm.HEAD, Norm.RMS, 1)),
                new TransformerVariant(
                        FeedForward.SWIGLU,
                        0,
                        Norm.LAYER,
                        Places.SINUSOIDAL,
                        TokenInput.EMBEDDING,
                        true,
                        told.conditioning(),
                        new Cross(true, QueryKeyNorm.CHANNELS, Norm.LAYER, 16)),
                told.with(new Cross(false, QueryKeyNorm.NONE, Norm.RMS, 0)).with(FeedForward.GELU),
                TransformerVariant.SINGLE.with(new Heads(3, 24, 3, false)),
                told.with(new Heads(3, 20, 4, false)),
                TransformerVariant.SINGLE.with(new Heads(3, 24, 3, true)),
                told.with(new Heads(3, 20, 4, true)));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("designs")
    void sequencesDrawnHaveTheProbabilityThatTheWholeNetworkGivesThem(TransformerVariant design) {
        try (Transformer network = network(design)) {
            for (TokenLayout molecule : List.of(of(design, LONG), of(design, SHORT))) {
                TokenSampler sampler = new KernelSampler(network.of(molecule).weights(), 0.8);
                TokenSampler.Draw draw = sampler.draw(6, uniforms());
                assertThat(sampler.logProbabilities(draw.tokens())).isEqualTo(draw.logProbability()); // to the bit
                assertThat(draw.tokens()).hasSize(6 * molecule.tokens());
                TokenSampler onDevice = new TensorSampler(network.of(molecule), 0.8); // as on a GPU
                assertThat(onDevice.logProbabilities(draw.tokens()))
                        .containsExactly(draw.logProbability(), within(1e-4));
                TokenSampler.Draw other = onDevice.draw(6, uniforms());
                assertThat(other.tokens()).isEqualTo(draw.tokens());
                assertThat(other.logProbability()).containsExactly(draw.logProbability(), within(1e-4));
            }
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("designs")
    void gradientsAreDerivativesOfTheLoss(TransformerVariant design) {
        try (Transformer network = network(design)) {
            Tensor tokens = Tensor.of(tokens(5, LONG, 11), 5, LONG.tokens());
            new Likelihood(network.of(of(design, LONG)))
                    .accumulateGradients(
                            tokens, SequenceWeights.equal(5, 1.0 / (5 * LONG.tokens())), NetworkPrecision.FLOAT32);
            for (Map.Entry<String, Tensor> entry : network.namedParameters().entrySet()) {
                float[] gradient = entry.getValue().gradient().toFloats();
                double norm = Math.sqrt(dot(gradient, gradient));
                if (entry.getKey().endsWith("k_norm.bias")) {
                    assertThat(norm).isLessThan(1e-6); // the same for all atoms, so a softmax over them does not see it
                    continue;
                }
                assertThat(norm).as(entry.getKey()).isPositive();
                double step = (norm < 0.05 ? 0.02 : 0.002)
                        / norm; // along the gradient: the loss then changes by step · norm²
                double up = lossMoved(network.of(of(design, LONG)), entry.getValue(), gradient, step, tokens);
                double down = lossMoved(network.of(of(design, LONG)), entry.getValue(), gradient, -step, tokens);
                assertThat((up - down) / (2 * step) / (norm * norm))
                        .as(entry.getKey())
                        .isCloseTo(1, within(0.03));
            }
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("designs")
    void aBatchOfDifferentMoleculesIsWorthItsRows(TransformerVariant design) {
        try (Transformer network = network(design)) {
            int t = LONG.tokens();
            int[] one = tokens(1, LONG, 3);
            int[] other = tokens(1, SHORT, 4);
            int[] both = new int[2 * t];
            Arrays.fill(both, Transformer.PADDING);
            System.arraycopy(one, 0, both, 0, one.length);
            System.arraycopy(other, 0, both, t, other.length);
            double count = one.length + other.length;
            double together = -Arrays.stream(new Likelihood(network)
                                    .accumulateGradients(
                                            Tensor.of(both, 2, t),
                                            List.of(of(design, LONG), of(design, SHORT)),
                                            SequenceWeights.equal(2, 1 / count),
                                            NetworkPrecision.FLOAT32,
                                            LossTerms.PLAIN))
                            .sum()
                    / count;
            float[] gradient = network.namedParameters()
                    .get("atom_pos_embed.weight")
                    .gradient()
                    .toFloats();
            double apart = -new TensorSampler(network.of(of(design, LONG)), 1).logProbabilities(one)[0]
                    - new TensorSampler(network.of(of(design, SHORT)), 1).logProbabilities(other)[0];
            assertThat(together).isCloseTo(apart / count, within(1e-5));
            network.parameters().forEach(parameter -> parameter.gradient().zero());
            new Likelihood(network.of(of(design, LONG)))
                    .accumulateGradients(
                            Tensor.of(one, 1, one.length),
                            SequenceWeights.equal(1, 1 / count),
                            NetworkPrecision.FLOAT32);
            new Likelihood(network.of(of(design, SHORT)))
                    .accumulateGradients(
                            Tensor.of(other, 1, other.length),
                            SequenceWeights.equal(1, 1 / count),
                            NetworkPrecision.FLOAT32);
            float[] summed = network.namedParameters()
                    .get("atom_pos_embed.weight")
                    .gradient()
                    .toFloats();
            assertThat(gradient).containsExactly(summed, within(1e-5f));
        }
    }

    @Test
    void whatTheAtomsAreMatters() {
        try (Transformer network = network(TransformerVariant.TRANSFERABLE)) {
            AtomLabels labels = LONG.labels();
            int[] residue = labels.residue();
            residue[3] = 9;
            TokenLayout other = new TokenLayout(
                    LONG.kind(), LONG.atom(), new AtomLabels(labels.type(), residue, labels.place(), labels.length()));
            Tensor inputs = Tensor.of(tokens(1, LONG, 8), 1, LONG.tokens());
            float[] as = network.of(LONG)
                    .forward(inputs, NetworkPrecision.FLOAT32)
                    .detach()
                    .toFloats();
            float[] changed = network.of(other)
                    .forward(inputs, NetworkPrecision.FLOAT32)
                    .detach()
                    .toFloats();
            assertThat(Math.abs(as[0] - changed[0]))
                    .isGreaterThan(1e-4f); // global attention: even the first position sees it
        }
    }

    @Test
    void crossAttentionStartsAsIfItWereNotThere() {
        TransformerVariant plain = TransformerVariant.TRANSFERABLE;
        for (int gates : new int[] {0, 1, 16}) {
            TransformerVariant crossed = plain.with(new Cross(false, QueryKeyNorm.HEAD, Norm.RMS, gates));
            try (Transformer without =
                            Transformer.of(TransformerWeights.initialised(config(plain), null, 0, new Seed(2)));
                    Transformer with =
                            Transformer.of(TransformerWeights.initialised(config(crossed), null, 0, new Seed(2)))) {
                Tensor inputs = Tensor.of(tokens(2, LONG, 8), 2, LONG.tokens());
                assertThat(with.of(LONG)
                                .forward(inputs, NetworkPrecision.FLOAT32)
                                .detach()
                                .toFloats())
                        .containsExactly(
                                without.of(LONG)
                                        .forward(inputs, NetworkPrecision.FLOAT32)
                                        .detach()
                                        .toFloats(),
                                within(1e-6f));
            }
        }
    }

    @Test
    void dropoutKeepsTheMeanAndRepeatsToTheBit() {
        Tensor ones = Tensor.of(filled(40_000), 200, 200);
        float[] once = new Dropout(0.25, new Seed(4)).of(ones).toFloats();
        assertThat(once).isEqualTo(new Dropout(0.25, new Seed(4)).of(ones).toFloats());
        double zero = 0;
        for (float x : once) {
            assertThat(x == 0 || Math.abs(x - 4 / 3f) < 1e-5).isTrue();
            zero += x == 0 ? 1 : 0;
        }
        assertThat(zero / 40_000).isCloseTo(0.25, within(0.01)); // 4.6 standard deviations
        assertThat(Dropout.NONE.of(ones)).isSameAs(ones);
        assertThatThrownBy(() -> new Dropout(1, new Seed(4))).hasMessageContaining("dropout");
    }

    @Test
    void dropoutActsInTrainingOnly() {
        try (Transformer network = network(TransformerVariant.TRANSFERABLE)) {
            Tensor tokens = Tensor.of(tokens(5, LONG, 11), 5, LONG.tokens());
            double plain = dropped(network, tokens, Dropout.NONE);
            double first = dropped(network, tokens, new Dropout(0.2, new Seed(1)));
            assertThat(first).isNotEqualTo(plain);
            assertThat(dropped(network, tokens, new Dropout(0.2, new Seed(1)))).isEqualTo(first);
            assertThat(dropped(network, tokens, new Dropout(0.2, new Seed(2)))).isNotEqualTo(first);
        }
    }

    @Test
    void moleculesThatTheNetworkCannotSpeakOfAreRefused() {
        try (Transformer network = network(TransformerVariant.TRANSFERABLE)) {
            assertThatThrownBy(() -> network.of(layout(7)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("longer than the network's 15");
            assertThatThrownBy(() -> network.of(TransformerTest.cartesian(4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("what the atoms are");
            assertThatThrownBy(network::tokens).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> TransformerVariant.SINGLE.with(new Cross(false, QueryKeyNorm.NONE, Norm.RMS, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conditioning");
    }

    /** Weights all random, so that nothing is hidden by a zero. */
    static Transformer network(TransformerVariant design) {
        return Transformer.of(TransformerWeights.of(
                config(design), null, design.heads() == null ? 0 : 5, (name, shape) -> {
                    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
                    RandomStream random = new Seed(21).stream(name, 0);
                    double scale = shape.length == 2 ? 1.5 / Math.sqrt(shape[1]) : 0.2;
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) (scale * random.nextGaussian() + (name.matches(".*norm.*weight") ? 1 : 0));
                    }
                    return values;
                }));
    }

    /** Where the design has heads tokens share positions, and not every position has every slot. */
    private static TokenLayout of(TransformerVariant design, TokenLayout plain) {
        if (design.heads() == null) {
            return plain;
        }
        int[] position = new int[plain.tokens()];
        int[] slot = new int[plain.tokens()];
        Arrays.setAll(position, t -> (t + 1) / 3);
        Arrays.setAll(slot, t -> (t + 1) % 3);
        return new TokenLayout(
                plain.kind(),
                plain.atom(),
                position,
                slot,
                plain.labels(),
                design.heads().scans() ? SCANS : null);
    }

    static TransformerConfig config(TransformerVariant design) {
        return new TransformerConfig(2, 16, 2, BINS, 15, 5, 3, design);
    }

    static TokenLayout layout(int atoms) {
        int[] type = new int[atoms];
        int[] residue = new int[atoms];
        int[] place = new int[atoms];
        Arrays.setAll(type, a -> 1 + 7 * a % 50);
        Arrays.setAll(residue, a -> 1 + a % 5);
        Arrays.setAll(place, a -> 1 + a / 2);
        TokenLayout plain = TransformerTest.cartesian(atoms);
        return new TokenLayout(plain.kind(), plain.atom(), new AtomLabels(type, residue, place, (atoms + 1) / 2));
    }

    private static TokenSampler.Uniforms uniforms() {
        RandomStream[] streams = new RandomStream[6];
        Arrays.setAll(streams, row -> new Seed(5).stream("draw", row));
        return (row, _) -> streams[row].nextDouble();
    }

    private static int[] tokens(int batch, TokenLayout molecule, long seed) {
        RandomStream random = new Seed(seed).stream("tokens", 0);
        int[] tokens = new int[batch * molecule.tokens()];
        Arrays.setAll(tokens, _ -> random.nextInt(BINS));
        return tokens;
    }

    private static double dropped(Transformer network, Tensor tokens, Dropout dropout) {
        return Arrays.stream(new Likelihood(network)
                        .accumulateGradients(
                                tokens,
                                List.of(LONG),
                                SequenceWeights.equal(5, 1),
                                NetworkPrecision.FLOAT32,
                                new LossTerms(dropout, 0, Distillation.NONE, 0)))
                .sum();
    }

    private static double lossMoved(Transformer network, Tensor parameter, float[] along, double step, Tensor tokens) {
        try (var _ = GradientMode.off()) {
            Tensor original = parameter.to(parameter.device());
            parameter.assign(parameter.plus(Tensor.of(along, parameter.shape()).on(parameter.device()), step));
            int[] sequences =
                    Arrays.stream(tokens.toLongs()).mapToInt(Math::toIntExact).toArray();
            double sum = Arrays.stream(new TensorSampler(network, 1).logProbabilities(sequences))
                    .sum();
            parameter.assign(original);
            return -sum / sequences.length;
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static float[] filled(int size) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        return ones;
    }
}
