package org.arbolt.report;

import org.arbolt.math.ConfidenceInterval;

/**
 * The numbers of the head of the page.
 *
 * @param samples number of samples drawn
 * @param effectiveSamples Kish effective sample size (Σw)²/Σw², between 0 and {@code samples}
 * @param paretoShape Pareto-k̂ of the weights' tail; +∞ where there are too few weights to tell
 * @param logPartition log Z, dimensionless; −∞ where every weight is zero
 * @param energyEvaluations energies of one molecule that the whole run computed
 * @param wallSeconds duration of all stages, s
 */
public record KeyNumbers(
        long samples,
        double effectiveSamples,
        double paretoShape,
        ConfidenceInterval logPartition,
        long energyEvaluations,
        double wallSeconds) {
    public KeyNumbers {
        if (!(effectiveSamples >= 0 && effectiveSamples <= samples * (1 + 1e-9))) {
            throw new IllegalArgumentException(
                    "effective samples must lie between 0 and " + samples + ", was " + effectiveSamples);
        }
        FieldChecks.notNaN("Pareto k", paretoShape);
        FieldChecks.notNegative("energy evaluations", energyEvaluations);
        FieldChecks.notNegative("wall time", wallSeconds);
    }

    /** Effective samples as a share of the samples; 0 where there are none. */
    double efficiency() {
        return samples == 0 ? 0 : effectiveSamples / samples;
    }
}
