package org.arbolt.report;

import java.util.stream.IntStream;
import org.arbolt.math.Weights;

/** Quantiles of a weighted set; values that are not finite, and those of weight zero, do not take part. */
final class Quantiles {
    private final double[] values; // rising
    private final double[] cumulative; // weight up to and including each value

    Quantiles(double[] all, Weights weights) {
        int[] order = IntStream.range(0, all.length)
                .filter(i -> Double.isFinite(all[i]) && weights.share()[i] > 0)
                .boxed()
                .sorted((i, j) -> Double.compare(all[i], all[j]))
                .mapToInt(Integer::intValue)
                .toArray();
        values = IntStream.of(order).mapToDouble(i -> all[i]).toArray();
        cumulative = IntStream.of(order).mapToDouble(i -> weights.share()[i]).toArray();
        for (int i = 1; i < cumulative.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
    }

    boolean isEmpty() {
        return values.length == 0;
    }

    /** The smallest value at or below which at least this share of the weight lies. */
    double at(double share) {
        double wanted = share * cumulative[cumulative.length - 1];
        int i = 0;
        while (i < values.length - 1 && cumulative[i] < wanted) {
            i++;
        }
        return values[i];
    }
}
