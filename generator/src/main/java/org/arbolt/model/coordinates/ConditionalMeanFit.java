package org.arbolt.model.coordinates;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Least squares for {@link ConditionalMean}. All regressions, each of a coordinate on what is known before it, come
 * from one Cholesky factor of the second moments of the vector of what is known: with G = L Lᵀ, the coefficients of row
 * t solve L₁ᵀ β = l, where L₁ is the leading block before t and l the t-th row of L beside it.
 */
final class ConditionalMeanFit {
    private static final int HARMONICS = 3; // of soft torsions: methyl rotors have threefold symmetry

    /**
     * Added to the diagonal, relative to it and per number of unknowns over number of frames: few frames are trusted
     * less.
     */
    private static final double RIDGE = 0.1;

    /** A pivot smaller than this part of its diagonal belongs to a coordinate that others determine. */
    private static final double NOTHING_LEFT = 1e-9;

    private final InternalPasses data;
    private final int[] order;
    private final ConditionalMean centres;

    /**
     * @param data the training frames
     * @param mean (circular) mean of each token's coordinate
     */
    ConditionalMeanFit(FoldedCoordinates internal, int[] order, InternalPasses data, double[] mean) {
        this.data = data;
        this.order = order;
        this.centres = new ConditionalMean(internal, order, HARMONICS, mean);
    }

    ConditionalMean fit() {
        double[][] factor = cholesky(moments());
        for (int t = 0; t < centres.tokens(); t++) {
            if (!centres.soft(t)) {
                solve(factor, centres.start(t), centres.row(t));
            }
        }
        findRanges();
        return centres;
    }

    /**
     * Σ known · knownᵀ over all frames, lower triangle. Every sum runs over the frames in order, whatever the threads.
     */
    private double[][] moments() {
        double[][] g = new double[centres.size()][];
        for (int i = 0; i < g.length; i++) {
            g[i] = new double[i + 1];
        }
        data.forEach(block -> {
            double[][] known = known(block);
            IntStream.range(0, g.length).parallel().forEach(i -> {
                for (double[] v : known) {
                    double vi = v[i];
                    for (int j = 0; j <= i; j++) {
                        g[i][j] += vi * v[j];
                    }
                }
            });
        });
        return g;
    }

    private double[][] known(double[][] block) {
        return Arrays.stream(block)
                .parallel()
                .map(q -> {
                    double[] v = centres.nothingKnown();
                    for (int t = 0; t < order.length; t++) {
                        centres.learn(t, q[order[t]], v);
                    }
                    return v;
                })
                .toArray(double[][]::new);
    }

    private double[][] cholesky(double[][] g) {
        double frames = g[0][0]; // the first entry of what is known is 1
        double ridge = RIDGE * g.length / frames;
        for (int i = 0; i < g.length; i++) {
            double diagonal = g[i][i];
            for (int j = 0; j < i; j++) {
                double pivot = g[j][j];
                g[i][j] = pivot == 0 ? 0 : (g[i][j] - dot(g[i], g[j], j)) / pivot;
            }
            double rest = diagonal * (i == 0 ? 1 : 1 + ridge) - dot(g[i], g[i], i);
            g[i][i] = rest > NOTHING_LEFT * diagonal ? Math.sqrt(rest) : 0;
        }
        return g;
    }

    private static double dot(double[] a, double[] b, int n) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** Solves L₁ᵀ β = l for the row {@code n} of the factor. */
    private static void solve(double[][] factor, int n, double[] beta) {
        for (int k = n - 1; k >= 0; k--) {
            double sum = factor[n][k];
            for (int m = k + 1; m < n; m++) {
                sum -= factor[m][k] * beta[m];
            }
            beta[k] = factor[k][k] == 0 ? 0 : sum / factor[k][k];
        }
    }

    private void findRanges() {
        double[] least = centres.least();
        double[] most = centres.most();
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        data.forEach(block -> {
            for (double[] v : known(block)) {
                for (int t = 0; t < order.length; t++) {
                    double expected = centres.soft(t) ? 0 : centres.expected(t, v);
                    least[t] = Math.min(least[t], expected);
                    most[t] = Math.max(most[t], expected);
                }
            }
        });
    }
}
