package org.arbolt.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.tensor.Tensor;

/** All tensors that change while training, by the names a checkpoint holds them under. */
final class TrainingState {
    static final String AVERAGE = "average."; // and the name of the parameter

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    TrainingState(Objective objective, Stepper stepper, ExponentialMovingAverage average) {
        List<String> names = new ArrayList<>(objective.parameters().keySet());
        for (int i = 0; i < names.size(); i++) {
            tensors.put("parameter." + names.get(i), objective.parameters().get(names.get(i)));
            tensors.put(AVERAGE + names.get(i), average.tensors().get(i));
        }
        tensors.putAll(stepper.state());
    }

    /** The tensors themselves, in a fixed order. */
    Map<String, Tensor> tensors() {
        return tensors;
    }
}
