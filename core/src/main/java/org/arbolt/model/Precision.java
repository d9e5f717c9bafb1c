package org.arbolt.model;

import java.util.Arrays;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;

/** In which arithmetic the matrix products of a network are done. Weights, norms, sums and the loss are float32 in both. */
public enum Precision {
  /** float32 throughout; sampled and recomputed log-densities agree to 1e-4 nats per sample. */
  FLOAT32(DType.FLOAT32),
  /**
   * Products, attention and the feed-forward gate in bfloat16, for training: faster on processors with AMX or AVX-512 BF16 and on
   * GPUs (those of CUDA since 2020 have it), slower on others.
   */
  MIXED(DType.BFLOAT16);

  private static final int PLAIN_ATTENTION = 256; // positions

  private final DType type;

  Precision(DType type) {
    this.type = type;
  }

  /** The one that trains fastest where networks live: MIXED where bfloat16 matrices are multiplied by the hardware itself. */
  public static Precision fastest() {
    return Engine.device().kind() == Device.Kind.CUDA || Engine.multipliesBfloat16() ? MIXED : FLOAT32;
  }

  /** x·wᵀ: x […, C], w [K, C], result […, K] in this precision's type. */
  Tensor linear(Tensor x, Tensor weight) {
    return Layers.linear(x.to(type), weight.to(type));
  }

  /** x·wᵀ + b: b [K]. */
  Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return Layers.linear(x.to(type), weight.to(type), bias.to(type));
  }

  /**
   * Causal attention in this precision's type. On processors libtorch's fused kernel takes 15 times as long in bfloat16 as the
   * plain products do, whose T² weights are affordable while T is small, and twice as long in float32.
   *
   * @param query [B, H, T, D]
   * @param key [B, H, T, D]
   * @param value [B, H, T, D]
   * @return [B, H, T, D]
   */
  Tensor causalAttention(Tensor query, Tensor key, Tensor value) {
    if (this == FLOAT32 || query.device().kind() == Device.Kind.CUDA) {
      return Layers.attention(query, key, value, true);
    }
    return query.size(2) <= PLAIN_ATTENTION
        ? plainAttention(query, key, value)
        : Layers.attention(query.to(DType.FLOAT32), key.to(DType.FLOAT32), value.to(DType.FLOAT32), true).to(type);
  }

  private static Tensor plainAttention(Tensor query, Tensor key, Tensor value) {
    Tensor scores = query.times(1 / Math.sqrt(query.size(3))).matmul(key.transpose(2, 3)); // [B, H, T, T]
    return Layers.softmax(scores.plus(future(query.size(2)).to(scores.type()).on(scores.device())), -1).matmul(value);
  }

  /** −∞ (as good as) where a column comes after its row, [T, T]. */
  private static Tensor future(int positions) {
    float[] mask = new float[positions * positions];
    for (int row = 0; row < positions; row++) {
      Arrays.fill(mask, row * positions + row + 1, (row + 1) * positions, -1e30f);
    }
    return Tensor.of(mask, positions, positions);
  }

  DType type() {
    return type;
  }
}
