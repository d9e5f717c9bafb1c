package org.arbolt.pipeline;

import java.util.List;

/**
 * What a run found, {@code evaluation.json}.
 *
 * @param samples number of samples drawn
 * @param effectiveSamples Kish's effective sample size of the treated weights
 * @param rawEffectiveSamples the same of the untreated weights
 * @param paretoShape Pareto k̂
 * @param weights treatment of the weights
 * @param logPartition log Z
 * @param logPartitionLow lower end of its 95 % bootstrap interval
 * @param logPartitionHigh upper end
 * @param distances E-W2, T-W2 and TICA-W2 to the reference; null without one
 * @param averages means that both the ensemble and the reference have
 * @param verdict trust, caution or do not trust
 * @param reasons why
 * @param report path of the report
 */
public record Summary(
        int samples,
        double effectiveSamples,
        double rawEffectiveSamples,
        double paretoShape,
        String weights,
        double logPartition,
        double logPartitionLow,
        double logPartitionHigh,
        EnsembleDistances distances,
        List<Comparison> averages,
        String verdict,
        List<String> reasons,
        String report) {

    /**
     * A mean in the ensemble and in the reference, each with its standard error.
     *
     * @param name what is averaged, with its unit
     */
    public record Comparison(
            String name, double ensemble, double ensembleError, double reference, double referenceError) {

        /** Difference in combined standard errors. */
        public double sigmas() {
            return (ensemble - reference) / Math.hypot(ensembleError, referenceError);
        }
    }
}
