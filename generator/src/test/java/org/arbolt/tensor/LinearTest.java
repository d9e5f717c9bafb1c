package org.arbolt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;

class LinearTest {
    /** oneDNN's product, used without gradients, against libtorch's own, used with: 200 terms of size 1 in float32. */
    @Test
    void productsWithAndWithoutGradientsAgree() {
        RandomGenerator random = new Seed(9).stream("linear", 0);
        float[] x = new float[30 * 200];
        float[] w = new float[50 * 200];
        float[] b = new float[50];
        for (float[] values : new float[][] {x, w, b}) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
        }
        try (var _ = TensorScope.open()) {
            Tensor input = Tensor.of(x, 2, 15, 200);
            Tensor weight = Tensor.of(w, 50, 200);
            Tensor bias = Tensor.of(b, 50);
            float[] recorded = Layers.linear(input, weight, bias).toFloats();
            try (var _ = GradientMode.off()) {
                assertThat(Layers.linear(input, weight, bias).shape()).containsExactly(2, 15, 50);
                assertThat(Layers.linear(input, weight, bias).toFloats()).containsExactly(recorded, within(2e-4f));
                float[] plain = Layers.linear(input, weight).plus(bias).toFloats();
                assertThat(plain).containsExactly(recorded, within(2e-4f));
            }
        }
    }
}
