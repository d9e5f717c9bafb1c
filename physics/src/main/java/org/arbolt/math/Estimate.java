package org.arbolt.math;

import java.util.Arrays;
import java.util.Locale;

/**
 * A number that data give, with its standard error. Both are in one unit, which the giver of an estimate states.
 *
 * @param value the number; infinite where the data say so (a free energy of a state that was never seen); NaN where
 *     there is none
 * @param error one standard error; 0 for a number that is exact, NaN where the error is not known
 */
public record Estimate(double value, double error) {
    private static final double ROUNDING = 1e-12; // relative, of sums of weights
    /** No such number. */
    public static final Estimate MISSING = new Estimate(Double.NaN, Double.NaN);

    public Estimate {
        if (error < 0) {
            throw new IllegalArgumentException("an estimate's error must not be negative, was " + error);
        }
        if (Double.isNaN(value) && !Double.isNaN(error)) {
            throw new IllegalArgumentException("an estimate without a value has no error, was " + error);
        }
    }

    /** A number whose error is not known. */
    public static Estimate of(double value) {
        return new Estimate(value, Double.NaN);
    }

    /**
     * Mean of independent numbers with its error, s/√n with s² the unbiased variance.
     *
     * @param values [n]; the error of a single one is not known
     */
    public static Estimate ofIndependent(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0); // compensated: the mean of ones is one
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Estimate(mean, Math.sqrt(squares / (values.length - 1) / values.length));
    }

    /**
     * Mean over frames of independent trajectories: frames of a group may be correlated, groups are independent. The
     * error is that of a ratio estimator, from the scatter of the groups, which may differ in size (Cochran, Sampling
     * Techniques, 1977, eq. 9A.2 without a finite population).
     *
     * @param values [F]
     * @param group [F], which independent trajectory each frame is from, 0 or greater; the error of a single one is not
     *     known
     */
    public static Estimate ofGroups(double[] values, int[] group) {
        int groups = Arrays.stream(group).max().orElse(-1) + 1;
        double[] sum = new double[groups];
        int[] count = new int[groups];
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            sum[group[i]] += values[i];
            count[group[i]]++;
            total += values[i];
        }
        double mean = total / values.length;
        int used = 0;
        double scatter = 0;
        for (int g = 0; g < groups; g++) {
            if (count[g] > 0) {
                used++;
                double part = sum[g] - mean * count[g];
                scatter += part * part;
            }
        }
        double error = used < 2 ? Double.NaN : Math.sqrt(scatter * used / (used - 1.0)) / values.length;
        return new Estimate(mean, error);
    }

    /**
     * Self-normalised weighted mean ⟨a⟩ with its error by the delta method, √Σ w² (a − ⟨a⟩)² (A. B. Owen, Monte Carlo
     * theory, methods and examples, 2013, eq. 9.9).
     *
     * @param values [F]; those of weight zero do not take part and may be anything
     * @param weights [F], not negative, with sum 1; {@link #MISSING} where all are zero
     */
    public static Estimate weighted(double[] values, double[] weights) {
        double mean = weightedMean(values, weights);
        double variance = 0;
        for (int i = 0; i < weights.length; i++) {
            double part = weights[i] == 0 ? 0 : weights[i] * (values[i] - mean);
            variance += part * part;
        }
        return Double.isNaN(mean) ? MISSING : new Estimate(mean, Math.sqrt(variance));
    }

    /**
     * The same of samples in independent groups, as the populations of sequential Monte Carlo are: √(G/(G − 1)
     * Σ_g (Σ_{i∈g} w (a − ⟨a⟩))²) over the G groups of any weight.
     *
     * @param group [F], which group each is of, 0 or greater; the error of a single one is not known; null where all
     *     samples are independent
     */
    public static Estimate weightedGroups(double[] values, double[] weights, int[] group) {
        if (group == null) {
            return weighted(values, weights);
        }
        double mean = weightedMean(values, weights);
        if (Double.isNaN(mean)) {
            return MISSING;
        }
        double[] parts = new double[Arrays.stream(group).max().orElse(-1) + 1];
        boolean[] used = new boolean[parts.length];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                parts[group[i]] += weights[i] * (values[i] - mean);
                used[group[i]] = true;
            }
        }
        int groups = 0;
        double scatter = 0;
        for (int g = 0; g < parts.length; g++) {
            groups += used[g] ? 1 : 0;
            scatter += parts[g] * parts[g];
        }
        return new Estimate(mean, groups < 2 ? Double.NaN : Math.sqrt(scatter * groups / (groups - 1.0)));
    }

    /** NaN where all weights are zero. */
    private static double weightedMean(double[] values, double[] weights) {
        double mean = 0;
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            mean += weights[i] == 0 ? 0 : weights[i] * values[i];
            total += weights[i];
        }
        return total == 0 ? Double.NaN : mean;
    }

    public boolean isMissing() {
        return Double.isNaN(value);
    }

    /** The same number in another unit. @param factor the old unit in new ones, positive */
    public Estimate times(double factor) {
        return new Estimate(factor * value, factor * error);
    }

    /**
     * How far two estimates lie apart in units of their combined error; NaN where that is not defined, and where they
     * differ by no more than rounding, as populations of 1 do.
     */
    public double sigmasFrom(Estimate other) {
        double combined = Math.hypot(error, other.error);
        if (combined <= ROUNDING * Math.max(Math.abs(value), Math.abs(other.value))) {
            return Double.NaN;
        }
        return combined > 0 && !Double.isInfinite(combined) ? Math.abs(value - other.value) / combined : Double.NaN;
    }

    /** E.g. {@code -36.72 ± 0.21}: to the two digits of the error that mean something. */
    @Override
    public String toString() {
        if (!(error > 0) || Double.isInfinite(error)) {
            return String.format(Locale.ROOT, "%.6g", value);
        }
        int decimals = Math.clamp(1 - (int) Math.floor(Math.log10(error)), 0, 15);
        return String.format(Locale.ROOT, "%." + decimals + "f ± %." + decimals + "f", value, error);
    }
}
