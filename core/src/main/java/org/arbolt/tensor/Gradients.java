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
      double sum = 0;
      for (Tensor parameter : parameters) {
        Tensor flat = parameter.gradient().reshape(-1);
        sum += flat.dot(flat).item();
      }
      return Math.sqrt(sum);
    }
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
