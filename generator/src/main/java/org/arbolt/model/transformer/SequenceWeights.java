package org.arbolt.model.transformer;

import java.util.Arrays;
import java.util.function.Supplier;

/** How much each sequence of a batch counts in a loss −Σ_b ω_b log P(sequence b). */
@FunctionalInterface
public interface SequenceWeights {

    /**
     * @param logProbabilities gives log P of the sequences, [B], nats; asking costs the output layer once more
     * @return ω [B], constants in the loss's derivative
     */
    double[] of(Supplier<double[]> logProbabilities);

    /** The same weight for each sequence: 1/(B·T) for the mean cross-entropy per coordinate. */
    static SequenceWeights equal(int sequences, double weight) {
        double[] weights = new double[sequences];
        Arrays.fill(weights, weight);
        return _ -> weights;
    }
}
