package org.arbolt.report;

import java.util.List;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.Weights;

/**
 * The importance weights of the samples, as everything on the page uses them.
 *
 * @param treatment what was done to them: {@code none}, {@code psis}, {@code clip:0.002}; {@code equal} of samples that
 *     have no weights
 * @param logWeights [F], natural logarithms up to a common constant; −∞ for a sample of weight zero
 * @param rawLogWeights [F], as they came, before the treatment
 * @param exclusions why samples have weight zero
 * @param origin where they come from
 * @param groups [F], numbers of the lineage of each sample; null where samples are independent
 */
public record Weighting(
        String treatment,
        double[] logWeights,
        double[] rawLogWeights,
        List<Exclusion> exclusions,
        Origin origin,
        int[] groups) {

    /** Weights of a model's samples that nothing was done to. */
    public Weighting(String treatment, double[] logWeights, List<Exclusion> exclusions) {
        this(treatment, logWeights, logWeights, exclusions, Origin.MODEL, null);
    }

    /** Where weights come from. */
    public enum Origin {
        /** From the density of a model that the samples were drawn from here. */
        MODEL,
        /** From samples that were resampled or moved on the way: sequential Monte Carlo, annealing. */
        POPULATION,
        /** From a density that came with the samples. */
        GIVEN_DENSITY,
        /** They came with the samples. */
        GIVEN,
        /** Nothing is known of them: all are equal. */
        NONE
    }

    /**
     * A reason for weight zero.
     *
     * @param reason in plain words, e.g. {@code wrong handedness}
     * @param samples how many
     */
    public record Exclusion(String reason, long samples) {
        public Exclusion {
            FieldChecks.notNegative("excluded samples", samples);
        }
    }

    public Weighting {
        exclusions = List.copyOf(exclusions);
        FieldChecks.notNaN("log-weights", logWeights);
        FieldChecks.sameLength("log-weights, treated and raw", logWeights.length, rawLogWeights.length);
        for (double logWeight : logWeights) {
            if (logWeight == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("a log-weight must not be +infinity");
            }
        }
    }

    /** What the treatment makes of the weights, in a word. */
    String adjective() {
        return switch (treatment) {
            case "none" -> "raw";
            case "psis" -> "smoothed";
            case "equal" -> "equal";
            default -> "clipped";
        };
    }

    /** What averages are made with, all descendants of one first sample together, [F]. */
    Weights independent() {
        return Weights.of(LogSumExp.ofGroups(logWeights, groups));
    }

    /** The same as they came, logarithms. */
    double[] independentRaw() {
        return LogSumExp.ofGroups(rawLogWeights, groups);
    }

    /** Number of samples. */
    int size() {
        return logWeights.length;
    }
}
