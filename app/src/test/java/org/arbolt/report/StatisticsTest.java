package org.arbolt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final Bins BINS = new Bins(0, 1, 4);

    @Test
    void binsHoldTheirLowerEdgesAndTheLastItsUpper() {
        assertThat(BINS.index(0)).isZero();
        assertThat(BINS.index(0.25)).isEqualTo(1);
        assertThat(BINS.index(1)).isEqualTo(3);
        assertThat(new int[] {BINS.index(-1e-9), BINS.index(1.0001), BINS.index(Double.NaN)})
                .containsOnly(-1);
        assertThat(BINS.edges()).containsExactly(0, 0.25, 0.5, 0.75, 1);
    }

    @Test
    void sharesOfEqualWeightsAreFrequenciesWithBinomialErrors() {
        double[] values = {0.1, 0.1, 0.3, 0.6, 7};
        Weights weights = Weights.uniform(5);

        assertThat(BINS.shares(values, weights)).containsExactly(new double[] {0.4, 0.2, 0.2, 0}, within(1e-15));
        assertThat(BINS.weightedErrors(values, weights))
                .containsExactly(
                        new double[] {Math.sqrt(0.4 * 0.6 / 5), Math.sqrt(0.2 * 0.8 / 5), Math.sqrt(0.2 * 0.8 / 5), 0},
                        within(1e-15));
    }

    @Test
    void weightedErrorsAreTheDeltaMethodsSum() {
        double[] values = {0.1, 0.2, 0.3, 0.9};
        Weights weights = weights(0, -1, 0.5, -2);
        double p = BINS.shares(values, weights)[0];
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += Math.pow(weights.share()[i] * ((i < 2 ? 1 : 0) - p), 2);
        }

        assertThat(BINS.weightedErrors(values, weights)[0]).isCloseTo(Math.sqrt(sum), within(1e-15));
    }

    /** Copies that share a weight say what one says. */
    @Test
    void weightedErrorsOfCopiesAreThoseOfTheirLineages() {
        double[] values = {0.1, 0.1, 0.2, 0.3, 0.9, 0.9};
        Weights weights = weights(0, 0, -1, 0.5, -2, -2);
        double[] ofLineages = BINS.weightedErrors(values, weights, new int[] {0, 0, 1, 2, 3, 3});
        double[] single =
                BINS.weightedErrors(new double[] {0.1, 0.2, 0.3, 0.9}, weights(Math.log(2), -1, 0.5, Math.log(2) - 2));
        for (int bin = 0; bin < 4; bin++) {
            assertThat(ofLineages[bin]).isCloseTo(single[bin] * Math.sqrt(4 / 3.0), within(1e-15));
        }
        assertThat(BINS.weightedErrors(values, weights, null)).isEqualTo(BINS.weightedErrors(values, weights));
    }

    /** Errors from 50 blocks scatter by 1/√98 = 10 %; 4.5 of those in either of 4 bins: false alarm about 3e-5. */
    @Test
    void blockErrorsOfIndependentNumbersAreTheBinomialOnes() {
        RandomStream random = new Seed(11).stream("blocks", 0);
        double[] values = new double[20_000];
        Arrays.setAll(values, i -> random.nextDouble());
        double binomial = Math.sqrt(0.25 * 0.75 / values.length);

        for (double error : BINS.blockErrors(values, 50)) {
            assertThat(error).isCloseTo(binomial, within(0.45 * binomial));
        }
    }

    @Test
    void quantilesFollowTheWeightsAndSkipWhatIsNotFinite() {
        double[] values = {5, 1, Double.NaN, 3, Double.POSITIVE_INFINITY};
        Quantiles quantiles = new Quantiles(values, new Weights(new double[] {0.1, 0.6, 0.1, 0.1, 0.1}));

        assertThat(quantiles.at(0)).isEqualTo(1);
        assertThat(quantiles.at(0.74)).isEqualTo(1);
        assertThat(quantiles.at(0.8)).isEqualTo(3);
        assertThat(quantiles.at(1)).isEqualTo(5);
        assertThat(new Quantiles(new double[] {Double.NaN}, Weights.uniform(1)).isEmpty())
                .isTrue();
    }

    @Test
    void theEnergyRangeIgnoresFarOutliersAndKeepsTheReference() {
        double[] proposal = new double[1000];
        double[] reference = new double[1000];
        Arrays.setAll(proposal, i -> i < 100 ? 1e12 * (i + 1) : 0.05 * i);
        Arrays.setAll(reference, i -> 0.05 * i);
        Weights uniform = Weights.uniform(1000);
        Quantiles none = new Quantiles(new double[0], Weights.uniform(0));

        Bins bins = EnergyRange.choose(new Quantiles(proposal, uniform), none, new Quantiles(reference, uniform));

        assertThat(bins.low()).isBetween(-20.0, 0.0);
        assertThat(bins.high()).isBetween(50.0, 200.0);
        assertThat(bins.count()).isBetween(30, 100);
    }

    @Test
    void theEnergyRangeOfASingleFrameHasWidth() {
        Quantiles one = new Quantiles(new double[] {-123.4}, Weights.uniform(1));

        assertThat(EnergyRange.choose(one, one, one).index(-123.4)).isNotNegative();
    }

    @Test
    void degreesLieBetweenMinus180And180WhateverTheBranch() {
        double[] degrees = Angles.degrees(new double[] {0, Math.PI, -Math.PI, 3 * Math.PI / 2, -7, 1000});

        assertThat(degrees[1]).isEqualTo(-180);
        assertThat(degrees[2]).isEqualTo(-180);
        assertThat(degrees[3]).isCloseTo(-90, within(1e-9));
        assertThat(Arrays.stream(degrees)).allMatch(d -> d >= -180 && d < 180);
    }

    @Test
    void freeEnergiesAreMinusKtLogOfTheShare() {
        ResidueTorsions torsions = new ResidueTorsions("X", new double[] {0.1, 0.1, 2}, new double[] {0.1, 0.1, -2});
        FreeEnergyMap map = FreeEnergyMap.of(torsions, Weights.uniform(3), new Bins(-180, 180, 4));

        double[][] freeEnergy = map.freeEnergy(2.5, map.peak());

        assertThat(freeEnergy[2][2]).isZero();
        assertThat(freeEnergy[3][0]).isCloseTo(2.5 * Math.log(2), within(1e-12));
        assertThat(freeEnergy[0]).containsOnly(Double.NaN);
    }

    private static Weights weights(double... logWeights) {
        return Weights.of(logWeights);
    }
}
