package org.arbolt.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Exponential moving average of parameters: after update n it keeps the share min(decay, (1 + n) / (10 + n)) of what it
 * was (Tarvainen, Valpola 2017, with the usual warm-up). Owns its tensors. Not thread safe.
 */
final class ExponentialMovingAverage implements AutoCloseable {
    private final double decay;
    private final List<Tensor> parameters;
    private final List<Tensor> average = new ArrayList<>();

    ExponentialMovingAverage(Collection<Tensor> parameters, double decay) {
        this.decay = decay;
        this.parameters = List.copyOf(parameters);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            for (Tensor p : this.parameters) {
                average.add(p.to(p.device()).own());
            }
        }
    }

    /** Takes in the parameters after their update number {@code n}, counted from 0. */
    void update(long n) {
        double keep = Math.min(decay, (1.0 + n) / (10.0 + n));
        Engine.shared(parameters, mine -> {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                Tensor weight = Tensor.scalar(1 - keep).on(parameters.getFirst().device());
                mine.forEach(i -> average.get(i).moveTowards(parameters.get(i), weight));
            }
        });
    }

    /** Exchanges the values of parameters and average; a second call undoes the first. */
    void swap() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            for (int i = 0; i < parameters.size(); i++) {
                Tensor parameter = parameters.get(i);
                Tensor before = parameter.to(parameter.device());
                parameter.assign(average.get(i));
                average.get(i).assign(before);
            }
        }
    }

    /** The average itself, in the order of the parameters. */
    List<Tensor> tensors() {
        return average;
    }

    @Override
    public void close() {
        average.forEach(Tensor::close);
    }
}
