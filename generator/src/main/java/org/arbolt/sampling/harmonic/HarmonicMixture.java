package org.arbolt.sampling.harmonic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.RandomStream;

/**
 * The Gaussians of several wells of a function f, each with the share of ∫ exp(−f) that Laplace's estimate gives it.
 * Its density is exact whatever the wells are, as that of each {@link HarmonicWell} is.
 */
public final class HarmonicMixture {
    private static final double LEAST = -7; // log of the share of the largest integral that a well is kept for
    private static final double SAME = 2; // squared distance, in deviations, of the centre of a well found again
    private static final int MOST = 16; // wells, the largest, from which images lead on

    private final List<HarmonicWell> wells;
    private final double[] logShare;

    private HarmonicMixture(List<HarmonicWell> wells) {
        this.wells = List.copyOf(wells);
        double[] log = wells.stream().mapToDouble(HarmonicWell::logIntegral).toArray();
        double all = LogSumExp.of(log);
        for (int i = 0; i < log.length; i++) {
            log[i] = wells.size() == 1 ? 0 : log[i] - all;
        }
        this.logShare = log;
    }

    /**
     * The wells that a start leads to, and that images of these lead to.
     *
     * @param start [n]
     * @param metric the usual curvature
     * @param images ways from one well to where another may be; periods of coordinates do not matter
     */
    public static HarmonicMixture of(
            Landscape landscape, double[] start, HarmonicWell.Metric metric, List<UnaryOperator<double[]>> images) {
        HarmonicWell first = HarmonicWell.of(landscape, start, metric);
        List<HarmonicWell> wells = List.of(first);
        for (UnaryOperator<double[]> image : images) {
            List<HarmonicWell> found = new ArrayList<>(wells);
            for (HarmonicWell well : wells) {
                HarmonicWell other = HarmonicWell.of(landscape, image.apply(well.centre()), metric)
                        .near(landscape, first.centre());
                if (found.stream().noneMatch(w -> w.squaredDistance(other.centre()) < SAME)) {
                    found.add(other);
                }
            }
            wells = largest(found);
        }
        return new HarmonicMixture(wells);
    }

    /** Those that count; the first one where none is finite. */
    private static List<HarmonicWell> largest(List<HarmonicWell> found) {
        List<HarmonicWell> finite = found.stream()
                .filter(well -> Double.isFinite(well.logIntegral()))
                .sorted(Comparator.comparingDouble(HarmonicWell::logIntegral).reversed())
                .limit(MOST)
                .toList();
        return finite.isEmpty()
                ? found.subList(0, 1)
                : finite.stream()
                        .filter(well -> well.logIntegral() >= finite.getFirst().logIntegral() + LEAST)
                        .toList();
    }

    /** A point drawn from the Gaussians, with the log-density of all of them there. */
    public HarmonicWell.Draw draw(RandomStream random) {
        if (wells.size() == 1) {
            return wells.getFirst().draw(random);
        }
        double left = random.nextDouble();
        int taken = 0;
        while (taken < logShare.length - 1 && (left -= Math.exp(logShare[taken])) >= 0) {
            taken++;
        }
        double[] x = wells.get(taken).draw(random).x();
        double[] log = new double[logShare.length];
        for (int i = 0; i < log.length; i++) {
            log[i] = logShare[i] + wells.get(i).logDensity(x);
        }
        return new HarmonicWell.Draw(x, LogSumExp.of(log));
    }
}
