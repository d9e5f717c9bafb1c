package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/**
 * The two slowest collective coordinates of a reference, and clusters there, in which ensembles are compared
 * (docs/method.md, "Lag of TICA"). Time series are those of walkers, not of rungs, which pass replicas on. The lag is
 * the longest, up to the 100 frames that are published, at which both coordinates are still remembered, told by the
 * half of the ladders that they were not fitted to.
 */
public final class TicaPlane {
    public static final int DIMENSIONS = 2;
    public static final int LONGEST_REMEMBERED = 0; // in place of a lag
    private static final int[] LAGS = {100, 50, 20, 10, 5, 2, 1}; // frames
    private static final double REMEMBERED = 0.1; // correlation a lag apart that counts as slow
    private static final int CLUSTERS = 20;
    private static final int PAIRS_PER_FEATURE = 3; // of a fit, at least
    private static final int PROJECTED_AT_ONCE = 4096; // frames: their features are many numbers
    private static final int MOST_NUMBERS = 40_000_000; // of features held at once: 320 MB

    private final TicaFeatures features;
    private final Tica tica;
    private final Facts facts;
    private final Clusters clusters;

    /**
     * How the frames of a trajectory follow each other.
     *
     * @param rungs frames of a ladder at one moment
     * @param spacingPs between two moments, ps; NaN where it is not known
     */
    public record Timing(int rungs, double spacingPs) {
        /** Of one series of frames, a step apart. */
        public static final Timing SERIES = new Timing(1, Double.NaN);
    }

    /**
     * What the plane rests on.
     *
     * @param lagFrames time between the frames that were correlated
     * @param lagPs the same, ps
     * @param memory correlations of both coordinates a lag apart, in ladders that they were not fitted to
     */
    public record Facts(int lagFrames, double lagPs, double[] memory) {}

    private TicaPlane(TicaFeatures features, Tica tica, Facts facts, double[][] points, RandomStream random) {
        this.features = features;
        this.tica = tica;
        this.facts = facts;
        this.clusters = Clusters.of(tica.project(points, DIMENSIONS), CLUSTERS, random);
    }

    /**
     * Finds the plane of a trajectory.
     *
     * @param timing how its frames follow each other; null where that is not known
     * @param lag frames between those that are correlated; {@link #LONGEST_REMEMBERED} lets the trajectory say
     * @param random of the clusters
     * @return null where there is none: frames are of no known walker, too few, do not change, or remember nothing
     */
    public static TicaPlane of(
            Topology topology, Trajectory trajectory, Timing timing, int lag, RandomStream random, Progress progress) {
        TicaFeatures features = new TicaFeatures(topology);
        int[] used = wholeLadders(trajectory, MOST_NUMBERS / features.count());
        if (timing == null || used.length < CLUSTERS || trajectory.walker()[0] == Trajectory.UNKNOWN) {
            return null;
        }
        double[][] values = features.of(trajectory.frames().select(used));
        Walks walks = Walks.of(trajectory, timing.rungs(), used);
        int[] lags = lag == LONGEST_REMEMBERED ? LAGS : new int[] {lag};
        for (int i = 0; i < lags.length; i++) {
            progress.report(i, lags.length, "lag " + lags[i]);
            double[] memory = memory(values, walks, lags[i]);
            Tica tica = lag != LONGEST_REMEMBERED || Arrays.stream(memory).allMatch(m -> m > REMEMBERED)
                    ? fit(values, walks.pairs(lags[i]))
                    : null;
            if (tica != null) {
                Facts facts = new Facts(lags[i], lags[i] * timing.spacingPs(), memory);
                return new TicaPlane(features, tica, facts, thinned(values), random);
            }
        }
        return null;
    }

    /** Null where the pairs are fewer than the features ask for, or the features vary in fewer than two directions. */
    private static Tica fit(double[][] values, FramePairs pairs) {
        if (pairs.count() < PAIRS_PER_FEATURE * values[0].length) {
            return null;
        }
        Tica tica = Tica.fitOrNull(values, pairs);
        return tica == null || tica.eigenvalues().length < DIMENSIONS ? null : tica;
    }

