package org.arbolt.benchmark;

import java.util.Arrays;
import java.util.List;
import org.arbolt.math.Estimate;

/**
 * A number over seeds.
 *
 * @param mean over them
 * @param deviation standard deviation over them; null for a single one
 */
public record Spread(double mean, Double deviation) {
    /** @return null where it is not known of some */
    static Spread of(List<Double> values) {
        if (values.stream().anyMatch(value -> value == null || !Double.isFinite(value))) {
            return null;
        }
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Arrays.stream(all).average().orElseThrow();
        double squares = Arrays.stream(all).map(v -> (v - mean) * (v - mean)).sum();
        return new Spread(mean, all.length < 2 ? null : Math.sqrt(squares / (all.length - 1)));
    }

    /** For a table; missing where it is null. */
    static Estimate shown(Spread spread, double factor) {
        return spread == null
                ? Estimate.MISSING
                : new Estimate(factor * spread.mean, spread.deviation == null ? Double.NaN : factor * spread.deviation);
    }
}
