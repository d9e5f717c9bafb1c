package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.math.Estimate;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;

/** Statistical tests fix their seeds; false alarms below 1e-4 each unless said. */
class ConvergenceTest {
    private static final Seed SEED = new Seed(4);

    /** x' = ρx + noise has the autocorrelation time (1+ρ)/(1−ρ). */
    private static double[][] autoregressive(double rho, int ladders, int frames) {
        double[][] series = new double[ladders][frames];
        for (int ladder = 0; ladder < ladders; ladder++) {
            RandomStream random = SEED.stream("series", ladder);
            double x = random.nextGaussian();
            for (int i = 0; i < frames; i++) {
                x = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
                series[ladder][i] = x;
            }
        }
        return series;
    }

    @Test
    void autocorrelationTimeOfAnAutoregressiveSeries() {
        assertThat(Convergence.autocorrelationTime(autoregressive(0.9, 16, 20_000)))
                .isCloseTo(19, within(1.5));
        assertThat(Convergence.autocorrelationTime(autoregressive(0, 16, 20_000)))
                .isCloseTo(1, within(0.05));
        assertThat(Convergence.autocorrelationTime(new double[][] {{2, 2, 2}})).isEqualTo(1);
    }

    /** Chains that agree have R̂ near 1; one that lies two deviations away, or drifts, does not. */
    @Test
    void splitRHatTellsChainsThatDoNotAgree() {
        double[][] series = autoregressive(0.5, 8, 4000);
        assertThat(Convergence.splitRHat(series)).isBetween(0.999, 1.005);
        double[][] drifting = autoregressive(0.5, 8, 4000);
        for (double[] chain : drifting) {
            Arrays.setAll(chain, i -> chain[i] + (i < 2000 ? 0 : 2));
        }
        assertThat(Convergence.splitRHat(drifting)).isCloseTo(Math.sqrt(1 + 16.0 / 15), within(0.05));
        Arrays.setAll(series[3], i -> drifting[3][i] - 2);
        assertThat(Convergence.splitRHat(series)).isGreaterThan(1.05);
        assertThat(Convergence.splitRHat(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 1}}))
                .isEqualTo(1);
    }

    /**
     * The error of a population must be that of correlated frames: share above zero of a slow series, over 400 runs.
     */
    @Test
    void errorsOfPopulationsCoverTheTruth() {
        int covered = 0;
        double[][] all = autoregressive(0.9, 400 * 10, 100);
        for (int run = 0; run < 400; run++) {
            double[] shares = new double[10];
            for (int ladder = 0; ladder < 10; ladder++) {
                shares[ladder] =
                        Arrays.stream(all[10 * run + ladder]).filter(x -> x > 0).count() / 100.0;
            }
            Estimate found = Estimate.ofIndependent(shares);
            covered += Math.abs(found.value() - 0.5) < 2.262 * found.error() ? 1 : 0; // 95 % of Student's t, 9 df
        }
        assertThat(covered / 400.0).isBetween(0.90, 0.99); // 0.95 ± 4.5 standard errors
    }

    private static double[][] angles(String name, double secondHalfShift) {
        double[][] angles = new double[12][400];
        for (int ladder = 0; ladder < angles.length; ladder++) {
            RandomStream random = SEED.stream(name, ladder);
            for (int i = 0; i < 400; i++) {
                double angle = random.nextGaussian() + (i < 200 ? 0 : secondHalfShift);
                angles[ladder][i] = Math.atan2(Math.sin(angle), Math.cos(angle));
            }
        }
        return angles;
    }

    /** Under no drift p-values are uniform: of 200 of them, 10 ± 3.1 fall below 0.05. */
    @Test
    void halvesOfAStationaryRunDifferByChanceOnly() {
        int small = 0;
        for (int run = 0; run < 200; run++) {
            Convergence.HalfDifference found = Convergence.halves(
                    angles("phi" + run, 0), angles("psi" + run, 0), 6, 99, SEED.stream("permutations", run));
            small += found.pValue() <= 0.05 ? 1 : 0;
        }
        assertThat(small).isBetween(0, 24); // −3.2 and +4.5 standard errors
    }

    @Test
    void halvesOfADriftingRunDiffer() {
        Convergence.HalfDifference found =
                Convergence.halves(angles("phi", 0.5), angles("psi", 0), 12, 999, SEED.stream("permutations", 0));
        assertThat(found.pValue()).isLessThan(0.01);
        assertThat(found.distance()).isGreaterThan(1.3 * found.floor());
    }
}
