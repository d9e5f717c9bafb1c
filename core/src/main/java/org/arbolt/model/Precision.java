package org.arbolt.model;

import org.arbolt.tensor.DType;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;

/** In which arithmetic the matrix products of a network are done. Weights, norms, sums and the loss are float32 in both. */
public enum Precision {
  /** float32 throughout; sampled and recomputed log-densities agree to 1e-4 nats per sample. */
  FLOAT32(DType.FLOAT32),
  /**
   * Products, attention and the feed-forward gate in bfloat16, for training: many times faster on processors with AMX and on
   * GPUs, slower on others.
   */
  MIXED(DType.BFLOAT16);

  private final DType type;

  Precision(DType type) {
    this.type = type;
  }

  /** x·wᵀ: x […, C], w [K, C], result […, K] in this precision's type. */
  Tensor linear(Tensor x, Tensor weight) {
    return Layers.linear(x.to(type), weight.to(type));
  }

  /** x·wᵀ + b: b [K]. */
  Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return Layers.linear(x.to(type), weight.to(type), bias.to(type));
  }

  DType type() {
    return type;
  }
}
