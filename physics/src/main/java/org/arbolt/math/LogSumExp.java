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

    /** log((1/n) Σ exp(x_i)); NaN for no terms. */
    public static double mean(double[] x) {
        return x.length == 0 ? Double.NaN : of(x) - Math.log(x.length);
    }

    /** log(exp(a) + exp(b)). */
    public static double add(double a, double b) {
        double top = Math.max(a, b);
        return Double.isInfinite(top) ? top : top + Math.log1p(Math.exp(Math.min(a, b) - top));
    }

    /**
     * exp(x_i) divided by their sum.
     *
     * @throws IllegalArgumentException if the sum is zero or not a number
     */
    public static double[] normalise(double[] x) {
        double total = of(x);
        if (!(Math.abs(total) < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "log-weights must hold a finite number and no NaN or +∞, log of their sum is " + total);
        }
        double[] p = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            p[i] = Math.exp(x[i] - total);
        }
        return p;
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
