package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.dynamics.ExchangeRecord;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;

/**
 * The two slowest collective coordinates of a reference, and clusters there, in which ensembles are compared (method
 * §10). Time series are those of walkers, not of rungs, which pass replicas on. The lag is the longest, up to the 100
 * frames that are published, at which both coordinates are still remembered, told by the half of the ladders that they
 * were not fitted to.
 */
public final class TicaPlane {
    public static final int DIMENSIONS = 2;
    private static final int[] LAGS = {100, 50, 20, 10, 5, 2, 1}; // frames
    private static final double REMEMBERED = 0.1; // correlation a lag apart that counts as slow
    private static final int CLUSTERS = 20;
    private static final int PAIRS_PER_FEATURE = 3; // of a fit, at least
    private static final int MOST_NUMBERS = 40_000_000; // of features held at once: 320 MB

    private final TicaFeatures features;
    private final Tica tica;
    private final Facts facts;
    private final Clusters clusters;

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
     * @param exchanges how it was made; null where that is not known
     * @param random of the clusters
     * @return null where there is none: frames are of no known walker, too few, of one ladder alone, or remember
     *     nothing
     */
    public static TicaPlane of(
            Topology topology,
            Trajectory trajectory,
            ExchangeRecord exchanges,
            RandomStream random,
            Progress progress) {
        TicaFeatures features = new TicaFeatures(topology);
        int[] used = wholeLadders(trajectory, MOST_NUMBERS / features.count());
        if (exchanges == null || used.length < CLUSTERS || trajectory.walker()[0] == Trajectory.UNKNOWN) {
            return null;
        }
        double[][] values = features.of(trajectory.frames().select(used));
        Walks walks = Walks.of(trajectory, exchanges.coldRungs(), used);
        for (int i = 0; i < LAGS.length; i++) {
            progress.report(i, LAGS.length, "lag " + LAGS[i]);
            double[] memory = memory(values, walks, LAGS[i]);
            if (Arrays.stream(memory).allMatch(m -> m > REMEMBERED)) {
                Tica tica = Tica.fit(values, walks.pairs(LAGS[i]));
                return new TicaPlane(
                        features,
                        tica,
                        new Facts(LAGS[i], LAGS[i] * exchanges.spacingPs(), memory),
                        thinned(values),
                        random);
            }
        }
        return null;
    }

    /** Correlations of the coordinates that even ladders make, in odd ladders; NaN where there are too few frames. */
    private static double[] memory(double[][] values, Walks walks, int lag) {
        FramePairs even = walks.half(0).pairs(lag);
        FramePairs odd = walks.half(1).pairs(lag);
        double[] memory = new double[DIMENSIONS];
        Arrays.fill(memory, Double.NaN);
        if (Math.min(even.count(), odd.count()) >= PAIRS_PER_FEATURE * values[0].length) {
            Tica half = Tica.fit(values, even);
            Arrays.setAll(memory, c -> half.memory(values, odd, c));
        }
        return memory;
    }

    /** Frames of the first ladders, as many as are wanted; of two ladders at least. */
    private static int[] wholeLadders(Trajectory trajectory, int wanted) {
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

        Walks half(int parity) {
            return new Walks(
                    ladder,
                    IntStream.range(0, series.length)
                            .map(f -> Trajectory.halfOf(ladder[f]) == parity ? series[f] : -1)
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
        return tica.project(features.of(frames), DIMENSIONS);
    }

    /** How differently two sets of points in the plane fill the clusters, bits. */
    public double divergence(double[][] a, double[][] b) {
        return Clusters.divergence(clusters.occupancy(a), clusters.occupancy(b));
    }
}
