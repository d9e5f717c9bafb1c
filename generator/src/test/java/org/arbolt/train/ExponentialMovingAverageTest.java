package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.Test;

/** After update n it keeps min(decay, (1 + n)/(10 + n)) of what it was: 1/10 after the first, 2/11 after the second. */
class ExponentialMovingAverageTest {

    @Test
    void itFollowsTheParametersQuicklyAtFirst() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor parameter = Tensor.of(new float[] {1, -2}, 2);
            try (ExponentialMovingAverage average = new ExponentialMovingAverage(List.of(parameter), 0.99)) {
                parameter.assign(Tensor.of(new float[] {3, 8}, 2));
                average.update(0);
                requireNumbers(average.tensors().getFirst(), 0.1 + 0.9 * 3, -0.2 + 0.9 * 8);
                parameter.assign(Tensor.of(new float[] {0, 0}, 2));
                average.update(1);
                requireNumbers(average.tensors().getFirst(), 2.8 * 2 / 11, 7.0 * 2 / 11);
                average.update(1_000_000); // the decay is the smaller of the two now
                requireNumbers(average.tensors().getFirst(), 2.8 * 2 / 11 * 0.99, 7.0 * 2 / 11 * 0.99);
            }
        }
    }

    @Test
    void swappingTwiceChangesNothing() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor parameter = Tensor.of(new float[] {1, -2}, 2);
            try (ExponentialMovingAverage average = new ExponentialMovingAverage(List.of(parameter), 0.5)) {
                parameter.assign(Tensor.of(new float[] {5, 6}, 2));
                average.swap();
                requireNumbers(parameter, 1, -2);
                requireNumbers(average.tensors().getFirst(), 5, 6);
                average.swap();
                requireNumbers(parameter, 5, 6);
                requireNumbers(average.tensors().getFirst(), 1, -2);
            }
        }
    }

    private static void requireNumbers(Tensor found, double first, double second) {
        assertThat(found.toFloats()).containsExactly(new float[] {(float) first, (float) second}, within(1e-6f));
    }
}
