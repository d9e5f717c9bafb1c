package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.arbolt.BadInput;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportanceWeightsTest {

    @Test
    void equalWeightsAreWorthAllSamples() {
        double[] energy = new double[100];
        ImportanceWeights weights = ImportanceWeights.of(energy, energy, ImportanceWeights.Treatment.NONE);
        assertThat(weights.averaging().effectiveSamples()).isEqualTo(100, Offset.offset(1e-9));
        assertThat(weights.logPartition()).isEqualTo(0, Offset.offset(1e-12));
    }

    @Test
    void gaussianWeightedToANarrowerOneHasTheKnownEffectiveSize() {
        // q = N(0, 1), π = N(0, s²), s² < 2: (E w)²/E w² = s √(2 − s²). Standard error at n = 10⁵ below 0.3 %; ±1.5 %
        // is five: false alarm 6e-7. The interval of log Z is one of 99.99 %: false alarm 1e-4. Seeds are fixed.
        double variance = 0.5;
        int n = 100_000;
        RandomStream random = new Seed(3).stream("gauss", 0);
        double[] u = new double[n];
        double[] logDensity = new double[n];
        for (int i = 0; i < n; i++) {
            double x = random.nextGaussian();
            u[i] = x * x / (2 * variance);
            logDensity[i] = -x * x / 2 - 0.5 * Math.log(2 * Math.PI);
        }
        ImportanceWeights weights = ImportanceWeights.of(u, logDensity, ImportanceWeights.Treatment.NONE);
        double expected = Math.sqrt(variance * (2 - variance));
        assertThat(weights.averaging().effectiveSamples() / n).isEqualTo(expected, Offset.offset(0.015 * expected));
        ConfidenceInterval interval = weights.logPartition(0.9999, new Seed(4));
        assertThat(0.5 * Math.log(2 * Math.PI * variance)).isBetween(interval.low(), interval.high());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 0.9})
    void theShapeOfAParetoTailIsFound(double shape) {
        // Weights (1 − p)^−k have a Pareto tail of shape k; over seeds the fit scatters by about 0.06 at this tail
        // length: four of those, a false alarm in 16,000 each; the seed is fixed.
        int n = 100_000;
        RandomStream random = new Seed(8).stream("pareto", 0);
        double[] log = new double[n];
        Arrays.setAll(log, i -> -shape * Math.log1p(-random.nextDouble()));
        assertThat(ParetoSmoothing.of(log).shape()).isEqualTo(shape, Offset.offset(0.25));
    }

    @Test
    void excludedSamplesWeighNothing() {
        double[] u = {1, Double.POSITIVE_INFINITY, 1, 1};
        ImportanceWeights weights = ImportanceWeights.of(u, new double[4], ImportanceWeights.Treatment.PSIS);
        assertThat(weights.normalised()[1]).isZero();
        assertThat(weights.averaging().effectiveSamples()).isEqualTo(3, Offset.offset(1e-9));
    }

    @Test
    void clippingDropsTheLargestShare() {
        double[] u = new double[1000];
        Arrays.setAll(u, i -> -i * 1e-3);
        ImportanceWeights weights =
                ImportanceWeights.of(u, new double[1000], ImportanceWeights.Treatment.parse("clip:0.002"));
        assertThat(Arrays.stream(weights.logWeights())
                        .filter(l -> l == Double.NEGATIVE_INFINITY)
                        .count())
                .isEqualTo(2);
        assertThat(weights.logWeights()[999]).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void clippingKeepsWeightsThatAreAllEqual(int count) {
        ImportanceWeights weights =
                ImportanceWeights.ofRaw(new double[count], ImportanceWeights.Treatment.parse("clip:0.002"));
        assertThat(weights.averaging().effectiveSamples()).isEqualTo(count, Offset.offset(1e-9 * count));
    }

    @Test
    void resamplingFollowsTheWeights() {
        double[] u = {0, -Math.log(3), Double.POSITIVE_INFINITY};
        ImportanceWeights weights = ImportanceWeights.of(u, new double[3], ImportanceWeights.Treatment.NONE);
        int[] chosen = weights.resample(4000, new Seed(1).stream("resample", 0));
        assertThat(Arrays.stream(chosen).filter(i -> i == 1).count()).isBetween(2999L, 3001L); // systematic: within one
        assertThat(Arrays.stream(chosen).filter(i -> i == 2).count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip:2", "clip:x", "all", ""})
    void unknownTreatmentsAreRefused(String text) {
        assertThatThrownBy(() -> ImportanceWeights.Treatment.parse(text))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("psis");
    }
}
