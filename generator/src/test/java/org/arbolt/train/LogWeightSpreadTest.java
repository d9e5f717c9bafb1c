package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogWeightSpreadTest {

    /**
     * The weight of an example falls by e for every 64 later ones, in whole batches: against a mean and variance with
     * those weights written out.
     */
    @Test
    void meanAndVarianceForgetOldExamplesMoleculeByMolecule() {
        double[][] batches = {{1, 2, 4}, {3}, {-1, 0.5}};
        LogWeightSpread spread = LogWeightSpread.none(2);
        for (double[] batch : batches) {
            double[] values = Arrays.copyOf(batch, batch.length + 1);
            values[batch.length] = 300; // of the other molecule
            int[] molecule = new int[values.length];
            molecule[batch.length] = 1;
            spread = spread.updated(GroupedMoments.of(spread.deviations(values, molecule), molecule, 2));
        }
        double[] values = {1, 2, 4, 3, -1, 0.5};
        int[] later = {3, 3, 3, 2, 0, 0};
        double[] weights =
                Arrays.stream(later).mapToDouble(n -> Math.exp(-n / 64.0)).toArray();
        double all = Arrays.stream(weights).sum();
        double mean = sum(weights, values, 0, 1) / all;
        assertThat(spread.weights()[0]).isCloseTo(all, within(1e-12));
        assertThat(spread.mean(0)).isCloseTo(mean, within(1e-12));
        assertThat(spread.variances()[0]).isCloseTo(sum(weights, values, mean, 2) / all, within(1e-12));
        assertThat(spread.mean(1)).isCloseTo(300, within(1e-9));
        assertThat(spread.variances()[1]).isCloseTo(0, within(1e-9));
        assertThat(spread.variance(0)).isNaN(); // six examples are too few
        assertThat(spread.meanVariance(new double[] {3, 1})).isCloseTo(0.75 * spread.variances()[0], within(1e-9));
    }

    private static double sum(double[] weights, double[] values, double mean, int power) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += weights[i] * Math.pow(values[i] - mean, power);
        }
        return sum;
    }

    /** 100,000 Gaussian numbers, of which more than 60 count: five standard errors, false alarm 1e-6 for each. */
    @Test
    void itFollowsTheDistribution() {
        RandomStream random = new Seed(8).stream("test", 0);
        LogWeightSpread spread = LogWeightSpread.none(1);
        for (int i = 0; i < 1000; i++) {
            double[] values = new double[100];
            Arrays.setAll(values, b -> 40 + 1.5 * random.nextGaussian());
            spread = spread.updated(GroupedMoments.of(spread.deviations(values, new int[100]), new int[100], 1));
        }
        double examples = spread.weights()[0] / 2; // a sum of weights w, of which Kish's number is more than a half
        assertThat(spread.mean(0)).isCloseTo(40, within(5 * 1.5 / Math.sqrt(examples)));
        assertThat(spread.variance(0)).isCloseTo(2.25, within(5 * 2.25 * Math.sqrt(2 / examples)));
    }

    @Test
    void whereNoEnergyIsKnownThereIsNoVariance() {
        LogWeightSpread spread =
                LogWeightSpread.none(2).updated(GroupedMoments.of(new double[] {Double.NaN}, new int[1], 2));
        assertThat(spread.meanVariance(new double[] {1, 0})).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, -1e20})
    void whatIsNotANumberOrTooLargeIsLeftOut(double far) {
        LogWeightSpread spread = new LogWeightSpread(new double[] {20}, new double[] {1}, new double[] {2});
        LogWeightSpread next = spread.updated(GroupedMoments.of(new double[] {far}, new int[1], 1));
        assertThat(next.weights()[0]).isEqualTo(20);
        assertThat(next.mean(0)).isEqualTo(1);
        assertThat(next.variance(0)).isEqualTo(2);
    }

    @Test
    void aTensorHoldsAllOfIt() {
        try (var _ = TensorScope.open()) {
            LogWeightSpread spread =
                    new LogWeightSpread(new double[] {20, 3}, new double[] {1.5, -2}, new double[] {0.25, 4});
            LogWeightSpread back = LogWeightSpread.of(spread.tensor());
            assertThat(back.weights()).containsExactly(20, 3);
            assertThat(back.means()).containsExactly(1.5, -2);
            assertThat(back.variances()).containsExactly(0.25, 4);
        }
    }
}
