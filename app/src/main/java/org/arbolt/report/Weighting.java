package org.arbolt.report;

import java.util.List;

/**
 * The importance weights of the samples, as everything on the page uses them.
 *
 * @param treatment what was done to them: {@code none}, {@code psis}, {@code clip:0.002}; {@code equal} of samples that
 *     have no weights
 * @param logWeights [F], natural logarithms up to a common constant; −∞ for a sample of weight zero
 * @param rawLogWeights [F], as they came, before the treatment
 * @param exclusions why samples have weight zero
 */
public record Weighting(String treatment, double[] logWeights, double[] rawLogWeights, List<Exclusion> exclusions) {

    /** Weights that nothing was done to. */
    public Weighting(String treatment, double[] logWeights, List<Exclusion> exclusions) {
        this(treatment, logWeights, logWeights, exclusions);
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

    /** Number of samples. */
    int size() {
        return logWeights.length;
    }
}
