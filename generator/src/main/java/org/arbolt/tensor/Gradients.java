package org.arbolt.tensor;

import java.util.Arrays;
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
        if (parameters.isEmpty()) {
            return 0;
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            List<Tensor> flat = flat();
            double[] squares = new double[flat.size()];
            Engine.shared(flat, mine -> squares(flat, mine, squares));
            return Math.sqrt(Arrays.stream(squares).sum());
        }
    }

    private static void squares(List<Tensor> flat, List<Integer> numbers, double[] into) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            numbers.forEach(i -> into[i] = flat.get(i).dot(flat.get(i)).item());
        }
    }

    /** Vectors that hold all of them: on a device a single one, for what is waited for there is calls, not numbers. */
    private List<Tensor> flat() {
        List<Tensor> each = parameters.stream()
                .map(parameter -> parameter.gradient().reshape(-1))
                .toList();
        boolean device = !each.isEmpty() && each.getFirst().device().kind() != Device.Kind.CPU;
        return device ? List.of(Tensor.concatenate(each, 0)) : each;
    }

    /** Replaces them by their sum over all processes. */
    public void sum(Collective collective) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            parameters.forEach(parameter -> collective.sum(parameter.gradient()));
        }
    }

    /** Forgets them, for a step that is skipped. */
    public void clear() {
        parameters.forEach(Tensor::dropGradient);
    }
}
