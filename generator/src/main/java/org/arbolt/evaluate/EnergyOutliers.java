package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.arbolt.math.Weights;

/**
 * Conformations whose energies rule every average of them: each lies more than 10,000 kJ/mol from the weighted median,
 * and alone moves the weighted mean away from it by more than 100 kJ/mol. Weights from the energies themselves leave
 * none; given or equal ones may.
 *
 * @param frames their numbers, from 0, the one that moves the mean most first
 * @param all how many conformations there are
 * @param first energy of that one, kJ/mol; NaN where there is none
 */
public record EnergyOutliers(int[] frames, int all, double first) {
    private static final double LARGEST_DISTANCE = 10_000; // kJ/mol
    private static final double LARGEST_PULL = 100; // kJ/mol

    /** @param energy [F], kJ/mol; those that are not finite are left out */
    public static EnergyOutliers of(double[] energy, Weights weights) {
        double[] share = weights.share();
        int[] rising = IntStream.range(0, energy.length)
                .filter(f -> Double.isFinite(energy[f]) && share[f] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(f -> energy[f]))
                .mapToInt(Integer::intValue)
                .toArray();
        double median = median(energy, share, rising);
        int[] outliers = Arrays.stream(rising)
                .filter(f -> Math.abs(energy[f] - median) > LARGEST_DISTANCE
                        && share[f] * Math.abs(energy[f] - median) > LARGEST_PULL)
                .boxed()
                .sorted(Comparator.comparingDouble(f -> -share[f] * Math.abs(energy[f] - median)))
                .mapToInt(Integer::intValue)
                .toArray();
        return new EnergyOutliers(outliers, energy.length, outliers.length == 0 ? Double.NaN : energy[outliers[0]]);
    }

    /** NaN where there is none. */
    private static double median(double[] energy, double[] share, int[] rising) {
        double half = Arrays.stream(rising).mapToDouble(f -> share[f]).sum() / 2;
        double below = 0;
        for (int f : rising) {
            below += share[f];
            if (below >= half) {
                return energy[f];
            }
        }
        return Double.NaN;
    }

    /**
     * A sentence on them; none where there are none.
     *
     * @param what they are of, e.g. {@code samples}
     */
    public Optional<String> sentence(String what) {
        return frames.length == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%d of %d %s %s so far from the others in energy that means and distances of energies say "
                                + "nothing else; number %d has %.3g kJ/mol.",
                        frames.length,
                        all,
                        what,
                        frames.length == 1 ? "is" : "are",
                        frames[0] + 1,
                        first));
    }
}
