package org.arbolt.tensor;

import java.util.List;

/** libtorch's operators, which libtorch differentiates. */
final class TorchStream implements ResidualStream {
    private final DType type;
    private Tensor x; // [B, T, C], float32
    private Tensor last; // norm

    TorchStream(Tensor x, DType type) {
        this.x = x;
        this.type = type;
    }

    @Override
    public Tensor norm(Tensor weight, Tensor bias, double epsilon) {
        last = (bias == null ? Layers.rmsNorm(x, weight, epsilon) : Layers.layerNorm(x, weight, bias, epsilon))
                .to(type);
        return last;
    }

    @Override
    public void add(Tensor branch) {
        x = x.plus(branch);
    }

    @Override
    public Tensor attention(Tensor qkv, int heads) {
        int c = qkv.size(2) / 3;
        List<Tensor> parts =
                qkv.view(qkv.size(0), qkv.size(1), 3, heads, c / heads).unbind(2); // [B, T, H, D] each
        Tensor mixed = Layers.attention(
                parts.get(0).transpose(1, 2),
                parts.get(1).transpose(1, 2),
                parts.get(2).transpose(1, 2),
                true);
        return mixed.transpose(1, 2).reshape(qkv.size(0), qkv.size(1), c);
    }

    @Override
    public Tensor swiglu(Tensor gate, Tensor up) {
        return Layers.silu(gate).times(up);
    }

    @Override
    public List<Tensor> shared(List<Tensor> tensors) {
        return tensors;
    }

    @Override
    public Tensor end() {
        return last;
    }

    @Override
    public void backward(Tensor derivative) {
        last.backward(derivative);
    }
}
