package org.arbolt.model.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.TensorsFreed;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerTest;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TensorsFreed.class)
class TokenSamplerTest {
    /** Three positions of four bins: all 64 sequences can be listed. */
    private static TransformerWeights enumerable() {
        TransformerConfig config = new TransformerConfig(2, 16, 2, 4, 3, 1, 3);
        return TransformerWeights.initialised(
                config, new TokenLayout(new int[] {0, 1, 2}, new int[3], null), 0, new Seed(3));
    }

    private static int[] allSequences() {
        int[] tokens = new int[64 * 3];
        for (int i = 0; i < 64; i++) {
            tokens[3 * i] = i / 16;
            tokens[3 * i + 1] = i / 4 % 4;
            tokens[3 * i + 2] = i % 4;
        }
        return tokens;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.7, 2.5})
    void probabilitiesOfAllSequencesSumToOne(double temperature) {
        double[] logs = new KernelSampler(enumerable(), temperature).logProbabilities(allSequences());
        assertThat(Arrays.stream(logs).map(Math::exp).sum()).isCloseTo(1, within(1e-6));
    }

    /**
     * χ² of 20,000 draws over 64 cells against the distribution, 63 degrees of freedom: above 114 with probability
     * 1e-4. The numbers are fixed by the seed, so the test either always holds or never.
     */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.5})
    void drawsFollowTheLaw(double temperature) {
        int n = 20_000;
        KernelSampler sampler = new KernelSampler(enumerable(), temperature);
        int[] drawn = sampler.draw(n, uniforms(5, 0)).tokens();
        int[] counts = new int[64];
        for (int i = 0; i < n; i++) {
            counts[16 * drawn[3 * i] + 4 * drawn[3 * i + 1] + drawn[3 * i + 2]]++;
        }
        double[] logs = sampler.logProbabilities(allSequences());
        double chiSquare = 0;
        for (int i = 0; i < 64; i++) {
            double expected = n * Math.exp(logs[i]);
            chiSquare += Math.pow(counts[i] - expected, 2) / expected;
        }
        assertThat(chiSquare).isLessThan(114);
    }

    /** To the bit: sequences drawn and sequences given pass the same kernels, in whatever batch. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.8})
    void theReportedProbabilityIsTheTeacherForcedOne(double temperature) {
        int atoms = 22;
        TransformerConfig config = new TransformerConfig(4, 128, 4, 1024, 3 * atoms, atoms, 3);
        TransformerWeights network = sharpened(
                TransformerWeights.initialised(config, TransformerTest.cartesian(atoms), 0, new Seed(9)),
                4); // logits of the size that training makes
        KernelSampler sampler = new KernelSampler(network, temperature);
        TokenSampler.Draw draw = sampler.draw(70, uniforms(1, 0));
        assertThat(sampler.logProbabilities(draw.tokens())).isEqualTo(draw.logProbability());
        int width = 3 * atoms;
        assertThat(sampler.logProbabilities(Arrays.copyOfRange(draw.tokens(), 33 * width, 38 * width)))
                .isEqualTo(Arrays.copyOfRange(draw.logProbability(), 33, 38));
        double uniform = 3 * atoms * Math.log(1024);
        assertThat(-Arrays.stream(draw.logProbability()).average().orElseThrow())
                .isLessThan(0.95 * uniform);
        try (Transformer placed = Transformer.of(network)) {
            assertThat(new TensorSampler(placed, temperature).logProbabilities(draw.tokens()))
                    .containsExactly(draw.logProbability(), within(1e-4)); // libtorch's sums are in another order
        }
    }

    /** On the CPU to the bit: a sequence's numbers are the same sums whoever its neighbours and the threads are. */
    @Tag("slow")
    @Test
    void aSequenceDoesNotDependOnItsBatch() {
        TransformerWeights network = TransformerTest.weights(5);
        KernelSampler sampler = new KernelSampler(network, 1);
        TokenSampler.Draw together = sampler.draw(400, uniforms(2, 0));
        int width = network.config().positions();
        for (int count : new int[] {1, 5, 30}) {
            for (int first : new int[] {0, 17, 199, 370}) {
                TokenSampler.Draw apart = sampler.draw(count, uniforms(2, first));
                assertThat(apart.tokens())
                        .isEqualTo(Arrays.copyOfRange(together.tokens(), first * width, (first + count) * width));
                assertThat(apart.logProbability())
                        .isEqualTo(Arrays.copyOfRange(together.logProbability(), first, first + count));
            }
        }
    }

    @Test
    void weightsThatTrainingGivesBackCount() {
        TransformerWeights before = TransformerTest.weights(0);
        try (Transformer network = Transformer.of(before)) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                network.namedParameters().get("output_proj.weight").scale(3);
            }
            TokenSampler.Draw changed = new KernelSampler(network.weights(), 1).draw(20, uniforms(3, 0));
            TokenSampler.Draw expected = new KernelSampler(sharpened(before, 3), 1).draw(20, uniforms(3, 0));
            assertThat(changed.tokens()).isEqualTo(expected.tokens());
            assertThat(changed.logProbability()).isEqualTo(expected.logProbability());
            assertThat(new KernelSampler(before, 1).draw(20, uniforms(3, 0)).logProbability())
                    .isNotEqualTo(changed.logProbability());
        }
    }

    @Test
    void anEmptyBatchIsDrawn() {
        KernelSampler sampler = new KernelSampler(TransformerTest.weights(0), 1);
        assertThat(sampler.draw(0, (_, _) -> 0).tokens()).isEmpty();
        assertThat(sampler.logProbabilities(new int[0])).isEmpty();
        try (Transformer network = TransformerTest.network(0)) {
            TensorSampler onDevice = new TensorSampler(network, 1);
            assertThat(onDevice.draw(0, (_, _) -> 0).tokens()).isEmpty();
            assertThat(onDevice.logProbabilities(new int[0])).isEmpty();
        }
    }

    @Test
    void logitsOfThePartsAreThoseOfTheWholeNetwork() {
        try (Transformer network = TransformerTest.network(5)) {
            int[] inputs = new int[2 * 7];
            Arrays.setAll(
                    inputs, i -> i % 7 == 0 ? 0 : (5 * i) % network.config().bins());
            assertThat(new KernelSampler(network.weights(), 0.5).logits(inputs, 7))
                    .containsExactly(new TensorSampler(network, 0.5).logits(inputs, 7), within(1e-5f));
        }
    }

    @Test
    void settingsThatMakeNoDistributionAreRefused() {
        TransformerWeights network = TransformerTest.weights(0);
        assertThatThrownBy(() -> new KernelSampler(network, 0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new KernelSampler(network, Double.NaN)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new KernelSampler(network, 1).logProbabilities(new int[5]))
                .hasMessageContaining("whole");
    }

    private static TokenSampler.Uniforms uniforms(long seed, int first) {
        RandomStream[] streams = new RandomStream[20_000];
        return (row, _) -> {
            if (streams[row] == null) {
                streams[row] = new Seed(seed).stream("sample", first + row);
            }
            return streams[row].nextDouble();
        };
    }

    private static TransformerWeights sharpened(TransformerWeights network, float factor) {
        return TransformerWeights.of(network.config(), network.molecule(), network.frequencies(), (name, _) -> {
            float[] values = network.arrays().get(name).values().clone();
            for (int i = 0; name.equals("output_proj.weight") && i < values.length; i++) {
                values[i] *= factor;
            }
            return values;
        });
    }
}
