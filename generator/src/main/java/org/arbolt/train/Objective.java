package org.arbolt.train;

import java.util.Map;
import java.util.Set;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.SequenceWeights;
import org.arbolt.tensor.Tensor;

/** Something with parameters that can be trained on tokens. */
public interface Objective {

    /** Parameters by name, in a fixed order; float32, gradients wanted. */
    Map<String, Tensor> parameters();

    /**
     * Names of the parameters of rank 2 that take every number of their input at every step, as no table of tokens
     * does.
     */
    Set<String> matrices();

    /** Log-probabilities of examples, [B], nats. */
    double[] logProbabilities(Batch batch);

    /**
     * Adds the gradient of −Σ_b ω_b log P(example b) to the parameters' gradients.
     *
     * @param weights ω of the examples
     * @param token weight of one token in the mean over all tokens of the step, 1/n, for what is added to the
     *     likelihood
     * @param noise what is random in this step comes from it; equal seeds give equal gradients
     * @return log-probabilities of the examples, [B], nats
     */
    double[] accumulateGradients(Batch batch, SequenceWeights weights, double token, Seed noise);
}
