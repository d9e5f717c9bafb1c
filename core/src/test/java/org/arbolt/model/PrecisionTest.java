package org.arbolt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.arbolt.math.Seed;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.Test;

class PrecisionTest {
  private static final int T = 9;
  private static final int D = 8;

  @Test
  void attentionInMixedPrecisionIsThatOfFloat32UpToRounding() {
    try (var _ = TensorScope.open()) {
      Tensor q = random(1);
      Tensor k = random(2);
      Tensor v = random(3);
      float[] exact = Precision.FLOAT32.causalAttention(q, k, v).toFloats();
      float[] mixed = Precision.MIXED.causalAttention(half(q), half(k), half(v)).to(DType.FLOAT32).toFloats();
      for (int i = 0; i < exact.length; i++) {
        assertThat(mixed[i]).isCloseTo(exact[i], within(0.03f)); // 8 bits of numbers up to 3
      }
    }
  }

  @Test
  void attentionInMixedPrecisionSeesNoLaterPosition() {
    try (var _ = TensorScope.open()) {
      Tensor q = random(1);
      Tensor k = random(2);
      Tensor v = random(3);
      float[] before = Precision.MIXED.causalAttention(half(q), half(k), half(v)).to(DType.FLOAT32).toFloats();
      k.narrow(2, T - 1, 1).scale(50);
      v.narrow(2, T - 1, 1).scale(50);
      float[] after = Precision.MIXED.causalAttention(half(q), half(k), half(v)).to(DType.FLOAT32).toFloats();
      for (int i = 0; i < before.length; i++) {
        boolean last = i % (T * D) >= (T - 1) * D;
        assertThat(after[i] == before[i]).as("element %d", i).isEqualTo(!last);
      }
    }
  }

  private static Tensor half(Tensor x) {
    return x.to(DType.BFLOAT16);
  }

  /** [2, 2, T, D]. */
  private static Tensor random(int index) {
    RandomGenerator random = new Seed(21).stream("test", index);
    float[] values = new float[4 * T * D];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, 2, 2, T, D);
  }
}
