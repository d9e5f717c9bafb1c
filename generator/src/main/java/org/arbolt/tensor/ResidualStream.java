package org.arbolt.tensor;

import java.util.List;

/**
 * The residual stream of a transformer and all that its branches do besides matrix products, and the derivative of the
 * whole. It begins as a tensor; branches begin with {@link #norm} and end with {@link #add}, and the last norm ends it.
 * Not thread safe.
 */
public sealed interface ResidualStream permits FusedStream, TorchStream {

    /**
     * A stream on the device of its beginning.
     *
     * @param x [B, T, C], float32
     * @param type in which branches are worked out
     */
    static ResidualStream of(Tensor x, DType type) {
        return x.device().kind() == Device.Kind.CPU ? new FusedStream(x, type) : new TorchStream(x, type);
    }

    /**
     * The stream normalised over the last dimension: by {@link Layers#layerNorm}, or without a bias by
     * {@link Layers#rmsNorm}.
     *
     * @param weight [C]
     * @param bias [C] or null
     * @return [B, T, C] in the branches' type
     */
    Tensor norm(Tensor weight, Tensor bias, double epsilon);

    /** Adds what comes out of a branch, [B, T, C]. */
    void add(Tensor branch);

    /**
     * Attention of every position to itself and those before it, softmax(q·kᵀ/√D)·v for every head.
     *
     * @param qkv q, k, v, each head after head, [B, T, 3C] in the branches' type
     * @return [B, T, C]
     */
    Tensor attention(Tensor qkv, int heads);

    /** gate·σ(gate)·up, of any shape. */
    Tensor swiglu(Tensor gate, Tensor up);

    /**
     * Tensors that several branches read, made before the stream: what branches are to read instead.
     *
     * @param tensors float32; not of the stream's beginning alone
     */
    List<Tensor> shared(List<Tensor> tensors);

    /** The last norm. */
    Tensor end();

    /**
     * Adds to the gradients of all leaves that the last norm depends on.
     *
     * @param derivative of the final number with respect to the last norm, of its shape and type
     */
    void backward(Tensor derivative);
}
