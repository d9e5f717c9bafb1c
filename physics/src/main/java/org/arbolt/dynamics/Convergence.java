package org.arbolt.dynamics;

import java.util.Arrays;
import org.arbolt.math.RandomStream;

/**
 * Whether a run is long enough, judged from independent ladders: they are the units of every error bar here, because
 * frames of one ladder are correlated. Angles and states are [ladder][frame], frames in the order of time.
 */
public final class Convergence {
    private static final double WINDOW = 5; // Sokal's c: the sum of correlations stops at 5 times the time it has given

    private Convergence() {}

    /**
     * A difference between the two halves of a run.
     *
     * @param distance total variation distance between the halves' histograms, in [0, 1]
     * @param floor mean of the same distance when the halves of each ladder change places at random, which is what it
     *     would be without drift
     * @param pValue share of those exchanges that give at least the distance found; small when the run still drifts
     */
    public record HalfDifference(double distance, double floor, double pValue) {}

    /**
     * Integrated autocorrelation time 1 + 2 Σ ρ(t), in frames, by the self-consistent window of Sokal (Monte Carlo
     * Methods in Statistical Mechanics, 1989); correlations are averaged over the ladders around their common mean. The
     * statistical inefficiency: F frames are worth F divided by it.
     *
     * @param series [D][F] an observable, finite
     * @return at least 1 for anything but an alternating series; 1 if the observable never changes
     */
    public static double autocorrelationTime(double[][] series) {
        double mean = mean(series);
        double variance = covariance(series, mean, 0);
        if (variance == 0) {
            return 1;
        }
        double time = 1;
        for (int lag = 1; lag < series[0].length && lag < WINDOW * time; lag++) {
            time += 2 * covariance(series, mean, lag) / variance;
        }
        return time;
    }

    /**
     * Potential scale reduction R̂ of chains, each cut in two halves: 1 where all halves have the same mean, more while
     * they have not (Gelman et al., Bayesian Data Analysis, 3rd ed., 2013, §11.4).
     *
     * @param series [D][F] an observable, finite; F at least 4
     * @return 1 if the observable never changes
     */
    public static double splitRHat(double[][] series) {
        int half = series[0].length / 2;
        int count = 2 * series.length;
        double[] mean = new double[count];
        double within = 0;
        for (int d = 0; d < count; d++) {
            double[] chain = series[d / 2];
            int from = d % 2 == 0 ? 0 : chain.length - half;
            for (int f = from; f < from + half; f++) {
                mean[d] += chain[f] / half;
            }
            for (int f = from; f < from + half; f++) {
                within += (chain[f] - mean[d]) * (chain[f] - mean[d]) / (half - 1) / count;
            }
        }
        double all = 0;
        for (double m : mean) {
            all += m / count;
        }
        double between = 0; // variance of the means
        for (double m : mean) {
            between += (m - all) * (m - all) / (count - 1);
        }
        return within == 0
                ? between == 0 ? 1 : Double.POSITIVE_INFINITY
                : Math.sqrt((half - 1.0) / half + between / within);
    }

    private static double mean(double[][] series) {
        double sum = 0;
        long count = 0;
        for (double[] ladder : series) {
            for (double value : ladder) {
                sum += value;
            }
            count += ladder.length;
        }
        return sum / count;
    }

    private static double covariance(double[][] series, double mean, int lag) {
        double sum = 0;
        long count = 0;
        for (double[] ladder : series) {
            for (int i = lag; i < ladder.length; i++) {
                sum += (ladder[i] - mean) * (ladder[i - lag] - mean);
            }
            count += Math.max(0, ladder.length - lag);
        }
        return sum / count;
    }

    /** Mean of the second half of a time series less that of the first; NaN for fewer than two frames. */
    public static double drift(double[] series) {
        int half = series.length / 2;
        return Arrays.stream(series, half, series.length).average().orElse(Double.NaN)
                - Arrays.stream(series, 0, half).average().orElse(Double.NaN);
    }

    /**
     * How different the φ/ψ histograms of the first and the second half are, against what chance makes them: a
     * permutation test whose unit is the ladder.
     *
     * @param phi [D][F], rad, in [−π, π]
     * @param psi [D][F], rad, in [−π, π]
     * @param bins bins along each angle
     * @param permutations how many random exchanges of halves
     * @param random where they come from
     */
    public static HalfDifference halves(
            double[][] phi, double[][] psi, int bins, int permutations, RandomStream random) {
        double[][] change = new double[phi.length][]; // [D][bins²], second half less first, as shares of all halves
        for (int ladder = 0; ladder < phi.length; ladder++) {
            change[ladder] = change(phi[ladder], psi[ladder], bins);
        }
        boolean[] asTheyAre = new boolean[phi.length];
        double distance = distance(change, asTheyAre);
        double sum = 0;
        int asLarge = 0;
        for (int i = 0; i < permutations; i++) {
            double other = distance(change, coins(phi.length, random));
            sum += other;
            asLarge += other >= distance ? 1 : 0;
        }
        return new HalfDifference(distance, sum / permutations, (asLarge + 1.0) / (permutations + 1.0));
    }

    private static double[] change(double[] phi, double[] psi, int bins) {
        double[] change = new double[bins * bins];
        int half = phi.length / 2;
        for (int i = 0; i < 2 * half; i++) {
            change[bin(phi[i], bins) * bins + bin(psi[i], bins)] += (i < half ? -1.0 : 1.0) / half;
        }
        return change;
    }

    private static int bin(double angle, int bins) {
        return Math.clamp((int) Math.floor((angle + Math.PI) / (2 * Math.PI) * bins), 0, bins - 1);
    }

    private static double distance(double[][] change, boolean[] swapped) {
        double[] sum = new double[change[0].length];
        for (int ladder = 0; ladder < change.length; ladder++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += swapped[ladder] ? -change[ladder][i] : change[ladder][i];
            }
        }
        double distance = 0;
        for (double value : sum) {
            distance += Math.abs(value) / change.length / 2;
        }
        return distance;
    }

    private static boolean[] coins(int count, RandomStream random) {
        boolean[] coins = new boolean[count];
        for (int i = 0; i < count; i++) {
            coins[i] = random.nextBoolean();
        }
        return coins;
    }
}
