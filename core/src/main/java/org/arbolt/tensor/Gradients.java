package org.arbolt.tensor;

import java.util.Collection;
import java.util.List;

/** The accumulated gradients of parameters, taken together. Does not own the parameters. Not thread safe. */
public final class Gradients {
  private final List<Tensor> parameters;

  public Gradients(Collection<Tensor> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  /** Euclidean norm of all of them; not finite if one of them is not. */
  public double norm() {
    try (var _ = TensorScope.open(); var _ = GradientMode.off()) {
      List<Tensor> squares = parameters.stream().map(Tensor::gradient).map(Gradients::square).toList();
      double sum = 0;
      for (float square : Tensor.concatenate(squares, 0).toFloats()) { // one wait for a device, not one for each
        sum += square;
      }
      return Math.sqrt(sum);
    }
  }

  /** Sum of the squares, [1]. */
  private static Tensor square(Tensor gradient) {
    Tensor flat = gradient.reshape(-1);
    return flat.dot(flat).view(1);
  }

  /** Replaces them by their sum over all processes. */
  public void sum(Collective collective) {
    try (var _ = TensorScope.open(); var _ = GradientMode.off()) {
      parameters.forEach(parameter -> collective.sum(parameter.gradient()));
    }
  }

  /** Sets them to zero, for a step that is skipped. */
  public void clear() {
    try (var _ = TensorScope.open(); var _ = GradientMode.off()) {
      parameters.stream().filter(Tensor::hasGradient).forEach(parameter -> parameter.gradient().zero());
    }
  }
}
