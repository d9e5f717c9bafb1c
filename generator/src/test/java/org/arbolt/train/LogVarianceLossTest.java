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
    void equalWeightsAreAllEffectiveAndPullAtNothing() {
        double[] equal = {-3, -3, -3, -3};
        assertThat(LogVarianceLoss.effectiveShare(equal)).isCloseTo(1, within(1e-12));
        assertThat(GroupedMoments.of(equal, new int[4], 1).variance()).isZero();
        assertThat(pull(equal, new int[4], 1)).containsOnly(0);
    }

    @Test
    void aFarOffFramePullsNoHarderThanTheBound() {
        double[] weights = new double[100];
        weights[0] = -1000;
        assertThat(pull(weights, new int[100], 1)[0]).isEqualTo(-2 * 3.0 / 100);
    }

    @Test
    void eachMoleculeHasAMeanOfItsOwn() {
        double[] weights = {1, 2, 3, 101, 103};
        int[] molecule = {0, 0, 0, 1, 1};
        assertThat(GroupedMoments.of(weights, molecule, 2).variance())
                .isCloseTo((1 + 0 + 1 + 1 + 1) / 5.0, within(1e-12));
        assertThat(pull(weights, molecule, 2)).containsExactly(new double[] {-0.4, 0, 0.4, -0.4, 0.4}, within(1e-12));
    }

    private static double[] pull(double[] logWeights, int[] molecule, int molecules) {
        return LogVarianceLoss.pull(
                logWeights, molecule, GroupedMoments.of(logWeights, molecule, molecules), logWeights.length);
    }

    @Test
    void itCountsFromItsStartOn() {
        LogVarianceLoss dispersion = new LogVarianceLoss(0.5, 0.25);
        assertThat(dispersion.at(24, 100)).isZero();
        assertThat(dispersion.at(25, 100)).isEqualTo(0.5);
    }
}
