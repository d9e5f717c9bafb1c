package org.arbolt.pipeline;

import org.arbolt.SettingBounds;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.TicaPlane;

/**
 * How an ensemble is compared with a reference.
 *
 * @param frames compared on each side at most
 * @param repeats so often the ensemble is resampled, and so many bootstrap samples tell errors
 * @param lag of the slowest coordinates, frames of the reference; 0 for the longest that is remembered
 * @param referenceWeights array with the weights of the reference's frames; null for equal ones
 */
public record EvaluationPlan(int frames, int repeats, int lag, String referenceWeights) {
    public static final EvaluationPlan DEFAULT = new EvaluationPlan(
            EnsembleDistances.Plan.PUBLISHED.frames(),
            EnsembleDistances.Plan.PUBLISHED.repeats(),
            TicaPlane.LONGEST_REMEMBERED,
            null);

    /** Without errors of distances: at 10,000 frames each repeat takes as long as a small molecule's samples. */
    public static final EvaluationPlan ONCE = new EvaluationPlan(DEFAULT.frames, 1, DEFAULT.lag, null);

    public EvaluationPlan {
        new EnsembleDistances.Plan(frames, repeats);
        SettingBounds.between(0, 1_000_000, lag, "lag (frames)");
    }

    EnsembleDistances.Plan distances() {
        return new EnsembleDistances.Plan(frames, repeats);
    }
}
