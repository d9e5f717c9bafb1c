package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.molecule.CollectiveVariable;
import org.arbolt.sampling.Ensemble;

/**
 * The distribution of a collective variable in a weighted ensemble: shares of weight in equal bins, and the free energy
 * −ln(p/h) over its minimum, h the width of a bin, each with the 95 % band of {@value #BOOTSTRAPS} bootstrap samples.
 *
 * @param name as the user calls it
 * @param unit nm or degrees
 * @param edges [B + 1], in the unit
 * @param ensemble the weighted samples', which are drawn by groups where they are copies of each other
 * @param reference the reference's, whose groups are drawn as wholes; null without
 */
public record Profile(String name, String unit, double[] edges, Curve ensemble, Curve reference) {
    private static final int BOOTSTRAPS = 200;
    private static final int BINS = 60;
    private static final double MARGIN = 0.02; // of the range
    private static final double LOW = 0.025;

    /**
     * @param probability [B], share of weight; what the bins leave out is in none
     * @param low lower end of its band
     * @param high upper end
     * @param freeEnergy [B], kT over the least; NaN where the bin is empty
     * @param freeEnergyLow lower end of its band; NaN where the bin is empty
     * @param freeEnergyHigh upper end; +∞ where a bootstrap sample in forty has nothing there
     */
    public record Curve(
            double[] probability,
            double[] low,
            double[] high,
            double[] freeEnergy,
            double[] freeEnergyLow,
            double[] freeEnergyHigh) {}

    /**
     * @param reference null without
     * @param seed of the bootstrap
     */
    public static Profile of(
            String name, CollectiveVariable variable, Ensemble ensemble, Trajectory reference, Seed seed) {
        double[] values = user(variable, variable.of(ensemble.frames()));
        double[] other = reference == null ? new double[0] : user(variable, variable.of(reference.frames()));
        double[] share = Weights.of(ensemble.weights().logWeights()).share();
        double[] edges = edges(variable, values, share, other);
        RandomStream random = seed.stream("profile " + name, 0);
        return new Profile(
                name,
                variable.unit(),
                edges,
                curve(values, share, ensemble.blocks(), edges, random),
                reference == null
                        ? null
                        : curve(other, Weights.uniform(other.length).share(), reference.byGroup(), edges, random));
    }

    private static double[] user(CollectiveVariable variable, double[] values) {
        return Arrays.stream(values).map(variable::toUser).toArray();
    }

    private static double[] edges(CollectiveVariable variable, double[] values, double[] share, double[] other) {
        double low = -180;
        double high = 180;
        if (variable.period() == 0) {
            DoubleStream seen =
                    IntStream.range(0, values.length).filter(i -> share[i] > 0).mapToDouble(i -> values[i]);
            double[] all = DoubleStream.concat(seen, Arrays.stream(other))
                    .filter(Double::isFinite)
                    .toArray();
            low = Arrays.stream(all).min().orElse(0);
            high = Arrays.stream(all).max().orElse(1);
            double margin = Math.max(MARGIN * (high - low), 1e-6 * Math.max(1, Math.abs(high)));
            low -= margin;
            high += margin;
        }
        double from = low;
        double width = (high - low) / BINS;
        return IntStream.rangeClosed(0, BINS).mapToDouble(b -> from + b * width).toArray();
    }

    private static Curve curve(double[] values, double[] share, int[][] groups, double[] edges, RandomStream random) {
        double[][] parts = Arrays.stream(groups)
                .map(group -> histogram(values, share, group, edges))
                .toArray(double[][]::new);
        double[] p = sum(parts, IntStream.range(0, parts.length).toArray());
        double[] f = freeEnergy(p);
        if (parts.length < 2) {
            double[] unknown = new double[BINS];
            Arrays.fill(unknown, Double.NaN);
            return new Curve(p, unknown, unknown, f, unknown, unknown);
        }
        double[][] drawn = new double[BOOTSTRAPS][];
        double[][] drawnFree = new double[BOOTSTRAPS][];
        for (int b = 0; b < BOOTSTRAPS; b++) {
            drawn[b] = sum(
                    parts,
                    random.ints(parts.length, 0, Math.max(1, parts.length)).toArray());
            drawnFree[b] = relativeTo(drawn[b], p);
        }
        return new Curve(
                p,
                quantile(drawn, LOW, p),
                quantile(drawn, 1 - LOW, p),
                f,
                quantile(drawnFree, LOW, f),
                quantile(drawnFree, 1 - LOW, f));
    }

    /** Share of a group's weight in bins [B], and its weight in all [B]. */
    private static double[] histogram(double[] values, double[] share, int[] group, double[] edges) {
        double[] sums = new double[edges.length];
        double width = (edges[BINS] - edges[0]) / BINS;
        for (int i : group) {
            int bin = (int) Math.floor((values[i] - edges[0]) / width);
            if (Double.isFinite(values[i]) && bin >= 0 && bin <= BINS) {
                sums[Math.min(bin, BINS - 1)] += share[i];
            }
            sums[BINS] += share[i];
        }
        return sums;
    }

    private static double[] sum(double[][] parts, int[] chosen) {
        double[] sums = new double[BINS + 1];
        for (int i : chosen) {
            for (int b = 0; b <= BINS; b++) {
                sums[b] += parts[i][b];
            }
        }
        double all = sums[BINS];
        return Arrays.stream(sums, 0, BINS).map(s -> all > 0 ? s / all : 0).toArray();
    }

    private static double[] freeEnergy(double[] p) {
        double most = Arrays.stream(p).max().orElse(0);
        return Arrays.stream(p)
                .map(x -> x > 0 ? -Math.log(x / most) : Double.NaN)
                .toArray();
    }

    /** Free energy over the least of another curve, so that bands have a width there too. */
    private static double[] relativeTo(double[] p, double[] other) {
        double most = Arrays.stream(other).max().orElse(0);
        return Arrays.stream(p)
                .map(x -> x > 0 ? -Math.log(x / most) : Double.POSITIVE_INFINITY)
                .toArray();
    }

    private static double[] quantile(double[][] drawn, double level, double[] curve) {
        return IntStream.range(0, BINS)
                .mapToDouble(bin -> {
                    double[] sorted = Arrays.stream(drawn)
                            .mapToDouble(d -> d[bin])
                            .sorted()
                            .toArray();
                    return Double.isNaN(curve[bin])
                            ? Double.NaN
                            : sorted[(int) Math.round(level * (sorted.length - 1))];
                })
                .toArray();
    }
}
