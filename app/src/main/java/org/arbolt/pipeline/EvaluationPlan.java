package org.arbolt.pipeline;

import java.util.List;
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
 * @param variables whose profiles are wanted, e.g. {@code end = distance(CA 1, CA 5)}; null for none
 */
public record EvaluationPlan(int frames, int repeats, int lag, String referenceWeights, List<String> variables) {
    public static final EvaluationPlan DEFAULT = new EvaluationPlan(
            EnsembleDistances.Plan.PUBLISHED.frames(),
            EnsembleDistances.Plan.PUBLISHED.repeats(),
            TicaPlane.LONGEST_REMEMBERED,
            null,
            null);

    /** Without errors of distances: at 10,000 frames each repeat takes as long as a small molecule's samples. */
    public static final EvaluationPlan ONCE = new EvaluationPlan(DEFAULT.frames, 1, DEFAULT.lag, null, null);

    public EvaluationPlan {
        variables = variables == null || variables.isEmpty() ? null : List.copyOf(variables);
        new EnsembleDistances.Plan(frames, repeats);
        SettingBounds.between(0, 1_000_000, lag, "lag (frames)");
    }

    EnsembleDistances.Plan distances() {
        return new EnsembleDistances.Plan(frames, repeats);
    }

    /** The same with other numbers of frames. @param most that are compared on each side */
    public EvaluationPlan comparing(int most) {
        return new EvaluationPlan(most, repeats, lag, referenceWeights, variables);
    }

    /** The same with profiles of variables. @param wanted null or empty for none */
    public EvaluationPlan with(List<String> wanted) {
        return new EvaluationPlan(frames, repeats, lag, referenceWeights, wanted);
    }
}
