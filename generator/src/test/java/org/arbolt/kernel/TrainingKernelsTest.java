package org.arbolt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels of training by themselves: {@link Swiglu}, {@link ResidualNorm}, {@link CausalAttention} and {@link
 * Softmax} against their formulas in double precision, and their derivatives against central differences of those
 * formulas. The loss is Σ a·y with fixed numbers a, so that a is the derivative that comes in.
 */
class TrainingKernelsTest {
    private static final double STEP = 1e-5;
    private final RandomGenerator random = new Seed(21).stream("kernel", 0);

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static OffHeapFloats of(float[] numbers) {
        return new OffHeapFloats(MemorySegment.ofArray(numbers), false);
    }

    private static double[] doubles(float[] numbers) {
        double[] wide = new double[numbers.length];
        Arrays.setAll(wide, i -> numbers[i]);
        return wide;
    }

    private static double dot(float[] a, double[] y) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * y[i];
        }
        return sum;
    }

    /** Derivatives of a loss with respect to numbers, by central differences. */
    private static void requireGradient(float[] found, float[] at, double allowed, ToDoubleFunction<double[]> loss) {
        for (int i = 0; i < at.length; i++) {
            double[] up = doubles(at);
            double[] down = doubles(at);
            up[i] += STEP;
            down[i] -= STEP;
            double wanted = (loss.applyAsDouble(up) - loss.applyAsDouble(down)) / (2 * STEP);
            assertThat((double) found[i]).as("derivative %d", i).isCloseTo(wanted, within(allowed));
        }
    }

    /** g/(1 + e^−g) · u (Shazeer, arXiv:2002.05202 (2020), eq. 6). */
    private static double[] swiglu(double[] gates, double[] ups) {
        double[] out = new double[gates.length];
        Arrays.setAll(out, i -> gates[i] / (1 + Math.exp(-gates[i])) * ups[i]);
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 37, 1500})
    void aGateAndItsDerivative(int count) {
        float[] gates = numbers(count);
        float[] ups = numbers(count);
        float[] out = new float[count];
        new Swiglu().forward(of(gates), of(ups), of(out), count);
        assertThat(doubles(out)).containsExactly(swiglu(doubles(gates), doubles(ups)), within(2e-6));
        float[] a = numbers(count);
        float[] ofGates = new float[count];
        float[] ofUps = new float[count];
        new Swiglu().backward(of(gates), of(ups), of(a), of(ofGates), of(ofUps), count);
        for (int i = 0; i < count; i++) { // each result depends on numbers of its own only
            float[] one = {a[i]};
            double up = ups[i];
            double gate = gates[i];
            requireGradient(
                    new float[] {ofGates[i]},
                    new float[] {gates[i]},
                    2e-5,
                    g -> dot(one, swiglu(g, new double[] {up})));
            requireGradient(
                    new float[] {ofUps[i]}, new float[] {ups[i]}, 2e-5, u -> dot(one, swiglu(new double[] {gate}, u)));
        }
    }

    /** LayerNorm (with b) and RMSNorm (without), ε = 1e-5. */
    private static double[] norm(double[] x, double[] w, double[] b) {
        double[] y = new double[x.length];
        int channels = w.length;
        for (int row = 0; row < x.length; row += channels) {
            double mean = b == null
                    ? 0
                    : Arrays.stream(x, row, row + channels).average().orElseThrow();
            double squares = 0;
            for (int c = 0; c < channels; c++) {
                squares += (x[row + c] - mean) * (x[row + c] - mean);
            }
            double factor = 1 / Math.sqrt(squares / channels + 1e-5);
            for (int c = 0; c < channels; c++) {
                y[row + c] = (x[row + c] - mean) * factor * w[c] + (b == null ? 0 : b[c]);
            }
        }
        return y;
    }

    @ParameterizedTest
    @CsvSource({"1, true", "6, true", "6, false", "40, true", "40, false"})
    void aNormOfTheResidualStreamAndItsDerivative(int channels, boolean centred) {
        int rows = 3;
        float[] before = numbers(rows * channels);
        float[] branch = numbers(rows * channels);
        float[] w = numbers(channels);
        float[] b = centred ? numbers(channels) : null;
        double[] wideB = centred ? doubles(b) : null;
        float[] sum = new float[before.length];
        float[] normed = new float[before.length];
        ResidualNorm norm = new ResidualNorm(w, b, 1e-5);
        norm.forward(of(before), of(branch), of(sum), of(normed), rows);
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isEqualTo(before[i] + branch[i]);
        }
        assertThat(doubles(normed)).containsExactly(norm(doubles(sum), doubles(w), wideB), within(1e-5));

        float[] a = numbers(sum.length);
        float[] behind = numbers(sum.length); // the stream's own derivative is added to
        float[] ofStream = behind.clone();
        float[] ofBranch = new float[sum.length];
        norm.backward(of(sum), of(a), of(ofStream), false, of(ofBranch), rows);
        assertThat(ofBranch).isEqualTo(ofStream);
        requireGradient(ofStream, sum, 1e-4, x -> dot(a, norm(x, doubles(w), wideB)) + dot(behind, x));
        requireGradient(norm.ofWeight(), w, 1e-4, v -> dot(a, norm(doubles(sum), v, wideB)));
        if (centred) {
            requireGradient(norm.ofBias(), b, 1e-4, v -> dot(a, norm(doubles(sum), doubles(w), v)));
        }
    }

    /** Σ_s softmax_s(q_t·k_s/√D) v_s over s ≤ t, of [T, 3, H, D] (Vaswani et al., arXiv:1706.03762 (2017), eq. 1). */
    private static double[] attention(double[] given, int positions, int heads, int channels) {
        int all = heads * channels;
        double[] out = new double[positions * all];
        for (int t = 0; t < positions; t++) {
            for (int h = 0; h < heads; h++) {
                double[] weight = new double[t + 1];
                double total = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int d = 0; d < channels; d++) {
                        score += given[t * 3 * all + h * channels + d] * given[s * 3 * all + all + h * channels + d];
                    }
                    weight[s] = Math.exp(score / Math.sqrt(channels));
                    total += weight[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int d = 0; d < channels; d++) {
                        out[t * all + h * channels + d] +=
                                weight[s] / total * given[s * 3 * all + 2 * all + h * channels + d];
                    }
                }
            }
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 4", "5, 2, 3", "9, 1, 16", "70, 1, 2"})
    void attentionAndItsDerivative(int positions, int heads, int channels) {
        int sequences = 2;
        int size = positions * 3 * heads * channels;
        float[] given = numbers(sequences * size);
        float[] out = new float[given.length / 3];
        CausalAttention attention = new CausalAttention(positions, heads, channels);
        attention.forward(of(given), of(out), sequences);
        float[] a = numbers(out.length);
        float[] ofGiven = new float[given.length];
        attention.backward(of(given), of(a), of(ofGiven), sequences);
        for (int n = 0; n < sequences; n++) {
            float[] own = Arrays.copyOfRange(given, n * size, (n + 1) * size);
            float[] ownA = Arrays.copyOfRange(a, n * size / 3, (n + 1) * size / 3);
            assertThat(doubles(Arrays.copyOfRange(out, n * size / 3, (n + 1) * size / 3)))
                    .containsExactly(attention(doubles(own), positions, heads, channels), within(1e-5));
            requireGradient(
                    Arrays.copyOfRange(ofGiven, n * size, (n + 1) * size),
                    own,
                    1e-4,
                    x -> dot(ownA, attention(x, positions, heads, channels)));
        }
    }

    /** Weights add up to one, those behind the count are zero, and large numbers do not overflow. */
    @Test
    void aSoftmaxAddsUpToOne() {
        int end = 2 * Lanes.COUNT;
        for (int count = 1; count <= end; count++) {
            float[] x = numbers(end + Lanes.COUNT);
            for (int i = 0; i < end; i++) {
                x[i] = 300 * x[i];
            }
            double[] exact = new double[count];
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                most = Math.max(most, x[i]);
            }
            double total = 0;
            for (int i = 0; i < count; i++) {
                exact[i] = Math.exp(0.5 * (x[i] - most));
                total += exact[i];
            }
            Softmax.of(x, 0, count, end, 0.5f, x, end);
            double sum = 0;
            for (int i = 0; i < end; i++) {
                assertThat((double) x[i]).isCloseTo(i < count ? exact[i] / total : 0, within(1e-5));
                sum += x[i];
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
    }
}
