package org.arbolt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachedAttentionTest {
  private static final int T = 37; // more than two vectors of positions, the last one not full

  /** Against softmax(q·kᵀ/√D)·v in double; float32 sums of 37 terms of size 1 differ by some 1e-6. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 2, 8", "5, 3, 20", "40, 4, 32"})
  void attendsToAllPositionsUpToItsOwn(int batch, int heads, int channels) {
    RandomGenerator random = new Seed(8).stream("attention", batch);
    float[][] given = new float[T][3 * batch * heads * channels]; // [T][B, 3, H, D]
    try (CachedAttention attention = new CachedAttention(batch, heads, channels, T)) {
      for (int t = 0; t < T; t++) {
        for (int i = 0; i < given[t].length; i++) {
          given[t][i] = 2 * (float) random.nextGaussian();
        }
        try (var _ = TensorScope.open()) {
          float[] mixed = attention.attend(Tensor.of(given[t], batch, 3, heads, channels), t).toFloats();
          for (int row = 0; row < batch; row++) {
            for (int head = 0; head < heads; head++) {
              int out = (row * heads + head) * channels;
              double[] expected = expected(given, t, row, head, heads, channels);
              for (int d = 0; d < channels; d++) {
                assertThat((double) mixed[out + d]).isCloseTo(expected[d], within(1e-5));
              }
            }
          }
        }
      }
    }
  }

  @Test
  void positionsAndShapesThatDoNotFitAreRefused() {
    try (var _ = TensorScope.open(); CachedAttention attention = new CachedAttention(2, 2, 8, 3)) {
      Tensor fits = Tensor.zeros(DType.FLOAT32, Device.CPU, 2, 3, 2, 8);
      assertThatThrownBy(() -> attention.attend(fits, 3)).hasMessageContaining("position 3");
      assertThatThrownBy(() -> attention.attend(fits.narrow(0, 0, 1), 0)).hasMessageContaining("48 numbers");
    }
  }

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

  private static double[] expected(float[][] given, int last, int row, int head, int heads, int channels) {
    int model = heads * channels;
    int query = row * 3 * model + head * channels;
    double[] score = new double[last + 1];
    double total = 0;
    for (int t = 0; t <= last; t++) {
      double dot = 0;
      for (int d = 0; d < channels; d++) {
        dot += (double) given[last][query + d] * given[t][query + model + d];
      }
      score[t] = Math.exp(dot / Math.sqrt(channels));
      total += score[t];
    }
    double[] mixed = new double[channels];
    for (int t = 0; t <= last; t++) {
      for (int d = 0; d < channels; d++) {
        mixed[d] += score[t] / total * given[t][query + 2 * model + d];
      }
    }
    return mixed;
  }
}
