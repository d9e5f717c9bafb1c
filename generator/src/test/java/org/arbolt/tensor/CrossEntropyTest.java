package org.arbolt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our kernel against libtorch's cross-entropy and its automatic differentiation. */
class CrossEntropyTest {

    /** bfloat16 keeps 8 bits: a derivative is off by half a unit in its last place. */
    @ParameterizedTest
    @CsvSource({"5, 24, FLOAT32, 1e-6", "7, 512, FLOAT32, 1e-6", "9, 37, FLOAT32, 1e-6", "6, 512, BFLOAT16, 4e-3"})
    void lossesAndDerivativesAreThoseOfLibtorch(int rows, int bins, DType type, double relative) {
        RandomStream random = new Seed(8).stream("test", 0);
        float[] values = new float[rows * bins];
        long[] targets = new long[rows];
        float[] weights = new float[rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (4 * random.nextGaussian());
        }
        for (int i = 0; i < rows; i++) {
            targets[i] = i == 2 ? -100 : random.nextInt(bins);
            weights[i] = (float) random.nextGaussian();
        }
        try (var _ = TensorScope.open()) {
            Tensor logits = Tensor.of(values, rows, bins).to(type);
            Tensor chosen = Tensor.of(targets, rows);
            Tensor omega = Tensor.of(weights, rows);
            Tensor leaf = logits.to(DType.FLOAT32).detach().requireGradient(true);
            Tensor expected = Layers.crossEntropies(leaf, chosen, 0);
            omega.dot(expected).backward(Tensor.scalar(1));
            float[] wanted = leaf.gradient().toFloats();
            try (var _ = GradientMode.off()) {
                float[] alone = CrossEntropy.losses(logits, chosen).toFloats();
                CrossEntropy found = CrossEntropy.of(logits, chosen, omega);
                assertThat(alone).isEqualTo(found.losses().toFloats());
                assertThat(alone)
                        .containsExactly(expected.detach().toFloats(), within(2e-6f * (float) Math.log(bins) * 4));
                float[] derivative = found.derivative().to(DType.FLOAT32).toFloats();
                for (int i = 0; i < derivative.length; i++) {
                    assertThat((double) derivative[i])
                            .isCloseTo(wanted[i], within(relative * Math.abs(wanted[i]) + 2e-7));
                }
            }
        }
    }
}
