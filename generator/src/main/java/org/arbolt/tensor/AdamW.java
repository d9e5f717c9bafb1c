package org.arbolt.tensor;

import static org.arbolt.tensor.Operator.NONE;
import static org.arbolt.tensor.Operator.arg;
import static org.arbolt.tensor.Operator.list;
import static org.arbolt.tensor.Operator.some;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.SettingBounds;

/**
 * Adam with decoupled weight decay (Loshchilov, Hutter, ICLR 2019), all parameters in one fused call. Owns its moments;
 * does not own the parameters. Not thread safe.
 */
public final class AdamW implements Optimiser {
    private static final Operator STEP = new Operator("_fused_adamw_", "");

    /**
     * @param beta1 decay of the first moment, [0, 1)
     * @param beta2 decay of the second moment, [0, 1)
     * @param epsilon added to the root of the second moment, (0, 1]
     * @param weightDecay part of a parameter taken off per unit of learning rate, 0 … 1000
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
        /** PyTorch's defaults. */
        public static final Settings DEFAULT = new Settings(0.9, 0.999, 1e-8, 0.01);

        public Settings {
            SettingBounds.share(beta1, "beta1");
            SettingBounds.share(beta2, "beta2");
            SettingBounds.positive(1, epsilon, "epsilon");
            SettingBounds.between(0, 1000, weightDecay, "weight decay");
        }
    }

    private final List<String> names;
    private final List<Tensor> parameters;
    private final Settings settings;
    private final List<Tensor> firstMoments = new ArrayList<>(); // shaped as the parameters
    private final List<Tensor> secondMoments = new ArrayList<>();
    private final Tensor counts; // [parameters], float32: steps done
    private final List<Tensor> steps = new ArrayList<>(); // its elements, without dimensions

    /** @param parameters by name; their order is that of the state */
    public AdamW(Map<String, Tensor> parameters, Settings settings) {
        this.names = List.copyOf(parameters.keySet());
        this.parameters = List.copyOf(parameters.values());
        this.settings = settings;
        try (var _ = TensorScope.open()) {
            Device device = this.parameters.isEmpty()
                    ? Device.CPU
                    : this.parameters.getFirst().device();
            counts = Tensor.zeros(DType.FLOAT32, device, this.parameters.size()).own();
            for (Tensor parameter : this.parameters) {
                firstMoments.add(Tensor.zeros(DType.FLOAT32, parameter.device(), parameter.shape())
                        .own());
                secondMoments.add(Tensor.zeros(DType.FLOAT32, parameter.device(), parameter.shape())
                        .own());
                steps.add(counts.select(0, steps.size()).own());
            }
        }
    }

    @Override
    public void step(double learningRate, double gradientFactor) {
        if (parameters.isEmpty()) {
            return;
        }
        Engine.shared(parameters, mine -> step(mine, learningRate, gradientFactor));
        parameters.forEach(Tensor::dropGradient);
    }

    /** Of the parameters with these numbers. */
    private void step(List<Integer> numbers, double learningRate, double gradientFactor) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            numbers.forEach(i -> steps.get(i).assign(steps.get(i).plus(Tensor.scalar(1))));
            Tensor divisor =
                    Tensor.scalar(1 / gradientFactor).on(parameters.getFirst().device());
            STEP.run(
                    list(numbers.stream().map(parameters::get).toList()),
                    list(numbers.stream().map(i -> parameters.get(i).gradient()).toList()),
                    list(numbers.stream().map(firstMoments::get).toList()),
                    list(numbers.stream().map(secondMoments::get).toList()),
                    list(),
                    list(numbers.stream().map(steps::get).toList()),
                    arg(learningRate),
                    arg(settings.beta1),
                    arg(settings.beta2),
                    arg(settings.weightDecay),
                    arg(settings.epsilon),
                    arg(false),
                    arg(false),
                    gradientFactor == 1 ? NONE : some(arg(divisor)),
                    NONE);
        }
    }

    /** First moments, second moments and step counts. */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            state.put("adamw.first." + names.get(i), firstMoments.get(i));
            state.put("adamw.second." + names.get(i), secondMoments.get(i));
            state.put("adamw.steps." + names.get(i), steps.get(i));
        }
        return state;
    }

    @Override
    public void close() {
        state().values().forEach(Tensor::close);
        counts.close();
    }
}
