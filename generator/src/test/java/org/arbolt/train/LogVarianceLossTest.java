package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;

class LogVarianceLossTest {

    /**
     * Log-weights that are Gaussian with variance s² under q have mean s²/2 under the target, and the share of
     * effective samples is e^(−s²). Bound: five standard errors of 40,000 draws (each mean has one of √(e^(s²) −
     * 1)/200; false alarm 1e-6).
     */
    @Test
    void theEffectiveShareOfAGaussianPairIsKnown() {
        double variance = 0.25;
        RandomStream random = new Seed(4).stream("test", 0);
        double[] logWeights = new double[40_000];
        Arrays.setAll(logWeights, i -> variance / 2 + 7.5 + Math.sqrt(variance) * random.nextGaussian());
        assertThat(LogVarianceLoss.effectiveShare(logWeights)).isCloseTo(Math.exp(-variance), within(0.022));
    }

    @Test
    void equalWeightsAreAllEffectiveAndCountByDeviationAlone() {
        double[] equal = {-3, -3, -3, -3};
        assertThat(LogVarianceLoss.effectiveShare(equal)).isCloseTo(1, within(1e-12));
        assertThat(LogVarianceLoss.BY_NOISE.weights(equal, new int[4], spread(100, -3, 0)))
                .containsOnly(0);
    }

    @Test
    void aFarOffFramePullsNoHarderThanTheBound() {
        double[] times =
                LogVarianceLoss.BY_NOISE.weights(new double[] {-1000, 2, 1000}, new int[3], spread(100, 1, 0.5));
        assertThat(times).containsExactly(new double[] {-2.5 / 1.5, 1, 3.5 / 1.5}, within(1e-12));
    }

    @Test
    void theTermFadesAsTheVarianceGrowsAndWithItsFactor() {
        double[] weights = {2, -2};
        assertThat(LogVarianceLoss.BY_NOISE.weights(weights, new int[2], spread(100, 0, 1e6)))
                .containsExactly(new double[] {1, 1}, within(1e-5));
        assertThat(LogVarianceLoss.NONE.weights(weights, new int[2], spread(100, 0, 1)))
                .containsExactly(1, 1);
        assertThat(LogVarianceLoss.NONE.weights(weights, new int[2], spread(100, 2, 0)))
                .containsExactly(1, 1);
        assertThat(LogVarianceLoss.BY_NOISE.weights(weights, new int[2], spread(15, 0, 1)))
                .containsExactly(1, 1); // too few examples to tell
    }

    @Test
    void eachMoleculeHasAMeanAndAVarianceOfItsOwn() {
        LogWeightSpread spread =
                new LogWeightSpread(new double[] {100, 100, 3}, new double[] {1, 50, 7}, new double[] {1, 3, 1});
        double[] times = LogVarianceLoss.BY_NOISE.weights(
                new double[] {2, 51, 49, 7.5, Double.NaN}, new int[] {0, 1, 1, 2, 0}, spread);
        assertThat(times).containsExactly(new double[] {1, 1, 0.5, 1, 1}, within(1e-12));
        assertThat(new LogVarianceLoss(2).weights(new double[] {3}, new int[] {0}, spread)[0])
                .isCloseTo(5 / 3.0, within(1e-12));
    }

    private static LogWeightSpread spread(double count, double mean, double variance) {
        return new LogWeightSpread(new double[] {count}, new double[] {mean}, new double[] {variance});
    }
}
