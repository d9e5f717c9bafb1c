package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Wasserstein distances between two sets of numbers of equal weight (docs/evaluation.md): exact, since in one dimension
 * the cheapest transport keeps the order.
 */
public final class LineTransport {
    private LineTransport() {}

    /**
     * 1-Wasserstein distance, ∫ |F_a⁻¹(p) − F_b⁻¹(p)| dp.
     *
     * @param a [n], finite
     * @param b [m], finite
     * @return in the unit of the numbers
     */
    public static double w1(double[] a, double[] b) {
        return cost(a, b, Math::abs);
    }

    /**
     * 2-Wasserstein distance, √∫ (F_a⁻¹(p) − F_b⁻¹(p))² dp.
     *
     * @param a [n], finite
     * @param b [m], finite
     * @return in the unit of the numbers
     */
    public static double w2(double[] a, double[] b) {
        return Math.sqrt(cost(a, b, d -> d * d));
    }

    /** ∫ cost(F_a⁻¹(p) − F_b⁻¹(p)) dp. */
    private static double cost(double[] a, double[] b, DoubleUnaryOperator of) {
        if (a.length == 0 || b.length == 0) {
            throw new IllegalArgumentException("a distance needs at least one number on each side");
        }
        double[] x = a.clone();
        double[] y = b.clone();
        Arrays.sort(x);
        Arrays.sort(y);
        double sum = 0;
        double below = 0; // share of either distribution already matched
        int i = 0;
        int j = 0;
        while (i < x.length && j < y.length) {
            double nextX = (i + 1.0) / x.length;
            double nextY = (j + 1.0) / y.length;
            double next = Math.min(nextX, nextY);
            sum += (next - below) * of.applyAsDouble(x[i] - y[j]);
            below = next;
            i += nextX <= next ? 1 : 0;
            j += nextY <= next ? 1 : 0;
        }
        return sum;
    }
}
