package org.arbolt.tensor;

import java.util.Map;

/** Changes parameters along their accumulated gradients. Not thread safe. */
public interface Optimiser extends AutoCloseable {

    /**
     * Updates the parameters by their accumulated gradients and forgets the gradients.
     *
     * @param learningRate step size
     * @param gradientFactor what every gradient is multiplied by first: 1, or less to clip their norm
     */
    void step(double learningRate, double gradientFactor);

    /** What it remembers between steps, by name, in a fixed order: the state to save and restore. */
    Map<String, Tensor> state();

    @Override
    void close();
}
