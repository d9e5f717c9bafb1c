package org.arbolt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import jdk.incubator.vector.FloatVector;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels against the same sums in double. */
class KernelTest {
    private final RandomGenerator random = new Seed(12).stream("kernel", 0);

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 7, 5", "12, 16, 32", "17, 40, 33", "31, 100, 170"})
    void productsAreSumsOverTheInputs(int rows, int inputs, int outputs) {
        float[] x = numbers(rows * (inputs + 3)); // rows begin every inputs + 3 numbers
        float[] weight = numbers(outputs * inputs);
        float[] bias = numbers(outputs);
        int width = PackedProduct.width(outputs);
        float[] out = new float[rows * width];
        PackedProduct product = new PackedProduct(weight, bias, outputs, inputs);
        product.set(x, inputs + 3, rows, out, width);
        float[] twice = out.clone();
        product.add(x, inputs + 3, rows, twice, width);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < outputs; n++) {
                double sum = bias[n];
                double magnitude = Math.abs(bias[n]);
                for (int i = 0; i < inputs; i++) {
                    double term = (double) weight[n * inputs + i] * x[row * (inputs + 3) + i];
                    sum += term;
                    magnitude += Math.abs(term);
                }
                double bound = (inputs + 2) * 0x1p-24 * magnitude; // that many roundings of sums no larger
                assertThat((double) out[row * width + n]).isCloseTo(sum, within(bound));
                assertThat((double) twice[row * width + n]).isCloseTo(2 * sum, within(3 * bound));
            }
        }
    }

    /** Rows pass in twelves, fours and ones; what comes out must not show it. */
    @Test
    void aRowOfAProductDoesNotDependOnItsNeighbours() {
        float[] x = numbers(29 * 70);
        PackedProduct product = new PackedProduct(numbers(40 * 70), null, 40, 70);
        int width = PackedProduct.width(40);
        float[] together = new float[29 * width];
        product.set(x, 70, 29, together, width);
        for (int row = 0; row < 29; row++) {
            float[] alone = new float[width];
            product.set(Arrays.copyOfRange(x, row * 70, (row + 1) * 70), 70, 1, alone, width);
            assertThat(alone).isEqualTo(Arrays.copyOfRange(together, row * width, (row + 1) * width));
        }
    }

    @Test
    void productsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new PackedProduct(new float[5], null, 2, 3)).hasMessageContaining("5 weights");
        PackedProduct product = new PackedProduct(new float[6], null, 2, 3);
        int width = PackedProduct.width(2);
        assertThatThrownBy(() -> product.set(new float[5], 3, 2, new float[2 * width], width))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> product.set(new float[6], 3, 2, new float[2 * width - 1], width))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** bfloat16 is the upper half of a float; 1 + 2⁻⁸ lies between two of them, and the even one is 1. */
    @ParameterizedTest
    @ValueSource(ints = {3, 16, 37})
    void halvedNumbersAreTheNearest(int count) {
        float[] values = numbers(count);
        values[0] = 1 + 0x1p-8f;
        values[1] = 1 + 3 * 0x1p-8f;
        values[2] = -1 - 0x1.8p-8f;
        OffHeapFloats halved = new OffHeapFloats(MemorySegment.ofArray(new short[count + 1]), true);
        halved.write(values, 0, 1, count);
        float[] back = new float[count + 2];
        halved.read(0, back, 1, count + 1);
        assertThat(Arrays.copyOf(back, 2)).containsExactly(0, 0);
        assertThat(Arrays.copyOfRange(back, 2, 5)).containsExactly(1, 1 + 0x1p-6f, -1 - 0x1p-7f);
        for (int i = 0; i < count; i++) {
            assertThat(back[i + 2]).isCloseTo(values[i], within(Math.ulp(values[i]) * 0x1p15f));
            assertThat(Float.floatToIntBits(back[i + 2]) & 0xFFFF).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 20, 32, 75})
    void normsAreThoseOfTheirNumbers(int width) {
        float[] x = numbers(width + 2);
        float[] weight = numbers(width);
        float[] bias = numbers(width);
        for (float[] b : new float[][] {null, bias}) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < width; i++) {
                mean += b == null ? 0 : x[2 + i] / (double) width;
            }
            for (int i = 0; i < width; i++) {
                square += (x[2 + i] - mean) * (x[2 + i] - mean) / width;
            }
            float[] out = new float[width + 3];
            new RowNorm(weight, b, 1e-5).of(x, 2, out, 1, new float[Lanes.COUNT]);
            for (int i = 0; i < width; i++) {
                double expected = (x[2 + i] - mean) / Math.sqrt(square + 1e-5) * weight[i] + (b == null ? 0 : b[i]);
                assertThat((double) out[1 + i]).isCloseTo(expected, within(1e-5));
            }
            assertThat(out[0]).isZero();
            assertThat(out[width + 1]).isZero();
        }
    }

    @Test
    void exponentialsAreExactToTwoUnitsInTheLastPlace() {
        float[] x = new float[20_000 / Lanes.COUNT * Lanes.COUNT];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (-87.3 + 175.2 * i / x.length);
        }
        float[] y = exponentials(x);
        for (int i = 0; i < x.length; i++) {
            double exact = Math.exp(x[i]);
            assertThat((double) y[i]).isCloseTo(exact, within(2.0 * Math.ulp((float) exact)));
        }
    }

    @Test
    void exponentialsOfWhatIsNoOrdinaryNumber() {
        float[] x = new float[Math.max(8, Lanes.COUNT)];
        x[0] = Float.NEGATIVE_INFINITY;
        x[1] = -90;
        x[2] = Float.NaN;
        x[3] = 1000;
        float[] y = exponentials(x);
        assertThat(y[0]).isZero();
        assertThat(y[1]).isZero();
        assertThat(y[2]).isNaN();
        assertThat(y[3]).isGreaterThan(1e38f).isFinite();
        assertThat(y[4]).isEqualTo(1);
    }

    @Test
    void activationsAreTheirFunctions() {
        int n = 4000 / Lanes.COUNT * Lanes.COUNT;
        float[] x = new float[n];
        float[] up = numbers(n);
        for (int i = 0; i < n; i++) {
            x[i] = (float) (-12 + 24.0 * i / n);
        }
        float[] gelu = x.clone();
        Activation.gelu(gelu, n);
        float[] gated = x.clone();
        Activation.swiglu(gated, up, n);
        for (int i = 0; i < n; i++) {
            assertThat((double) gelu[i]).isCloseTo(x[i] * normal(x[i]), within(1e-6 * Math.max(1, Math.abs(x[i]))));
            double silu = x[i] / (1 + Math.exp(-x[i]));
            assertThat((double) gated[i]).isCloseTo(silu * up[i], within(1e-6 * Math.abs(silu * up[i]) + 1e-9));
        }
        float[] extreme = new float[Lanes.COUNT];
        extreme[0] = -300;
        extreme[1] = 300;
        float[] ones = new float[Lanes.COUNT];
        Arrays.fill(ones, 1);
        Activation.swiglu(extreme, ones, Lanes.COUNT);
        assertThat(extreme[0]).isCloseTo(0, within(1e-30f));
        assertThat(extreme[1]).isEqualTo(300);
    }

    /** The normal distribution function by Simpson's rule from 0. */
    private static double normal(double x) {
        int steps = 400;
        double h = x / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-0.5 * i * h * i * h);
        }
        return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    private static float[] exponentials(float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i += Lanes.COUNT) {
            Exponential.of(FloatVector.fromArray(Lanes.SPECIES, x, i)).intoArray(y, i);
        }
        return y;
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
