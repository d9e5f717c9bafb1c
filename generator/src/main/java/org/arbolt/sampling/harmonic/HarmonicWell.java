package org.arbolt.sampling.harmonic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbolt.math.RandomStream;

/**
 * The Gaussian that a function f has about a minimum: exp(−f) ≈ exp(−f(m) − ½ (x − m)ᵀ H (x − m)), with the minimum m
 * and the second derivatives H there (Laplace's approximation). Where the minimum is found, and how well, depends on
 * the start and on the function alone, so that the Gaussian is a function of these; its density is exact whatever it
 * is.
 */
public final class HarmonicWell {
    private static final int STEPS = 24; // most, of the way down
    private static final int CURVATURES = 3; // most
    private static final double NEAR = 0.3; // predicted fall of f from which on a point is near its minimum
    private static final double FAR = 2; // the same, from which on curvature is worked out anew after a step
    private static final double LONGEST = 5; // of a step, in scales
    private static final double SMALL = 0.1; // step of differences, in scales
    private static final int HALVINGS = 8;
    private static final double LOG_ROOT = 0.5 * Math.log(2 * Math.PI);

    private final double[] centre;
    private final double value; // f at the centre
    private final Cholesky curvature;
    private final double logHeight; // log-density at the centre

    private HarmonicWell(double[] centre, double value, Cholesky curvature) {
        this.centre = centre;
        this.value = value;
        this.curvature = curvature;
        this.logHeight = curvature.logDeterminant() - centre.length * LOG_ROOT;
    }

    /** A function's usual curvature, by which steps on the way down are measured. */
    public record Metric(Cholesky curvature) {
        /** Of a function of which nothing is known but its scales. */
        public static Metric of(Landscape landscape) {
            double[] stiffness = stiffness(landscape);
            double[][] h = new double[stiffness.length][stiffness.length];
            Arrays.setAll(h, i -> {
                double[] row = new double[stiffness.length];
                row[i] = stiffness[i];
                return row;
            });
            return new Metric(Cholesky.of(h, stiffness));
        }
    }

    /** What a well found is, as a metric of others. */
    public Metric metric() {
        return new Metric(curvature);
    }

    /** Where it is, [n]. */
    public double[] centre() {
        return centre.clone();
    }

    /**
     * @param x a point, [n]
     * @param logDensity of the Gaussian there
     */
    public record Draw(double[] x, double logDensity) {}

    /** Log of ∫ exp(−f) over the well, as far as f is quadratic (Laplace's estimate). */
    public double logIntegral() {
        return -value - logHeight;
    }

    /** The same well, its centre as near to a point as periods of coordinates allow. @param point [n] */
    HarmonicWell near(Landscape landscape, double[] point) {
        return new HarmonicWell(landscape.near(centre, point), value, curvature);
    }

    /** How far a point is from the centre: (x − m)ᵀ H (x − m). @param x [n] */
    public double squaredDistance(double[] x) {
        return curvature.square(minus(x, centre));
    }

    /** Log-density of the Gaussian. @param x [n] */
    public double logDensity(double[] x) {
        return logHeight - 0.5 * squaredDistance(x);
    }

