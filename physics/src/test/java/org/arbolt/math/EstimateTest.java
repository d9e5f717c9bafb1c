package org.arbolt.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void independentNumbersGiveTheStandardErrorOfTheirMean() {
        Estimate mean = Estimate.ofIndependent(new double[] {1, 2, 3, 6});

        assertThat(mean.value()).isCloseTo(3, within(1e-15));
        assertThat(mean.error()).isCloseTo(Math.sqrt(14 / 3.0 / 4), within(1e-15));
        assertThat(Estimate.ofIndependent(new double[] {7}).error()).isNaN();
    }

    @Test
    void errorsOfAMeanComeFromTheGroups() {
        double[] values = {1, 1, 1, 3, 3, 3};
        Estimate mean = Estimate.ofGroups(values, new int[] {0, 0, 0, 1, 1, 1});

        assertThat(mean.value()).isEqualTo(2);
        assertThat(mean.error()).isCloseTo(1, within(1e-12)); // two groups at 1 and 3: standard error 1
        assertThat(Estimate.ofGroups(values, new int[6]).error()).isNaN();
    }

    @Test
    void equalGroupsOfOneFrameAreIndependentNumbers() {
        double[] values = {1, 2, 3, 6};

        Estimate grouped = Estimate.ofGroups(values, new int[] {0, 1, 2, 3});

        assertThat(grouped.error()).isCloseTo(Estimate.ofIndependent(values).error(), within(1e-15));
    }

    @Test
    void weightedMeansLeaveOutWhatHasNoWeight() {
        Estimate mean = Estimate.weighted(new double[] {1, 4, Double.NaN}, new double[] {0.25, 0.75, 0});

        assertThat(mean.value()).isEqualTo(3.25);
        assertThat(mean.error()).isCloseTo(Math.hypot(0.25 * 2.25, 0.75 * 0.75), within(1e-15));
        assertThat(Estimate.weighted(new double[] {1, 2}, new double[2]).isMissing())
                .isTrue();
    }

    /** Copies say no more than what they are copies of. */
    @Test
    void errorsOfAWeightedMeanComeFromTheGroups() {
        double[] values = {1, 4, 2, 7};
        double[] weights = {0.1, 0.4, 0.3, 0.2};
        double each = Estimate.weighted(values, weights).error();
        Estimate single = Estimate.weightedGroups(values, weights, new int[] {3, 0, 1, 5});
        assertThat(single.value()).isEqualTo(Estimate.weighted(values, weights).value());
        assertThat(single.error()).isCloseTo(each * Math.sqrt(4 / 3.0), within(1e-15));

        double[] twice = {1, 4, 1, 2, 7, 4, 2, 7, Double.NaN};
        double[] halves = {0.05, 0.2, 0.05, 0.15, 0.1, 0.2, 0.15, 0.1, 0};
        Estimate copied = Estimate.weightedGroups(twice, halves, new int[] {0, 1, 0, 2, 3, 1, 2, 3, 4});
        assertThat(copied.value()).isCloseTo(single.value(), within(1e-15));
        assertThat(copied.error()).isCloseTo(single.error(), within(1e-15));

        assertThat(Estimate.weightedGroups(values, weights, new int[4]).error()).isNaN();
        assertThat(Estimate.weightedGroups(values, new double[4], new int[4]).isMissing())
                .isTrue();
    }

    @Test
    void differencesAreInCombinedErrorsWhereBothAreKnown() {
        assertThat(new Estimate(1, 0.3).sigmasFrom(new Estimate(3, 0.4))).isCloseTo(4, within(1e-12));
        assertThat(new Estimate(1, 0.3).sigmasFrom(Estimate.of(3))).isNaN();
        assertThat(new Estimate(1, 0.3).sigmasFrom(Estimate.MISSING)).isNaN();
        assertThat(new Estimate(1, 0).sigmasFrom(new Estimate(1, 0))).isNaN();
    }

    @Test
    void textHasTheDigitsThatTheErrorJustifies() {
        assertThat(new Estimate(-36.7234, 0.2101)).hasToString("-36.72 ± 0.21");
        assertThat(new Estimate(1234.2, 37)).hasToString("1234 ± 37");
        assertThat(Estimate.of(2.5)).hasToString("2.50000");
    }

    @Test
    void numbersThatAreNotNumbersAreRefused() {
        assertThatThrownBy(() -> new Estimate(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Estimate(1, -0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfidenceInterval(0, Double.NaN, 1, 0.95))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfidenceInterval(0, 1, -1, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfidenceInterval(0, -1, 1, 95)).isInstanceOf(IllegalArgumentException.class);
    }
}