    /** Correlations of the coordinates that even ladders make, in odd ladders; NaN where there are too few frames. */
    private static double[] memory(double[][] values, Walks walks, int lag) {
        FramePairs even = walks.half(0).pairs(lag);
        FramePairs odd = walks.half(1).pairs(lag);
        double[] memory = new double[DIMENSIONS];
        Arrays.fill(memory, Double.NaN);
        Tica half = fit(values, even);
        if (half != null && odd.count() >= PAIRS_PER_FEATURE * values[0].length) {
            Arrays.setAll(memory, c -> half.memory(values, odd, c));
        }
        return memory;
    }

    /** Frames of the first ladders, as many as are wanted; of two ladders at least. Of one ladder its first frames. */
    private static int[] wholeLadders(Trajectory trajectory, int wanted) {
        if (trajectory.ladders() == 1) {
            return IntStream.range(0, Math.min(wanted, trajectory.count())).toArray();
        }
        int[] size = new int[trajectory.ladders()];
        Arrays.stream(trajectory.ladder()).forEach(ladder -> size[ladder]++);
        int ladders = 0;
        for (int frames = 0; ladders < size.length && (ladders < 2 || frames + size[ladders] <= wanted); ladders++) {
            frames += size[ladders];
        }
        int most = ladders;
        return IntStream.range(0, trajectory.count())
                .filter(f -> trajectory.ladder()[f] < most)
                .toArray();
    }

    private static double[][] thinned(double[][] values) {
        int n = Math.min(ComparisonFeatures.MOST, values.length);
        return IntStream.range(0, n)
                .mapToObj(i -> values[(int) ((long) i * values.length / n)])
                .toArray(double[][]::new);
    }

    /**
     * Which molecule's a frame is, and when.
     *
     * @param ladder [F]
     * @param series [F] one number per walker of a ladder; −1 for frames left out
     * @param moment [F] in frames of a rung
     */
    private record Walks(int[] ladder, int[] series, int[] moment) {
        static Walks of(Trajectory trajectory, int coldRungs, int[] used) {
            int walkers = Arrays.stream(trajectory.walker()).max().orElse(0) + 1;
            int[] seen = new int[trajectory.ladders()]; // frames of each ladder
            int[] moment = Arrays.stream(trajectory.ladder())
                    .map(ladder -> seen[ladder]++ / coldRungs)
                    .toArray();
            int[] ladder = Arrays.stream(used).map(f -> trajectory.ladder()[f]).toArray();
            return new Walks(
                    ladder,
                    Arrays.stream(used)
                            .map(f -> trajectory.ladder()[f] * walkers
                                    + trajectory.walker()[f])
                            .toArray(),
                    Arrays.stream(used).map(f -> moment[f]).toArray());
        }

        /** Even or odd ladders; of a single one the first or the second half of its time. */
        Walks half(int parity) {
            boolean single = Arrays.stream(ladder).allMatch(l -> l == ladder[0]);
            int middle = Arrays.stream(moment).max().orElse(0) / 2;
            return new Walks(
                    ladder,
                    IntStream.range(0, series.length)
                            .map(f -> parity == (single ? moment[f] <= middle ? 0 : 1 : Trajectory.halfOf(ladder[f]))
                                    ? series[f]
                                    : -1)
                            .toArray(),
                    moment);
        }

        FramePairs pairs(int lag) {
            return FramePairs.of(series, moment, lag);
        }
    }

    public Facts facts() {
        return facts;
    }

    /** Frames in the plane, [F][2]. */
    public double[][] project(Frames frames) {
        double[][] projected = new double[frames.count()][];
        for (int from = 0; from < projected.length; from += PROJECTED_AT_ONCE) {
            int to = Math.min(projected.length, from + PROJECTED_AT_ONCE);
            double[][] some = tica.project(features.of(frames.slice(from, to)), DIMENSIONS);
            System.arraycopy(some, 0, projected, from, some.length);
        }
        return projected;
    }

    /** How differently two sets of points in the plane fill the clusters, bits. */
    public double divergence(double[][] a, double[][] b) {
        return Clusters.divergence(clusters.occupancy(a), clusters.occupancy(b));
    }
}
