package org.arbolt.math;

/** Sums of numbers known by their logarithms, without overflow; −∞ stands for zero and is a legal input everywhere. */
public final class LogSumExp {
    private LogSumExp() {}

    /**
     * log Σ exp(x_i).
     *
     * @return −∞ if there are no terms or all are −∞; NaN if any term is NaN
     */
    public static double of(double[] x) {
        double top = max(x);
        if (Double.isInfinite(top)) {
            return anyNaN(x) ? Double.NaN : top;
        }
        double sum = 0;
        for (double term : x) {
            sum += Math.exp(term - top);
        }
        return top + Math.log(sum);
    }

    /**
     * log Σ exp(x_i) over the members of each group.
     *
     * @param x [F]
     * @param group [F], numbers from 0 and below F; null where each is a group by itself
     * @return [F] by the number of the group, −∞ where there is none
     */
    public static double[] ofGroups(double[] x, int[] group) {
        if (group == null) {
            return x;
        }
        double top = max(x);
        double scale = Double.isInfinite(top) ? 0 : top;
        double[] sums = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            sums[group[i]] += Math.exp(x[i] - scale);
        }
        for (int g = 0; g < sums.length; g++) {
            sums[g] = Math.log(sums[g]) + scale;
        }
        return sums;
    }

    private static double max(double[] x) {
        double top = Double.NEGATIVE_INFINITY;
        for (double term : x) {
            top = term > top ? term : top;
        }
        return top;
    }

    private static boolean anyNaN(double[] x) {
        for (double term : x) {
            if (Double.isNaN(term)) {
                return true;
            }
        }
        return false;
    }
}
