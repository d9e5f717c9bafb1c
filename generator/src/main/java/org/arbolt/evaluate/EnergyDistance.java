package org.arbolt.evaluate;

import java.util.Arrays;

/** E-W2: the 2-Wasserstein distance between two sets of energies (docs/method.md, "Evaluation"). */
public final class EnergyDistance {
    private EnergyDistance() {}

    /**
     * Exact one-dimensional distance of two samples with equal weights: √∫ (F_a⁻¹(p) − F_b⁻¹(p))² dp.
     *
     * @param a [n], finite
     * @param b [m], finite
     * @return in the unit of the energies
     */
    public static double of(double[] a, double[] b) {
        if (a.length == 0 || b.length == 0) {
            throw new IllegalArgumentException("a distance needs at least one energy on each side");
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
            sum += (next - below) * (x[i] - y[j]) * (x[i] - y[j]);
            below = next;
            i += nextX <= next ? 1 : 0;
            j += nextY <= next ? 1 : 0;
        }
        return Math.sqrt(sum);
    }
}
