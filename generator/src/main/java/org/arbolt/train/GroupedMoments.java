package org.arbolt.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.tensor.Collective;

/**
 * Sums that means and variances come from, molecule by molecule.
 *
 * @param count [M] numbers of each molecule
 * @param sum [M] of the numbers
 * @param squares [M] sums of their squares
 */
record GroupedMoments(double[] count, double[] sum, double[] squares) {

    /** Of no numbers at all. */
    static GroupedMoments none(int molecules) {
        return new GroupedMoments(new double[molecules], new double[molecules], new double[molecules]);
    }

    /** Of numbers [b] that belong to molecules [b]. */
    static GroupedMoments of(double[] values, int[] molecule, int molecules) {
        GroupedMoments moments = none(molecules);
        for (int b = 0; b < values.length; b++) {
            moments.count[molecule[b]]++;
            moments.sum[molecule[b]] += values[b];
            moments.squares[molecule[b]] += values[b] * values[b];
        }
        return moments;
    }

    GroupedMoments plus(GroupedMoments other) {
        return new GroupedMoments(added(count, other.count), added(sum, other.sum), added(squares, other.squares));
    }

    /** Of the numbers of all processes. */
    GroupedMoments over(Collective all) {
        int m = count.length;
        double[] joined =
                Stream.of(count, sum, squares).flatMapToDouble(Arrays::stream).toArray();
        double[] total = all.sum(joined);
        return new GroupedMoments(
                Arrays.copyOf(total, m), Arrays.copyOfRange(total, m, 2 * m), Arrays.copyOfRange(total, 2 * m, 3 * m));
    }

    private static double[] added(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }
}
