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
    public Tensor attention(Tensor x, Tensor weight, int heads) {
        long d = x.size(-1) / heads;
        List<Tensor> qkv = Layers.linear(x, weight.to(type))
                .view(x.size(0), x.size(1), 3, heads, d)
                .unbind(2); // [B, T, H, D] each
        Tensor mixed = Layers.attention(
                qkv.get(0).transpose(1, 2),
                qkv.get(1).transpose(1, 2),
                qkv.get(2).transpose(1, 2),
                true);
        return mixed.transpose(1, 2).reshape(x.shape());
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
