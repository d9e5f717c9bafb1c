package org.arbolt.sampling;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Pareto-smoothed importance sampling (Vehtari, Simpson, Gelman, Yao, Gabry, "Pareto smoothed importance sampling",
 * JMLR 25 (2024), algorithm 1): a generalised Pareto distribution is fitted to the largest weights, which are replaced
 * by its expected order statistics, none above the largest raw weight.
 *
 * @param logWeights [F] smoothed
 * @param shape k̂ of the tail; +∞ with too few weights to fit
 * @param tail what was fitted; null where nothing was
 */
public record ParetoSmoothing(double[] logWeights, double shape, Tail tail) {
    private static final int SHORTEST_TAIL = 5;

    /**
     * A generalised Pareto distribution of the largest weights. Weights are in units of the largest.
     *
     * @param size number of weights that it was fitted to
     * @param logLargest logarithm of the largest weight
     * @param threshold where the tail begins
     * @param shape k̂
     * @param scale of the excess over the threshold
     */
    public record Tail(int size, double logLargest, double threshold, double shape, double scale) {

        /** Logarithm of the weight at which the tail begins. */
        public double logThreshold() {
            return logLargest + Math.log(threshold);
        }

        /** Share of the tail's weights that are larger. @param logWeight of {@link #logThreshold()} or above */
        public double larger(double logWeight) {
            double excess = Math.max(0, Math.exp(logWeight - logLargest) - threshold);
            double base = 1 + shape * excess / scale;
            return Math.abs(shape) < 1e-12 ? Math.exp(-excess / scale) : base <= 0 ? 0 : Math.pow(base, -1 / shape);
        }
    }

    /** Smooths log-weights [F]; −∞ stays −∞. */
    public static ParetoSmoothing of(double[] logWeights) {
        int n = logWeights.length;
        int tail = (int) Math.ceil(Math.min(0.2 * n, 3 * Math.sqrt(n)));
        int[] order = IntStream.range(0, n)
                .filter(i -> logWeights[i] > Double.NEGATIVE_INFINITY)
                .boxed()
                .sorted((a, b) -> Double.compare(logWeights[a], logWeights[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        if (tail < SHORTEST_TAIL || order.length <= tail) {
            return new ParetoSmoothing(logWeights.clone(), Double.POSITIVE_INFINITY, null);
        }
        double largest = logWeights[order[order.length - 1]];
        double threshold = Math.exp(logWeights[order[order.length - 1 - tail]] - largest);
        double[] excess = new double[tail]; // ascending, in units of the largest weight
        for (int i = 0; i < tail; i++) {
            excess[i] = Math.exp(logWeights[order[order.length - tail + i]] - largest) - threshold;
        }
        if (excess[tail - 1] <= 0) {
            return new ParetoSmoothing(
                    logWeights.clone(), Double.NEGATIVE_INFINITY, null); // equal weights: no tail at all
        }
        Fit fit = Fit.of(excess);
        double[] smoothed = logWeights.clone();
        for (int i = 0; i < tail; i++) {
            double weight = threshold + fit.quantile((i + 0.5) / tail);
            smoothed[order[order.length - tail + i]] = largest + Math.min(0, Math.log(weight));
        }
        return new ParetoSmoothing(smoothed, fit.shape, new Tail(tail, largest, threshold, fit.shape, fit.scale));
    }

    /** A generalised Pareto distribution. */
    private record Fit(double shape, double scale) {

        /**
         * Zhang and Stephens, Technometrics 51, 316 (2009), with the weak prior on the shape of Vehtari et al.,
         * appendix.
         *
         * @param x excesses, ascending, the last positive
         */
        static Fit of(double[] x) {
            int n = x.length;
            int grid = 30 + (int) Math.sqrt(n);
            double quartile = Math.max(x[(int) Math.floor(n / 4.0 + 0.5) - 1], Double.MIN_NORMAL);
            double[] theta = new double[grid];
            double[] likelihood = new double[grid];
            for (int j = 0; j < grid; j++) {
                theta[j] = 1 / x[n - 1] + (1 - Math.sqrt(grid / (j + 0.5))) / (3 * quartile);
                double k = shape(theta[j], x);
                likelihood[j] = n * (Math.log(-theta[j] / k) - k - 1);
            }
            double sum = 0;
            double mean = 0;
            double top = Arrays.stream(likelihood)
                    .filter(l -> !Double.isNaN(l))
                    .max()
                    .orElse(0);
            for (int j = 0; j < grid; j++) {
                double posterior = Double.isNaN(likelihood[j]) ? 0 : Math.exp(likelihood[j] - top);
                sum += posterior;
                mean += posterior * theta[j];
            }
            double best = mean / sum;
            double k = shape(best, x);
            return new Fit((n * k + 10 * 0.5) / (n + 10), -k / best);
        }

        private static double shape(double theta, double[] x) {
            double mean = 0;
            for (double value : x) {
                mean += Math.log1p(-theta * value);
            }
            return mean / x.length;
        }

        double quantile(double p) {
            return Math.abs(shape) < 1e-12
                    ? -scale * Math.log1p(-p)
                    : scale * Math.expm1(-shape * Math.log1p(-p)) / shape;
        }
    }
}
