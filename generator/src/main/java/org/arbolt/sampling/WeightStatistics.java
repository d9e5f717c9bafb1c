package org.arbolt.sampling;

import java.util.Arrays;
import java.util.Locale;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;

/**
 * What the weights of an ensemble say of it: the same numbers wherever an ensemble is judged.
 *
 * @param samples number of samples drawn
 * @param excluded those of weight zero because the target excludes them
 * @param rawEffectiveSamples Kish's effective sample size of the weights as they came, between 0 and {@code samples}
 * @param smoothedEffectiveSamples the same of the Pareto smoothed weights
 * @param clippedEffectiveSamples the same of the raw weights after the published rule, which drops the samples whose
 *     log-weight is in the top 0.2 %
 * @param paretoShape Pareto k̂ of the raw weights' tail; +∞ with too few weights to tell
 * @param logPartition log Z, dimensionless, from the raw weights; −∞ where every weight is zero
 * @param treatment of the weights that averages are made with: {@code none}, {@code psis}, {@code clip:0.002}; {@code
 *     equal} of samples that have none
 */
public record WeightStatistics(
        int samples,
        int excluded,
        double rawEffectiveSamples,
        double smoothedEffectiveSamples,
        double clippedEffectiveSamples,
        double paretoShape,
        ConfidenceInterval logPartition,
        String treatment) {
    private static final double LEVEL = 0.95;
    private static final String EQUAL = "equal";

    public WeightStatistics {
        checkEffective("raw", rawEffectiveSamples, samples);
        checkEffective("smoothed", smoothedEffectiveSamples, samples);
        checkEffective("clipped", clippedEffectiveSamples, samples);
        if (Double.isNaN(paretoShape) || logPartition == null) {
            throw new IllegalArgumentException("statistics of weights need Pareto k̂ and log Z");
        }
    }

    private static void checkEffective(String which, double effective, int samples) {
        if (!(effective >= 0 && effective <= samples * (1 + 1e-9))) {
            throw new IllegalArgumentException(
                    which + " effective samples must lie between 0 and " + samples + ", was " + effective);
        }
    }

    /**
     * Descendants of one first sample count as one, with the weight of all.
     *
     * @param bootstrap of the interval of log Z
     */
    public static WeightStatistics of(Ensemble ensemble, Seed bootstrap) {
        ImportanceWeights weights = ensemble.groups() == null
                ? ensemble.weights()
                : ImportanceWeights.ofRaw(
                        ensemble.independentLogWeights(), ensemble.weights().treatment());
        return new WeightStatistics(
                ensemble.count(),
                ensemble.exclusions().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum(),
                Weights.of(weights.rawLogWeights()).effectiveSamples(),
                Weights.of(weights.smoothedLogWeights()).effectiveSamples(),
                Weights.of(ImportanceWeights.ofRaw(clippable(ensemble, weights), ImportanceWeights.Treatment.PUBLISHED)
                                .logWeights())
                        .effectiveSamples(),
                weights.paretoShape(),
                weights.logPartition(LEVEL, bootstrap),
                weights.treatment().name());
    }

    /** Of lineages those that are left: the published rule counts what it drops a share of. */
    private static double[] clippable(Ensemble ensemble, ImportanceWeights weights) {
        return ensemble.groups() == null
                ? weights.rawLogWeights()
                : Arrays.stream(weights.rawLogWeights())
                        .filter(Double::isFinite)
                        .toArray();
    }

    /** The same where weights are equal because nothing is known of them. */
    public WeightStatistics ofNoWeights() {
        return new WeightStatistics(
                samples,
                excluded,
                rawEffectiveSamples,
                smoothedEffectiveSamples,
                clippedEffectiveSamples,
                paretoShape,
                logPartition,
                EQUAL);
    }

    /**
     * The same of samples that descend from fewer, whose weights do not tell.
     *
     * @param effective effective samples where all offspring of one counts as one
     * @param shape Pareto k̂ of the weights before resampling
     * @param logZ log Z, with an interval that takes copies into account
     */
    public WeightStatistics ofDescendants(double effective, double shape, ConfidenceInterval logZ) {
        return new WeightStatistics(
                samples,
                excluded,
                Math.min(rawEffectiveSamples, effective),
                Math.min(smoothedEffectiveSamples, effective),
                Math.min(clippedEffectiveSamples, effective),
                shape,
                logZ,
                treatment);
    }

    /** Whether weights are known; where not, neither k̂ nor log Z says anything. */
    public boolean areKnown() {
        return !treatment.equals(EQUAL);
    }

    /** Whether all samples that are not excluded weigh the same. */
    public boolean areEqual() {
        return samples > excluded && rawEffectiveSamples >= (samples - excluded) * (1 - 1e-9);
    }

    /** Raw effective samples as a share of the samples; 0 where there are none. */
    public double rawShare() {
        return samples == 0 ? 0 : rawEffectiveSamples / samples;
    }

    /** Smoothed effective samples as a share of the samples; 0 where there are none. */
    public double smoothedShare() {
        return samples == 0 ? 0 : smoothedEffectiveSamples / samples;
    }

    /** E.g. {@code ESS 48.80 % raw, 51.20 % smoothed, of 10000 samples, Pareto k 0.43}. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "ESS %.2f %% raw, %.2f %% smoothed, of %d samples, Pareto k %.2f",
                100 * rawShare(),
                100 * smoothedShare(),
                samples,
                paretoShape);
    }
}
