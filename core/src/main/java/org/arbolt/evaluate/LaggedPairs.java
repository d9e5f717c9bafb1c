package org.arbolt.evaluate;

import java.util.Arrays;

/** Pairs of frames a lag apart, x and y, and weighted moments over all of them. */
final class LaggedPairs {
  private final double[][][] trajectories; // [D][F][K]
  private final int lag;
  private final int features;

  LaggedPairs(double[][][] trajectories, int lag) {
    this.trajectories = Arrays.stream(trajectories).filter(t -> t.length > lag).toArray(double[][][]::new);
    this.lag = lag;
    this.features = this.trajectories[0][0].length;
  }

  /** What is added up for a pair. */
  @FunctionalInterface
  private interface Term {
    void add(double weight, double[] x, double[] y);
  }

  private double forEach(double[][] weights, Term term) {
    double sum = 0;
    for (int d = 0; d < trajectories.length; d++) {
      for (int f = 0; f < weights[d].length; f++) {
        term.add(weights[d][f], trajectories[d][f], trajectories[d][f + lag]);
        sum += weights[d][f];
      }
    }
    return sum;
  }

  /** [D][pairs], all 1. */
  double[][] evenWeights() {
    double[][] weights = new double[trajectories.length][];
    for (int d = 0; d < weights.length; d++) {
      weights[d] = new double[trajectories[d].length - lag];
      Arrays.fill(weights[d], 1);
    }
    return weights;
  }

  /** The weights times 1 + direction·(x − centre). */
  double[][] weights(double[][] weights, double[] direction, double[] centre) {
    double[][] changed = new double[weights.length][];
    for (int d = 0; d < weights.length; d++) {
      changed[d] = weights[d].clone();
      for (int f = 0; f < changed[d].length; f++) {
        double along = 1;
        for (int k = 0; k < features; k++) {
          along += direction[k] * (trajectories[d][f][k] - centre[k]);
        }
        changed[d][f] *= along;
      }
    }
    return changed;
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
  double[] mean(double[][] weights) {
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
  double[][] covariance(double[][] weights, double[] centre) {
    Moment moment = new Moment(centre);
    return moment.over(forEach(weights, (w, x, y) -> {
      moment.add(w / 2, x, x);
      moment.add(w / 2, y, y);
    }));
  }

  /** ⟨x yᵀ + y xᵀ⟩/2 about a centre. */
  double[][] laggedCovariance(double[][] weights, double[] centre) {
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
