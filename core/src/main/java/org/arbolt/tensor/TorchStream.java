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
    last = (bias == null ? Layers.rmsNorm(x, weight, epsilon) : Layers.layerNorm(x, weight, bias, epsilon)).to(type);
    return last;
  }

  @Override
  public void add(Tensor branch) {
    x = x.plus(branch);
  }

  @Override
  public Tensor attention(Tensor x, Tensor weight, int heads) {
    Tensor typed = weight.to(type);
    Tensor mixed = Layers.attention(
        projected(x, typed, 0, heads), projected(x, typed, 1, heads), projected(x, typed, 2, heads), true);
    return mixed.transpose(1, 2).reshape(x.shape());
  }

  /** Queries, keys or values by themselves: the derivative of a third of one product is three times the size, mostly zeros. */
  private static Tensor projected(Tensor x, Tensor weight, int which, int heads) {
    long c = x.size(-1);
    return Layers.linear(x, weight.narrow(0, which * c, c)).view(x.size(0), x.size(1), heads, c / heads).transpose(1, 2);
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
