package org.arbolt.train;

import java.util.stream.DoubleStream;
import org.arbolt.tensor.Tensor;

/**
 * Mean and variance of the log-weights of each molecule over its latest examples, the older the less: a batch of many
 * molecules holds few examples of each. Immutable; float32 where it is kept, so that a run goes on to the bit.
 *
 * @param count [M] effective number of examples of each molecule
 * @param means [M], nats
 * @param variances [M], nats²
 */
record LogWeightSpread(double[] count, double[] means, double[] variances) {
    private static final double MEMORY = 64; // examples of a molecule
    private static final double LEAST = 16; // examples that tell a variance

    /** Of M molecules of which no example was seen. */
    static LogWeightSpread none(int molecules) {
        return new LogWeightSpread(new double[molecules], new double[molecules], new double[molecules]);
    }

    /** What {@link #tensor} holds. */
    static LogWeightSpread of(Tensor kept) {
        float[] numbers = kept.toFloats();
        LogWeightSpread spread = none(numbers.length / 3);
        int molecules = spread.count.length;
        for (int m = 0; m < molecules; m++) {
            spread.count[m] = numbers[m];
            spread.means[m] = numbers[molecules + m];
            spread.variances[m] = numbers[2 * molecules + m];
        }
        return spread;
    }

    /** All of it, [3][M], float32. */
    Tensor tensor() {
        int molecules = count.length;
        float[] numbers = new float[3 * molecules];
        for (int m = 0; m < molecules; m++) {
            numbers[m] = (float) count[m];
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
        return count[molecule] < LEAST ? Double.NaN : variances[molecule];
    }

    /** Mean over so many examples [M] of each molecule; NaN where a log-weight is not known. */
    double variance(double[] examples) {
        double sum = 0;
        for (int m = 0; m < examples.length; m++) {
            sum += examples[m] * variances[m];
        }
        return sum / DoubleStream.of(examples).sum();
    }

    /** Log-weights [b] less the means of their molecules. */
    double[] deviations(double[] logWeights, int[] molecule) {
        double[] deviations = new double[logWeights.length];
        for (int b = 0; b < deviations.length; b++) {
            deviations[b] = logWeights[b] - means[molecule[b]];
        }
        return deviations;
    }

    /** With further examples, whose deviations from the means of this have these moments. */
    LogWeightSpread with(GroupedMoments latest) {
        LogWeightSpread next = none(count.length);
        for (int m = 0; m < count.length; m++) {
            double added = latest.count()[m];
            double kept = count[m] * Math.exp(-added / MEMORY);
            double all = kept + added;
            double shift = all == 0 ? 0 : latest.sum()[m] / all;
            boolean known = Double.isFinite(latest.squares()[m]);
            next.count[m] = known ? all : count[m];
            next.means[m] = known ? means[m] + shift : means[m];
            next.variances[m] = known && all > 0
                    ? Math.max(0, (kept * variances[m] + latest.squares()[m]) / all - shift * shift)
                    : variances[m];
        }
        return next;
    }
}
