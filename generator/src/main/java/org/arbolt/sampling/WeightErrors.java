package org.arbolt.sampling;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;

/**
 * Standard errors of what weights say, from bootstrap samples of them (B. Efron, R. Tibshirani, An Introduction to the
 * Bootstrap, 1993, §6.2). NaN where they say nothing.
 *
 * @param effectiveSamples of the raw effective sample size
 * @param paretoShape of k̂
 * @param logPartition of log Z
 */
public record WeightErrors(double effectiveSamples, double paretoShape, double logPartition) {
    private static final int BOOTSTRAPS = 50;

    /** @param raw [F], log-weights; −∞ for weight zero */
    public static WeightErrors of(double[] raw, Seed seed) {
        double[][] drawn = IntStream.range(0, BOOTSTRAPS)
                .mapToObj(b -> drawn(raw, seed.stream("bootstrap weights", b)))
                .toArray(double[][]::new);
        return new WeightErrors(
                deviation(drawn, weights -> Weights.of(weights).effectiveSamples()),
                deviation(drawn, weights -> ParetoSmoothing.of(weights).shape()),
                deviation(drawn, LogSumExp::of));
    }

    private static double[] drawn(double[] raw, RandomStream random) {
        return random.ints(raw.length, 0, raw.length).mapToDouble(i -> raw[i]).toArray();
    }

    private static double deviation(double[][] drawn, ToDoubleFunction<double[]> statistic) {
        double[] values = Arrays.stream(drawn).mapToDouble(statistic).toArray();
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            return Double.NaN;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }
}
