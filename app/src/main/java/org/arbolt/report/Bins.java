package org.arbolt.report;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.math.Estimate;
import org.arbolt.math.Weights;

/**
 * Equal bins of a line.
 *
 * @param low lower edge of the first
 * @param high upper edge of the last
 * @param count how many
 */
record Bins(double low, double high, int count) {
    Bins {
        if (!(low < high) || count < 1) {
            throw new IllegalArgumentException(
                    "bins need low < high and a count, was " + low + " … " + high + " / " + count);
        }
    }

    double width() {
        return (high - low) / count;
    }

    /** [count + 1]. */
    double[] edges() {
        return IntStream.rangeClosed(0, count)
                .mapToDouble(i -> low + (high - low) * i / count)
                .toArray();
    }

    /** The bin of a value; −1 outside. Bins hold their lower edge, the last one also its upper. */
    int index(double value) {
        if (!(value >= low && value <= high)) {
            return -1;
        }
        return Math.min((int) ((value - low) / (high - low) * count), count - 1);
    }

    /** Share of the weight in every bin; what lies outside the bins is in none. */
    double[] shares(double[] values, Weights weights) {
        double[] shares = new double[count];
        for (int i = 0; i < values.length; i++) {
            int bin = index(values[i]);
            if (bin >= 0) {
                shares[bin] += weights.share()[i];
            }
        }
        return shares;
    }

    /**
     * Standard errors of {@link #shares} of an equally weighted set, from the scatter between its independent blocks.
     *
     * @param blocks number of equal consecutive blocks, at least 2; frames left over at the end are not used
     */
    double[] blockErrors(double[] values, int blocks) {
        int length = values.length / blocks;
        double[] sums = new double[count];
        double[] squares = new double[count];
        for (int block = 0; block < blocks; block++) {
            double[] part = Arrays.copyOfRange(values, block * length, (block + 1) * length);
            double[] shares = shares(part, Weights.uniform(length));
            Arrays.setAll(sums, bin -> sums[bin] + shares[bin]);
            Arrays.setAll(squares, bin -> squares[bin] + shares[bin] * shares[bin]);
        }
        return IntStream.range(0, count)
                .mapToDouble(bin -> errorOfMean(sums[bin], squares[bin], blocks))
                .toArray();
    }

    private static double errorOfMean(double sum, double squares, int blocks) {
        double variance = Math.max(0, squares / blocks - (sum / blocks) * (sum / blocks));
        return Math.sqrt(variance / (blocks - 1));
    }

    /**
     * Standard errors of {@link #shares} of weighted samples that may be copies of each other.
     *
     * @param groups [F], see {@link Weighting#groups}; null where samples are independent
     */
    double[] weightedErrors(double[] values, Weights weights, int[] groups) {
        if (groups == null) {
            return weightedErrors(values, weights);
        }
        int[] bins = Arrays.stream(values).mapToInt(this::index).toArray();
        return IntStream.range(0, count)
                .mapToDouble(bin -> Estimate.weightedGroups(
                                Arrays.stream(bins)
                                        .mapToDouble(b -> b == bin ? 1 : 0)
                                        .toArray(),
                                weights.share(),
                                groups)
                        .error())
                .toArray();
    }

    /**
     * Standard errors of {@link #shares} of independent weighted samples: the delta method for a ratio of means, Σ
     * w²(1[x in bin] − p)² (A. B. Owen, Monte Carlo theory, methods and examples, 2013, eq. 9.9).
     */
    double[] weightedErrors(double[] values, Weights weights) {
        double[] inBin = new double[count];
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            double square = weights.share()[i] * weights.share()[i];
            int bin = index(values[i]);
            all += square;
            if (bin >= 0) {
                inBin[bin] += square;
            }
        }
        double total = all;
        double[] p = shares(values, weights);
        return IntStream.range(0, count)
                .mapToDouble(bin -> Math.sqrt(Math.max(0, inBin[bin] * (1 - 2 * p[bin]) + p[bin] * p[bin] * total)))
                .toArray();
    }
}
