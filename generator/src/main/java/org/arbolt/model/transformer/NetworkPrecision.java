package org.arbolt.model.transformer;

import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.Tensor;

/**
 * In which arithmetic the matrix products of a network are done. Weights, norms, sums and the loss are float32 in both.
 */
public enum NetworkPrecision {
    /** float32 throughout; sampled and recomputed log-densities agree to 1e-4 nats per sample. */
    FLOAT32(DType.FLOAT32),
    /**
     * Products, attention and the feed-forward gate in bfloat16, for training: faster on CPUs with AMX or AVX-512
     * BF16 and on GPUs (those of CUDA since 2020 have it), slower on others.
     */
    MIXED(DType.BFLOAT16);

    private final DType type;

    NetworkPrecision(DType type) {
        this.type = type;
    }

    /**
     * The one that trains fastest where networks live: MIXED where bfloat16 matrices are multiplied by the hardware
     * itself.
     */
    public static NetworkPrecision fastest() {
        return Engine.device().kind() == Device.Kind.CUDA || Engine.multipliesBfloat16() ? MIXED : FLOAT32;
    }

    /** x·wᵀ: x […, C], w [K, C], result […, K] in this precision's type. */
    Tensor linear(Tensor x, Tensor weight) {
        return Layers.linear(x.to(type), weight.to(type));
    }

    /** x·wᵀ + b: b [K] or null. */
    Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return bias == null ? linear(x, weight) : Layers.linear(x.to(type), weight.to(type), bias.to(type));
    }

    Tensor linear(Tensor x, Linear<Tensor> layer) {
        return linear(x, layer.weight(), layer.bias());
    }

    DType type() {
        return type;
    }
}
