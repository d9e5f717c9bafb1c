package org.arbolt.report;

import java.util.Arrays;

/**
 * Normalised weights.
 *
 * @param share [F], not negative, with sum 1; all zero where no frame has any weight
 */
record Weights(double[] share) {

    /** Equal weights. */
    static Weights uniform(int count) {
        double[] share = new double[count];
        Arrays.fill(share, 1.0 / count);
        return new Weights(share);
    }

    /** exp of the log-weights, divided by their sum. */
    static Weights of(Weighting weighting) {
        double[] logWeights = weighting.logWeights();
        double highest = Arrays.stream(logWeights).max().orElse(Double.NEGATIVE_INFINITY);
        if (highest == Double.NEGATIVE_INFINITY) {
            return new Weights(new double[logWeights.length]);
        }
        double[] share =
                Arrays.stream(logWeights).map(l -> Math.exp(l - highest)).toArray();
        double total = Arrays.stream(share).sum();
        return new Weights(Arrays.stream(share).map(w -> w / total).toArray());
    }

    boolean areZero() {
        return largest() == 0;
    }

    double largest() {
        return Arrays.stream(share).max().orElse(0);
    }

    /** Kish (1965) effective sample size, (Σw)²/Σw²; 0 where no frame has any weight. */
    double effectiveSamples() {
        double squares = Arrays.stream(share).map(w -> w * w).sum();
        return squares > 0 ? 1 / squares : 0;
    }
}
