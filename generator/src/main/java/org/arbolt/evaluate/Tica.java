package org.arbolt.evaluate;

import java.util.Arrays;
import org.arbolt.math.LinearSystem;
import org.arbolt.math.SymmetricEigen;

/**
 * Time-lagged independent components with covariances reweighted to equilibrium (Wu, Nüske, Paul, Klus, Koltai and Noé,
 * J. Chem. Phys. 146, 154104 (2017)), as deeptime's {@code TICA} fits them with its {@code KoopmanWeightingEstimator}:
 * directions of features in which a trajectory forgets most slowly, scaled by their autocorrelations (kinetic map).
 *
 * <p>Shape letters: F frames, K features, M directions in which features vary.
 */
public final class Tica {
    private static final double SMALLEST_VARIANCE = 1e-6; // of a direction that is used, as in deeptime

    private final double[] mean; // [K]
    private final double[] eigenvalues; // [M]
    private final double[][] components; // [M][K], scaled

    private Tica(double[] mean, double[] eigenvalues, double[][] components) {
        this.mean = mean;
        this.eigenvalues = eigenvalues;
        this.components = components;
    }

    /**
     * Fits the components.
     *
     * @param features [F][K]
     * @param lagged pairs of frames a lag apart, one at least
     */
    public static Tica fit(double[][] features, FramePairs lagged) {
        if (lagged.count() == 0) {
            throw new IllegalArgumentException("there are no two frames a lag apart");
        }
        Tica tica = of(new LaggedPairs(features, lagged));
        if (tica == null) {
            throw new IllegalArgumentException("no feature changes in time");
        }
        return tica;
    }

    /** The same, null where the features do not vary, as they are or under the weights of equilibrium. */
    static Tica fitOrNull(double[][] features, FramePairs lagged) {
        return lagged.count() == 0 ? null : of(new LaggedPairs(features, lagged));
    }

    private static Tica of(LaggedPairs pairs) {
        double[] weights = equilibriumWeights(pairs);
        if (weights == null) {
            return null;
        }
        double[] mean = pairs.mean(weights);
        double[][] whitening = whitening(pairs.covariance(weights, mean));
        if (whitening.length == 0) {
            return null; // frames that only drift: weights are negative, and so is the variance
        }
        SymmetricEigen eigen = SymmetricEigen.of(between(whitening, pairs.laggedCovariance(weights, mean)));
        double[][] components = new double[whitening.length][];
        for (int i = 0; i < components.length; i++) {
            components[i] = combine(eigen.vectors()[i], whitening, eigen.values()[i]);
        }
        return new Tica(mean, eigen.values(), components);
    }

    /**
     * Weight of each pair that makes the sample stationary: w(x) = 1 + a·y(x) with y the whitened features, chosen so
     * that averages of y over the first frames of pairs and over the second agree, (1 − Kᵀ) a = ⟨y(t + lag)⟩. Null
     * where the features do not vary.
     */
    private static double[] equilibriumWeights(LaggedPairs pairs) {
        double[] first = pairs.firstMean();
        double[][] whitening = whitening(pairs.firstCovariance(first));
        if (whitening.length == 0) {
            return null;
        }
        double[][] koopman = between(whitening, pairs.forwardCovariance(first));
        int m = whitening.length;
        double[] rise = pairs.secondMean();
        for (int k = 0; k < rise.length; k++) {
            rise[k] -= first[k];
        }
        double[][] matrix = new double[m][m];
        double[] right = new double[m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                matrix[i][j] = (i == j ? 1 : 0) - koopman[j][i];
            }
            right[i] = dot(whitening[i], rise);
        }
        double[] direction = combine(LinearSystem.solve(matrix, right), whitening, 1);
        return pairs.weights(direction, first);
    }

    /** [M][K], W with W C Wᵀ = 1, from the eigenvectors of C whose variance is not negligible; M may be 0. */
    private static double[][] whitening(double[][] covariance) {
        SymmetricEigen eigen = SymmetricEigen.of(covariance);
        int rank = 0;
        while (rank < covariance.length && eigen.values()[rank] > SMALLEST_VARIANCE) {
            rank++;
        }
        double[][] whitening = new double[rank][];
        for (int i = 0; i < rank; i++) {
            double scale = 1 / Math.sqrt(eigen.values()[i]);
            whitening[i] = Arrays.stream(eigen.vectors()[i]).map(v -> v * scale).toArray();
        }
        return whitening;
    }

    /** W C Wᵀ. */
    private static double[][] between(double[][] w, double[][] c) {
        double[][] product = new double[w.length][w.length];
        for (int i = 0; i < w.length; i++) {
            double[] left = combine(w[i], c, 1); // w_i C
            for (int j = 0; j < w.length; j++) {
                product[i][j] = dot(left, w[j]);
            }
        }
        return product;
    }

    /** scale · Σ_i coefficient_i row_i. */
    private static double[] combine(double[] coefficients, double[][] rows, double scale) {
        double[] sum = new double[rows[0].length];
        for (int i = 0; i < coefficients.length; i++) {
            LaggedPairs.add(sum, coefficients[i] * scale, rows[i]);
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Autocorrelations of the components at the lag, [M], largest absolute value first. */
    public double[] eigenvalues() {
        return eigenvalues.clone();
    }

    /**
     * How well frames remember a component, told by other frames than those it was fitted to: the correlation of its
     * values a lag apart.
     *
     * @param features [F][K]
     * @param component from 0, the slowest
     * @return NaN where there are fewer components
     */
    public double memory(double[][] features, FramePairs lagged, int component) {
        if (component >= components.length || lagged.count() < 2) {
            return Double.NaN;
        }
        double[] values = Arrays.stream(project(features, component + 1))
                .mapToDouble(p -> p[component])
                .toArray();
        double[] x = Arrays.stream(lagged.first()).mapToDouble(f -> values[f]).toArray();
        double[] y = Arrays.stream(lagged.second()).mapToDouble(f -> values[f]).toArray();
        return correlation(x, y);
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /**
     * Frames in the slowest components.
     *
     * @param features [F][K]
     * @param count how many components, at most; fewer where features vary in fewer directions
     * @return [F][count]
     */
    public double[][] project(double[][] features, int count) {
        double[][] projected = new double[features.length][Math.min(count, components.length)];
        double[] off = new double[mean.length];
        for (int f = 0; f < features.length; f++) {
            for (int k = 0; k < off.length; k++) {
                off[k] = features[f][k] - mean[k];
            }
            for (int c = 0; c < projected[f].length; c++) {
                projected[f][c] = dot(components[c], off);
            }
        }
        return projected;
    }
}