    /** A point drawn from the Gaussian. */
    public Draw draw(RandomStream random) {
        double[] y = new double[centre.length];
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextGaussian();
            squares += y[i] * y[i];
        }
        double[] x = curvature.solveUpper(y);
        for (int i = 0; i < x.length; i++) {
            x[i] += centre[i];
        }
        return new Draw(x, logHeight - 0.5 * squares);
    }

    /**
     * The well that a start leads to; one of the usual curvature at the start where the function is not finite.
     *
     * @param start [n]
     * @param metric the usual curvature
     */
    public static HarmonicWell of(Landscape landscape, double[] start, Metric metric) {
        double[] x = start.clone();
        double[] gradient = new double[x.length];
        double value = descend(landscape, metric, x, gradient);
        for (int i = 1; ; i++) {
            double[][] h = curvature(landscape, x, gradient);
            if (!(value < Double.POSITIVE_INFINITY) || !finite(h)) {
                return new HarmonicWell(x, value, metric.curvature);
            }
            Cholesky curvature = Cholesky.of(h, stiffness(landscape));
            double[] step = curvature.solve(gradient);
            double fall = dot(step, gradient);
            double[] next = moved(x, step, 1, landscape.scale());
            double[] nextGradient = new double[x.length];
            double there = at(landscape, next, nextGradient);
            if (there < value) {
                x = next;
                value = there;
                gradient = nextGradient;
            }
            if (fall < FAR || i == CURVATURES || !(there < value + FAR)) {
                return new HarmonicWell(x, value, curvature);
            }
        }
    }

    /** Goes down by the steps of L-BFGS until the minimum is near. @return the function there */
    private static double descend(Landscape landscape, Metric metric, double[] x, double[] gradient) {
        double value = at(landscape, x, gradient);
        List<double[][]> pairs = new ArrayList<>();
        double[] next = new double[x.length];
        double[] nextGradient = new double[x.length];
        for (int i = 0; i < STEPS; i++) {
            double[] step = direction(metric, pairs, gradient);
            double slope = dot(step, gradient);
            if (!(slope > NEAR)) {
                return value;
            }
            double length = 1;
            double there = Double.POSITIVE_INFINITY;
            for (int h = 0; h < HALVINGS && !(there < value); h++, length *= 0.4) {
                next = moved(x, step, length, landscape.scale());
                there = at(landscape, next, nextGradient);
            }
            if (!(there < value)) {
                return value;
            }
            double[] change = minus(next, x);
            double[] turn = minus(nextGradient, gradient);
            if (dot(change, turn) > 1e-10) {
                pairs.add(new double[][] {change, turn});
                if (pairs.size() > 6) {
                    pairs.removeFirst();
                }
            }
            System.arraycopy(next, 0, x, 0, x.length);
            System.arraycopy(nextGradient, 0, gradient, 0, x.length);
            value = there;
        }
        return value;
    }

    /** The two loops of L-BFGS (Nocedal, Math. Comput. 35, 773 (1980)) about a metric. */
    private static double[] direction(Metric metric, List<double[][]> pairs, double[] gradient) {
        double[] g = gradient.clone();
        double[] factor = new double[pairs.size()];
        for (int i = pairs.size() - 1; i >= 0; i--) {
            double[][] pair = pairs.get(i);
            factor[i] = dot(pair[0], g) / dot(pair[0], pair[1]);
            add(pair[1], -factor[i], g);
        }
        double[] step = metric.curvature.solve(g);
        for (int i = 0; i < pairs.size(); i++) {
            double[][] pair = pairs.get(i);
            add(pair[0], factor[i] - dot(pair[1], step) / dot(pair[0], pair[1]), step);
        }
        return step;
    }

    private static double[] moved(double[] x, double[] step, double length, double[] scale) {
        double[] moved = new double[x.length];
        Arrays.setAll(moved, i -> x[i] - Math.clamp(length * step[i], -LONGEST * scale[i], LONGEST * scale[i]));
        return moved;
    }

    /** Second derivatives, from differences of the first. */
    private static double[][] curvature(Landscape landscape, double[] x, double[] gradient) {
        int n = x.length;
        double[][] h = new double[n][];
        double[] scale = landscape.scale();
        for (int from = 0; from < n; from += landscape.lanes()) {
            int count = Math.min(landscape.lanes(), n - from);
            double[][] points = new double[count][];
            for (int k = 0; k < count; k++) {
                points[k] = x.clone();
                points[k][from + k] += SMALL * scale[from + k];
            }
            double[][] there = new double[count][n];
            landscape.evaluate(points, new double[count], there);
            for (int k = 0; k < count; k++) {
                h[from + k] = minus(there[k], gradient);
                for (int i = 0; i < n; i++) {
                    h[from + k][i] /= SMALL * scale[from + k];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                h[i][j] = 0.5 * (h[i][j] + h[j][i]);
                h[j][i] = h[i][j];
            }
        }
        return h;
    }

    private static boolean finite(double[][] h) {
        return Arrays.stream(h).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
    }

    private static double at(Landscape landscape, double[] x, double[] gradient) {
        double[] value = new double[1];
        landscape.evaluate(new double[][] {x}, value, new double[][] {gradient});
        return value[0];
    }

    private static double[] stiffness(Landscape landscape) {
        return Arrays.stream(landscape.scale()).map(s -> 1 / (s * s)).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] a, double factor, double[] to) {
        for (int i = 0; i < a.length; i++) {
            to[i] += factor * a[i];
        }
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }
}
