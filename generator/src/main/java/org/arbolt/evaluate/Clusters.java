package org.arbolt.evaluate;

import java.util.Arrays;
import org.arbolt.math.RandomStream;

/**
 * Clusters of points by k-means (k-means++ starts: Arthur and Vassilvitskii, SODA 2007; then Lloyd's iteration), to
 * compare how two ensembles fill them.
 */
public final class Clusters {
    private static final int STARTS = 5; // the one with the smallest scatter is kept
    private static final int MOST_ITERATIONS = 300;

    private final double[][] centres; // [k][C]

    private Clusters(double[][] centres) {
        this.centres = centres;
    }

    /**
     * @param points [F][C], at least as many as clusters
     * @param count number of clusters, k
     */
    public static Clusters of(double[][] points, int count, RandomStream random) {
        if (count < 1 || points.length < count) {
            throw new IllegalArgumentException(points.length + " points cannot make " + count + " clusters");
        }
        Clusters best = null;
        for (int start = 0; start < STARTS; start++) {
            Clusters found = new Clusters(seeds(points, count, random)).settled(points);
            best = best == null || found.scatter(points) < best.scatter(points) ? found : best;
        }
        return best;
    }

    private static double[][] seeds(double[][] points, int count, RandomStream random) {
        double[][] seeds = new double[count][];
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        seeds[0] = points[random.nextInt(points.length)];
        for (int c = 1; c < count; c++) {
            double sum = 0;
            for (int f = 0; f < nearest.length; f++) {
                nearest[f] = Math.min(nearest[f], square(points[f], seeds[c - 1]));
                sum += nearest[f];
            }
            double left = random.nextDouble() * sum;
            int chosen = 0;
            while (chosen + 1 < nearest.length && left >= nearest[chosen]) {
                left -= nearest[chosen++];
            }
            seeds[c] = points[chosen];
        }
        return seeds;
    }

    private Clusters settled(double[][] points) {
        Clusters now = this;
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            Clusters next = now.moved(points);
            if (Arrays.deepEquals(next.centres, now.centres)) {
                return now;
            }
            now = next;
        }
        return now;
    }

    /** Centres at the means of their points; one without points stays. */
    private Clusters moved(double[][] points) {
        double[][] sums = new double[centres.length][centres[0].length];
        int[] counts = new int[centres.length];
        for (double[] point : points) {
            int c = nearest(point);
            counts[c]++;
            LaggedPairs.add(sums[c], 1, point);
        }
        for (int c = 0; c < sums.length; c++) {
            int count = counts[c];
            sums[c] = count == 0
                    ? centres[c]
                    : Arrays.stream(sums[c]).map(s -> s / count).toArray();
        }
        return new Clusters(sums);
    }

    private double scatter(double[][] points) {
        return Arrays.stream(points)
                .mapToDouble(p -> square(p, centres[nearest(p)]))
                .sum();
    }

    private int nearest(double[] point) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centres.length; c++) {
            double square = square(point, centres[c]);
            if (square < least) {
                least = square;
                best = c;
            }
        }
        return best;
    }

    private static double square(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    /** The cluster of each point, [F]. */
    public int[] of(double[][] points) {
        return Arrays.stream(points).mapToInt(this::nearest).toArray();
    }

    /** Squared distance of a point from the centre of a cluster. */
    public double squareFromCentre(double[] point, int cluster) {
        return square(point, centres[cluster]);
    }

    /** Share of points in each cluster, [k]. */
    public double[] occupancy(double[][] points) {
        double[] share = new double[centres.length];
        for (double[] point : points) {
            share[nearest(point)] += 1.0 / points.length;
        }
        return share;
    }

    /** Jensen-Shannon divergence of two distributions over the same clusters, in bits: 0 for equal ones, at most 1. */
    public static double divergence(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double middle = (p[i] + q[i]) / 2;
            sum += term(p[i], middle) / 2 + term(q[i], middle) / 2;
        }
        return Math.max(0, sum / Math.log(2));
    }

    private static double term(double p, double middle) {
        return p == 0 ? 0 : p * Math.log(p / middle);
    }
}
