package org.arbolt.math;

import java.util.Arrays;

/**
 * Normalised weights of samples.
 *
 * @param share [F], not negative, with sum 1; all zero where no sample has any weight
 */
public record Weights(double[] share) {

    /** Equal weights. */
    public static Weights uniform(int count) {
        double[] share = new double[count];
        Arrays.fill(share, 1.0 / count);
        return new Weights(share);
    }

    /**
     * exp of log-weights, divided by their sum.
     *
     * @param logWeights [F], up to a common constant; −∞ for weight zero
     */
    public static Weights of(double[] logWeights) {
        double highest = Arrays.stream(logWeights).max().orElse(Double.NEGATIVE_INFINITY);
        if (highest == Double.NEGATIVE_INFINITY) {
            return new Weights(new double[logWeights.length]);
        }
        double[] share =
                Arrays.stream(logWeights).map(l -> Math.exp(l - highest)).toArray();
        double total = Arrays.stream(share).sum();
        return new Weights(Arrays.stream(share).map(w -> w / total).toArray());
    }

    /** Whether no sample has a weight. */
    public boolean areZero() {
        return largest() == 0;
    }

    /** The largest share; 0 where no sample has a weight. */
    public double largest() {
        return Arrays.stream(share).max().orElse(0);
    }

    /**
     * Effective sample size (Σw)²/Σw² (L. Kish, Survey Sampling, 1965); 0 where no sample has a weight.
     */
    public double effectiveSamples() {
        double squares = Arrays.stream(share).map(w -> w * w).sum();
        return squares > 0 ? 1 / squares : 0;
    }
}
