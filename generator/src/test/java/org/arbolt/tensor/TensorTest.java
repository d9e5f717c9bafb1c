package org.arbolt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorTest {
    private long before;
    private TensorScope scope;

    @BeforeEach
    void open() {
        before = Tensor.liveCount();
        scope = TensorScope.open();
    }

    @AfterEach
    void everyTensorIsFreed() {
        scope.close();
        assertThat(Tensor.liveCount()).isEqualTo(before);
    }

    @Test
    void valuesComeBackAsTheyWentIn() {
        assertThat(Tensor.of(new float[] {1, -2, 3, 4, 5, 6}, 2, 3).toFloats()).containsExactly(1, -2, 3, 4, 5, 6);
        assertThat(Tensor.of(new double[] {1e-300, 2}, 2).toDoubles()).containsExactly(1e-300, 2);
        assertThat(Tensor.of(new int[] {7, -8}, 2).toLongs()).containsExactly(7, -8);
        assertThat(Tensor.scalar(2.5).item()).isEqualTo(2.5f);
        assertThat(Tensor.zeros(DType.FLOAT32, Device.CPU, 0, 4).toFloats()).isEmpty();
    }

    @Test
    void viewsReadTheSameMemoryInAnotherOrder() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertThat(x.transpose(0, 1).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(x.transpose(0, 1).shape()).containsExactly(3, 2);
        assertThat(x.narrow(1, 1, 2).toFloats()).containsExactly(2, 3, 5, 6);
        assertThat(x.select(-1, 2).toFloats()).containsExactly(3, 6);
        assertThat(x.view(3, -1).shape()).containsExactly(3, 2);
        x.select(0, 0).zero();
        assertThat(x.toFloats()).containsExactly(0, 0, 0, 4, 5, 6);
        assertThat(Tensor.concatenate(List.of(x, x), 0).size(0)).isEqualTo(4);
        assertThat(x.gather(1, Tensor.of(new int[] {1, 2}, 2, 1)).toFloats()).containsExactly(0, 6);
    }

    @Test
    void arithmeticIsThatOfJava() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
        Tensor y = Tensor.of(new float[] {4, 5, 6}, 3);
        assertThat(x.plus(y).toFloats()).containsExactly(5, 7, 9);
        assertThat(x.plus(y, 0.5).toFloats()).containsExactly(3, 4.5f, 6);
        assertThat(x.minus(y).toFloats()).containsExactly(-3, -3, -3);
        assertThat(x.times(y).toFloats()).containsExactly(4, 10, 18);
        assertThat(x.times(3).toFloats()).containsExactly(3, 6, 9);
        assertThat(y.dividedBy(x).toFloats()).containsExactly(4, 2.5f, 2);
        assertThat(x.dot(y).item()).isEqualTo(32);
        assertThat(x.sum().item()).isEqualTo(6);
        assertThat(x.mean().item()).isEqualTo(2);
        assertThat(x.cumulativeSum(0).toFloats()).containsExactly(1, 3, 6);
        assertThat(x.exp().log().toFloats()[2]).isCloseTo(3, within(1e-6f));
        double expected = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
        assertThat(x.to(DType.FLOAT64).logSumExp(0).toDoubles()[0]).isCloseTo(expected, within(1e-12));
        assertThat(x.to(DType.BFLOAT16).to(DType.FLOAT32).toFloats()).containsExactly(1, 2, 3);
        assertThat(x.view(3, 1).matmul(y.view(1, 3)).toFloats()).containsExactly(4, 5, 6, 8, 10, 12, 12, 15, 18);
    }

    @Test
    void changesInPlaceAreSeenByTheirOwner() {
        Tensor x = Tensor.of(new float[] {1, 2}, 2);
        x.scale(4);
        x.moveTowards(Tensor.of(new float[] {0, 0}, 2), 0.25);
        assertThat(x.toFloats()).containsExactly(3, 6);
        x.assign(Tensor.of(new long[] {9, 8}, 2));
        assertThat(x.toFloats()).containsExactly(9, 8);
    }

    @Test
    void layersFollowTheirFormulas() {
        float[] x = {1, -2, 3, 0.5f};
        double[] p = IntStream.range(0, 4).mapToDouble(i -> Math.exp(x[i])).toArray();
        double total = p[0] + p[1] + p[2] + p[3];
        Tensor t = Tensor.of(x, 1, 4);
        double meanSquare = (1 + 4 + 9 + 0.25) / 4;
        Tensor ones = Tensor.of(new float[] {1, 1, 1, 2}, 4);
        assertThat(Layers.softmax(t, -1).toFloats()[1]).isCloseTo((float) (p[1] / total), within(1e-7f));
        assertThat(Layers.rmsNorm(t, ones, 1e-6).toFloats()[3])
                .isCloseTo((float) (2 * 0.5 / Math.sqrt(meanSquare + 1e-6)), within(1e-6f));
        assertThat(Layers.silu(t).toFloats()[0]).isCloseTo((float) (1 / (1 + Math.exp(-1))), within(1e-6f));
        assertThat(Layers.linear(t, Tensor.of(new float[] {1, 2, 3, 4, 0, 0, 0, 1}, 2, 4))
                        .toFloats())
                .containsExactly(8, 0.5f);
        assertThat(Layers.linear(t, Tensor.of(new float[] {1, 2, 3, 4}, 1, 4), Tensor.of(new float[] {1}, 1))
                        .toFloats())
                .containsExactly(9);
        assertThat(Layers.embedding(t.view(2, 2), Tensor.of(new int[] {1, 0, 1}, 3))
                        .toFloats())
                .containsExactly(3, 0.5f, 1, -2, 3, 0.5f);
        double loss = -Math.log(p[2] / total);
        Tensor target = Tensor.of(new int[] {2}, 1);
        assertThat(Layers.crossEntropy(t, target).item()).isCloseTo((float) loss, within(1e-6f));
        double even = IntStream.range(0, 4)
                .mapToDouble(i -> -Math.log(p[i] / total) / 4)
                .sum();
        assertThat(Layers.crossEntropy(t, target, 0.2).item())
                .isCloseTo((float) (0.8 * loss + 0.2 * even), within(1e-6f));
    }

    @Test
    void attentionIsTheSoftmaxOfScaledProducts() {
        float[] q = random(6, 1);
        float[] k = random(6, 2);
        float[] v = random(6, 3);
        float[] got = Layers.attention(
                        Tensor.of(q, 1, 1, 3, 2), Tensor.of(k, 1, 1, 3, 2), Tensor.of(v, 1, 1, 3, 2), true)
                .toFloats();
        for (int t = 0; t < 3; t++) {
            double norm = 0;
            double[] sum = new double[2];
            for (int s = 0; s <= t; s++) {
                double w = Math.exp((q[2 * t] * k[2 * s] + q[2 * t + 1] * k[2 * s + 1]) / Math.sqrt(2));
                norm += w;
                sum[0] += w * v[2 * s];
                sum[1] += w * v[2 * s + 1];
            }
            assertThat(got[2 * t]).isCloseTo((float) (sum[0] / norm), within(1e-6f));
            assertThat(got[2 * t + 1]).isCloseTo((float) (sum[1] / norm), within(1e-6f));
        }
    }

    @Test
    void gradientsAccumulateAndAreThoseOfCalculus() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requireGradient(true);
        assertThat(x.hasGradient()).isFalse();
        try (var _ = GradientMode.recording()) {
            x.times(x).sum().backward(List.of(x));
            x.plus(x, 2).sum().backward(List.of(x));
        }
        assertThat(x.gradient().toFloats()).containsExactly(2 + 3, 4 + 3, 6 + 3);
    }

    @Test
    void nothingIsRecordedWhereGradientsAreOff() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requireGradient(true);
        Tensor y;
        try (var _ = GradientMode.off()) {
            y = x.sum();
        }
        assertThatThrownBy(() -> y.backward(List.of(x)))
                .isInstanceOf(TensorException.class)
                .hasMessageMatching("(?s).*(grad|_backward).*");
    }

    @Test
    void adamWTakesTheStepsOfThePaper() {
        double[] w = {1, -2};
        double[] m = new double[2];
        double[] v = new double[2];
        Tensor x = Tensor.of(new float[] {1, -2}, 2).requireGradient(true);
        try (AdamW optimiser = new AdamW(Map.of("x", x), new AdamW.Settings(0.9, 0.95, 1e-8, 0.1))) {
            for (int t = 1; t <= 5; t++) {
                try (var _ = TensorScope.open();
                        var _ = GradientMode.recording()) {
                    x.times(x).sum().backward(List.of(x));
                }
                double norm = Math.hypot(2 * w[0], 2 * w[1]);
                assertThat(new Gradients(List.of(x)).norm()).isCloseTo(norm, within(1e-5));
                double factor = t == 3 ? 0.25 : 1;
                optimiser.step(0.01, factor);
                for (int i = 0; i < 2; i++) {
                    double g = 2 * w[i] * factor;
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.95 * v[i] + 0.05 * g * g;
                    double step = m[i] / (1 - Math.pow(0.9, t)) / (Math.sqrt(v[i] / (1 - Math.pow(0.95, t))) + 1e-8);
                    w[i] = w[i] * (1 - 0.01 * 0.1) - 0.01 * step;
                }
                assertThat(x.toFloats()[0]).isCloseTo((float) w[0], within(1e-6f));
                assertThat(x.toFloats()[1]).isCloseTo((float) w[1], within(1e-6f));
                assertThat(x.hasGradient()).isFalse();
            }
        }
    }

    @Test
    void aScopeFreesWhatHasNoOtherOwner() {
        Tensor inner;
        Tensor owned;
        try (var _ = TensorScope.open()) {
            inner = Tensor.scalar(1);
            owned = Tensor.scalar(3).own();
        }
        assertThatThrownBy(inner::item)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("freed");
        scope.close();
        scope = TensorScope.open();
        assertThat(owned.item()).isEqualTo(3);
        owned.close();
    }

    @Test
    void withoutAScopeNoTensorIsMade() {
        scope.close();
        assertThatThrownBy(() -> Tensor.scalar(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TensorScope");
        scope = TensorScope.open();
    }

    @Test
    void libtorchsOwnWordsAreInTheException() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
        Tensor y = Tensor.of(new float[] {1, 2}, 2);
        assertThatThrownBy(() -> x.times(y))
                .isInstanceOf(TensorException.class)
                .hasMessageMatching("(?s).*(must match|mul).*");
        assertThatThrownBy(() -> Tensor.of(new float[3], 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> x.toLongs())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FLOAT32");
    }

    @Test
    void threadsWorkSideBySide() throws InterruptedException {
        Tensor shared = Tensor.of(random(64 * 64, 5), 64, 64);
        float expected = shared.matmul(shared).sum().item();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().unstarted(() -> {
                    for (int n = 0; n < 50; n++) {
                        try (var _ = TensorScope.open()) {
                            assertThat(shared.matmul(shared).sum().item()).isCloseTo(expected, within(1e-2f));
                        }
                    }
                }))
                .toList();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((_, e) -> failure.set(e)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void theNumberOfThreadsCanBeSet() {
        int threads = Engine.threads();
        Engine.setThreads(1);
        assertThat(Engine.threads()).isEqualTo(1);
        Engine.setThreads(threads);
        assertThat(Engine.description()).contains("libtorch");
    }

    private static float[] random(int n, long seed) {
        Random random = new Random(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
