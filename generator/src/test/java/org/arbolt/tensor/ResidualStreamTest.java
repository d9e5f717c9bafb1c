package org.arbolt.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our kernels and their derivatives against libtorch's operators, differentiated by libtorch. */
class ResidualStreamTest {
    private static final int LAYERS = 2;

    /** T below, at and above blocks and vectors; D of whole vectors and not; C of whole vectors and not. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "1, 1, 16, 1, true",
        "3, 9, 8, 1, false",
        "2, 17, 24, 2, true",
        "2, 64, 64, 2, false",
        "1, 66, 64, 2, true",
        "2, 130, 40, 5, false",
        "1, 200, 36, 2, true"
    })
    void kernelsAreWhatLibtorchMakesOfTheSame(int b, int t, int c, int heads, boolean centred) {
        double[][] ours = values(true, DType.FLOAT32, b, t, c, heads, centred);
        double[][] theirs = values(false, DType.FLOAT32, b, t, c, heads, centred);
        for (int i = 0; i < ours.length; i++) {
            assertThat(distance(ours[i], theirs[i]))
                    .as("result or gradient %d", i)
                    .isLessThan(2e-5 * (1 + norm(theirs[i])));
        }
    }

    /**
     * bfloat16 keeps 8 bits. Both differ from float32 by rounding; ours by no more than half as much again as
     * libtorch's.
     */
    @ParameterizedTest
    @CsvSource({"2, 17, 24, 2, true", "2, 66, 64, 2, false"})
    void inMixedPrecisionTheyAreTheSameUpToRounding(int b, int t, int c, int heads, boolean centred) {
        double[][] ours = values(true, DType.BFLOAT16, b, t, c, heads, centred);
        double[][] theirs = values(false, DType.BFLOAT16, b, t, c, heads, centred);
        double[][] exact = values(false, DType.FLOAT32, b, t, c, heads, centred);
        for (int i = 0; i < ours.length; i++) {
            double error = distance(theirs[i], exact[i]);
            assertThat(error).as("libtorch's own error in %d", i).isLessThan(0.05 * norm(exact[i]));
            assertThat(distance(ours[i], exact[i]))
                    .as("result or gradient %d", i)
                    .isLessThan(1.5 * error + 1e-6);
        }
    }

    @Test
    void attentionSeesNoLaterPosition() {
        try (var _ = TensorScope.open()) {
            RandomGenerator random = new Seed(5).stream("test", 0);
            Tensor weight = random(random, 3 * 16, 16);
            float[] values = random(random, 70 * 16).toFloats();
            float[] before = attended(values, weight);
            for (int i = 69 * 16; i < values.length; i++) {
                values[i] *= -3;
            }
            float[] after = attended(values, weight);
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i] == before[i]).as("number %d", i).isEqualTo(i < 69 * 16);
            }
        }
    }

    private static float[] attended(float[] x, Tensor weight) {
        Tensor beginning = Tensor.of(x, 1, 70, 16);
        return new FusedStream(beginning, DType.FLOAT32)
                .attention(Layers.linear(beginning, weight), 2)
                .toFloats();
    }

    /** The last norm, then gradients of everything that it was made of. */
    private static double[][] values(boolean ours, DType type, int b, int t, int c, int heads, boolean centred) {
        List<double[]> values = new ArrayList<>();
        try (var _ = TensorScope.open();
                var _ = GradientMode.recording()) {
            RandomGenerator random = new Seed(11).stream("test", 0);
            List<Tensor> leaves = new ArrayList<>();
            Tensor table = leaf(leaves, random, b, t, c);
            Tensor elsewhere =
                    leaf(leaves, random, c); // what several branches read depends on it, and the beginning too
            Tensor beginning = table.plus(elsewhere);
            ResidualStream stream = ours ? new FusedStream(beginning, type) : new TorchStream(beginning, type);
            Tensor shared = stream.shared(List.of(elsewhere.times(2))).getFirst();
            for (int layer = 0; layer < LAYERS; layer++) {
                Tensor x = stream.norm(weight(leaves, random, c), bias(leaves, random, c, centred), 1e-5);
                Tensor mixed = stream.attention(linear(x, leaf(leaves, random, 3L * c, c), type), heads);
                stream.add(linear(mixed, leaf(leaves, random, c, c), type).plus(shared.to(type)));
                Tensor y = stream.norm(weight(leaves, random, c), bias(leaves, random, c, centred), 1e-5);
                Tensor inner = stream.swiglu(
                        linear(y, leaf(leaves, random, 3L * c, c), type),
                        linear(y, leaf(leaves, random, 3L * c, c), type));
                stream.add(linear(inner, leaf(leaves, random, c, 3L * c), type).times(shared));
            }
            Tensor end = stream.norm(weight(leaves, random, c), bias(leaves, random, c, centred), 1e-5);
            assertThat(stream.end()).isSameAs(end);
            values.add(doubles(end));
            stream.backward(random(random, b, t, c).to(type));
            leaves.forEach(leaf -> values.add(doubles(leaf.gradient())));
        }
        return values.toArray(double[][]::new);
    }

    private static Tensor linear(Tensor x, Tensor weight, DType type) {
        return Layers.linear(x.to(type), weight.to(type));
    }

    private static Tensor weight(List<Tensor> leaves, RandomGenerator random, int c) {
        return leaf(leaves, random, c);
    }

    private static Tensor bias(List<Tensor> leaves, RandomGenerator random, int c, boolean centred) {
        return centred ? leaf(leaves, random, c) : null;
    }

    private static Tensor leaf(List<Tensor> leaves, RandomGenerator random, long... shape) {
        Tensor made = random(random, shape).requireGradient(true);
        leaves.add(made);
        return made;
    }

    /** Normal, so scaled that products keep their size. */
    private static Tensor random(RandomGenerator random, long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (x, y) -> x * y)];
        double scale = shape.length == 2 ? 1 / Math.sqrt(shape[1]) : 1;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return Tensor.of(values, shape);
    }

    private static double[] doubles(Tensor x) {
        return x.detach().to(DType.FLOAT64).contiguous().toDoubles();
    }

    private static double distance(double[] a, double[] b) {
        assertThat(a).hasSameSizeAs(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double norm(double[] a) {
        return distance(a, new double[a.length]);
    }
}
