package org.arbolt.sampling.harmonic;

/** H = L Lᵀ with a lower triangle L. */
final class Cholesky {
    private static final double LEAST = 0.003; // of a diagonal's scale, that a pivot must keep
    private static final double FIRST = 0.01; // of the scale, added to the diagonal where one does not
    private static final double GROWTH = 3;

    private final double[][] lower; // [n][n]

    private Cholesky(double[][] lower) {
        this.lower = lower;
    }

    /**
     * Of a symmetric matrix, to whose diagonal as much is added as makes it positive.
     *
     * @param h [n][n], of finite numbers
     * @param stiffness what a diagonal is measured by, [n]
     */
    static Cholesky of(double[][] h, double[] stiffness) {
        double[][] lower = new double[h.length][h.length];
        double added = 0;
        while (!factor(h, stiffness, added, lower)) {
            added = added == 0 ? FIRST : GROWTH * added;
        }
        return new Cholesky(lower);
    }

    private static boolean factor(double[][] h, double[] stiffness, double added, double[][] lower) {
        for (int i = 0; i < h.length; i++) {
            double[] row = lower[i];
            for (int j = 0; j <= i; j++) {
                double[] other = lower[j];
                double sum = h[i][j] + (i == j ? added * stiffness[i] : 0);
                for (int k = 0; k < j; k++) {
                    sum -= row[k] * other[k];
                }
                if (i > j) {
                    row[j] = sum / other[j];
                } else if (sum > LEAST * stiffness[i]) {
                    row[i] = Math.sqrt(sum);
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    /** ½ log det H. */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < lower.length; i++) {
            sum += Math.log(lower[i][i]);
        }
        return sum;
    }

    /** xᵀ H x. */
    double square(double[] x) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            double y = 0;
            for (int i = k; i < x.length; i++) {
                y += lower[i][k] * x[i];
            }
            sum += y * y;
        }
        return sum;
    }

    /** H⁻¹ b. */
    double[] solve(double[] b) {
        double[] y = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            double sum = b[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * y[k];
            }
            y[i] = sum / lower[i][i];
        }
        return solveUpper(y);
    }

    /** L⁻ᵀ y: of a y with independent numbers of N(0, 1) one with covariance H⁻¹. */
    double[] solveUpper(double[] y) {
        double[] x = y.clone();
        for (int i = x.length - 1; i >= 0; i--) {
            x[i] /= lower[i][i];
            double[] row = lower[i];
            for (int k = 0; k < i; k++) {
                x[k] -= row[k] * x[i];
            }
        }
        return x;
    }
}
