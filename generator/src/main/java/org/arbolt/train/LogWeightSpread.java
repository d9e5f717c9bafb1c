package org.arbolt.train;

import org.arbolt.tensor.Tensor;

/**
 * Mean and variance of the log-weights of each molecule, exponentially weighted: the weight of an example falls by e
 * for every {@value #MEMORY} later ones of its molecule, those of one batch counting alike. A batch of many molecules
 * holds few examples of each. Immutable; float32 where it is kept, so that a run goes on to the bit.
 *
 * @param weights [M] sums of the weights of each molecule's examples
 * @param means [M], nats
 * @param variances [M], nats²
 */
record LogWeightSpread(double[] weights, double[] means, double[] variances) {
    private static final double MEMORY = 64;
    private static final double LEAST = 16; // of weight, that tells a variance

    /** Of M molecules of which no example was seen. */
    static LogWeightSpread none(int molecules) {
        return new LogWeightSpread(new double[molecules], new double[molecules], new double[molecules]);
    }

    /** What {@link #tensor} holds. */
    static LogWeightSpread of(Tensor kept) {
        float[] numbers = kept.toFloats();
        LogWeightSpread spread = none(numbers.length / 3);
        int molecules = spread.weights.length;
        for (int m = 0; m < molecules; m++) {
            spread.weights[m] = numbers[m];
            spread.means[m] = numbers[molecules + m];
            spread.variances[m] = numbers[2 * molecules + m];
        }
        return spread;
    }

    /** All of it, [3][M], float32. */
    Tensor tensor() {
        int molecules = weights.length;
        float[] numbers = new float[3 * molecules];
        for (int m = 0; m < molecules; m++) {
            numbers[m] = (float) weights[m];
            numbers[molecules + m] = (float) means[m];
            numbers[2 * molecules + m] = (float) variances[m];
        }
        return Tensor.of(numbers, 3, molecules);
    }

    double mean(int molecule) {
        return means[molecule];
    }

    /** NaN where too few examples were seen. */
    double variance(int molecule) {
        return weights[molecule] < LEAST ? Double.NaN : variances[molecule];
    }

    /** Mean over so many examples [M] of each molecule; NaN where no log-weight of one of them is known. */
    double meanVariance(double[] examples) {
        double sum = 0;
        double all = 0;
        for (int m = 0; m < examples.length; m++) {
            if (examples[m] > 0) {
                sum += examples[m] * (weights[m] == 0 ? Double.NaN : variances[m]);
                all += examples[m];
            }
        }
        return sum / all;
    }

    /** Log-weights [b] less the means of their molecules. */
    double[] deviations(double[] logWeights, int[] molecule) {
        double[] deviations = new double[logWeights.length];
        for (int b = 0; b < deviations.length; b++) {
            deviations[b] = logWeights[b] - means[molecule[b]];
        }
        return deviations;
    }

    /**
     * With further examples; those of a molecule are left out if a log-weight of theirs is not known or too large for a
     * float32 square.
     *
     * @param latest moments of their deviations from the means of this
     */
    LogWeightSpread updated(GroupedMoments latest) {
        LogWeightSpread next = none(weights.length);
        for (int m = 0; m < weights.length; m++) {
            double added = latest.count()[m];
            double kept = weights[m] * Math.exp(-added / MEMORY);
            double all = kept + added;
            double shift = latest.sum()[m] / all;
            double variance = Math.max(0, (kept * variances[m] + latest.squares()[m]) / all - shift * shift);
            boolean known = added > 0 && Float.isFinite((float) variance);
            next.weights[m] = known ? all : weights[m];
            next.means[m] = known ? means[m] + shift : means[m];
            next.variances[m] = known ? variance : variances[m];
        }
        return next;
    }
}
