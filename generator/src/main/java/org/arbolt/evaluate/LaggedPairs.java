package org.arbolt.evaluate;

import java.util.Arrays;

/** Features of pairs of frames a lag apart, x and y, and weighted moments over all of them. */
final class LaggedPairs {
    private final double[][] frames; // [F][K]
    private final FramePairs pairs;
    private final int features;

    LaggedPairs(double[][] frames, FramePairs pairs) {
        this.frames = frames;
        this.pairs = pairs;
        this.features = frames[0].length;
    }

    /** What is added up for a pair. */
    @FunctionalInterface
    private interface Term {
        void add(double weight, double[] x, double[] y);
    }

    private double forEach(double[] weights, Term term) {
        double sum = 0;
        for (int p = 0; p < weights.length; p++) {
            term.add(weights[p], frames[pairs.first()[p]], frames[pairs.second()[p]]);
            sum += weights[p];
        }
        return sum;
    }

    /** [P], all 1. */
    private double[] evenWeights() {
        double[] weights = new double[pairs.count()];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** 1 + direction·(x − centre), [P]. */
    double[] weights(double[] direction, double[] centre) {
        double[] weights = evenWeights();
        for (int p = 0; p < weights.length; p++) {
            double[] x = frames[pairs.first()[p]];
            for (int k = 0; k < features; k++) {
                weights[p] += direction[k] * (x[k] - centre[k]);
            }
        }
        return weights;
    }

    /** ⟨x⟩ with equal weights. */
    double[] firstMean() {
        double[] mean = new double[features];
        return divide(mean, forEach(evenWeights(), (w, x, y) -> add(mean, w, x)));
    }

    /** ⟨y⟩ with equal weights. */
    double[] secondMean() {
        double[] mean = new double[features];
        return divide(mean, forEach(evenWeights(), (w, x, y) -> add(mean, w, y)));
    }

    /** ⟨(x + y)/2⟩. */
    double[] mean(double[] weights) {
        double[] mean = new double[features];
        return divide(mean, forEach(weights, (w, x, y) -> {
            add(mean, w / 2, x);
            add(mean, w / 2, y);
        }));
    }

    /** ⟨x xᵀ⟩ about a centre, with equal weights. */
    double[][] firstCovariance(double[] centre) {
        Moment moment = new Moment(centre);
        return moment.over(forEach(evenWeights(), (w, x, y) -> moment.add(w, x, x)));
    }

    /** ⟨x yᵀ⟩ about a centre, with equal weights. */
    double[][] forwardCovariance(double[] centre) {
        Moment moment = new Moment(centre);
        return moment.over(forEach(evenWeights(), (w, x, y) -> moment.add(w, x, y)));
    }

    /** ⟨x xᵀ + y yᵀ⟩/2 about a centre. */
    double[][] covariance(double[] weights, double[] centre) {
        Moment moment = new Moment(centre);
        return moment.over(forEach(weights, (w, x, y) -> {
            moment.add(w / 2, x, x);
            moment.add(w / 2, y, y);
        }));
    }

    /** ⟨x yᵀ + y xᵀ⟩/2 about a centre. */
    double[][] laggedCovariance(double[] weights, double[] centre) {
        Moment moment = new Moment(centre);
        return moment.over(forEach(weights, (w, x, y) -> {
            moment.add(w / 2, x, y);
            moment.add(w / 2, y, x);
        }));
    }

    /** A sum of outer products of features less a centre. */
    private static final class Moment {
        private final double[] centre;
        private final double[] left;
        private final double[] right;
        private final double[][] sum;

        Moment(double[] centre) {
            this.centre = centre;
            this.left = new double[centre.length];
            this.right = new double[centre.length];
            this.sum = new double[centre.length][centre.length];
        }

        void add(double weight, double[] x, double[] y) {
            for (int k = 0; k < centre.length; k++) {
                left[k] = weight * (x[k] - centre[k]);
                right[k] = y[k] - centre[k];
            }
            for (int k = 0; k < centre.length; k++) {
                LaggedPairs.add(sum[k], left[k], right);
            }
        }

        double[][] over(double weights) {
            for (double[] row : sum) {
                divide(row, weights);
            }
            return sum;
        }
    }

    /** sum += factor · values. */
    static void add(double[] sum, double factor, double[] values) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += factor * values[k];
        }
    }

    private static double[] divide(double[] sum, double by) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] /= by;
        }
        return sum;
    }
}
