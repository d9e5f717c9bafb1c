package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Test;

class WeightStatisticsTest {
    private static final int SAMPLES = 10_000;

    @Test
    void rawAndSmoothedEffectiveSizesAreToldApartWhateverTheTreatment() {
        WeightStatistics none = statistics(ImportanceWeights.Treatment.NONE);
        WeightStatistics psis = statistics(ImportanceWeights.Treatment.PSIS);

        assertThat(none.rawEffectiveSamples()).isEqualTo(psis.rawEffectiveSamples());
        assertThat(none.smoothedEffectiveSamples()).isEqualTo(psis.smoothedEffectiveSamples());
        assertThat(none.smoothedEffectiveSamples()).isNotEqualTo(none.rawEffectiveSamples());
        assertThat(none.logPartition()).isEqualTo(psis.logPartition());
        assertThat(none.excluded()).isEqualTo(1);
        assertThat(none.words()).containsSubsequence("% raw", "% smoothed", "of 10000 samples");
    }

    @Test
    void theirEffectiveSizesAreThoseOfTheWeights() {
        double[] heavy = energies();
        double sum = 0;
        double squares = 0;
        for (double u : heavy) {
            sum += Math.exp(-u);
            squares += Math.exp(-2 * u);
        }

        assertThat(statistics(ImportanceWeights.Treatment.NONE).rawEffectiveSamples())
                .isCloseTo(sum * sum / squares, within(1e-8 * SAMPLES));
    }

    @Test
    void moreEffectiveSamplesThanSamplesAreRefused() {
        ConfidenceInterval z = new ConfidenceInterval(0, 0, 0, 0.95);
        assertThatThrownBy(() -> new WeightStatistics(10, 0, 11, 5, 5, 0, z, "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("raw");
        assertThatThrownBy(() -> new WeightStatistics(10, 0, 5, 11, 5, 0, z, "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("smoothed");
        assertThatThrownBy(() -> new WeightStatistics(10, 0, 5, 5, 5, Double.NaN, z, "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Pareto");
    }

    /** [F], of samples whose weights have a heavy tail; the last is excluded. */
    private static double[] energies() {
        RandomStream random = new Seed(5).stream("tail", 0);
        double[] u = new double[SAMPLES];
        Arrays.setAll(u, i -> 0.6 * Math.log1p(-random.nextDouble()));
        u[SAMPLES - 1] = Double.POSITIVE_INFINITY;
        return u;
    }

    private static WeightStatistics statistics(ImportanceWeights.Treatment treatment) {
        double[] u = energies();
        Target.Exclusion[] exclusion = new Target.Exclusion[SAMPLES];
        Arrays.fill(exclusion, Target.Exclusion.NONE);
        exclusion[SAMPLES - 1] = Target.Exclusion.NOT_FINITE;
        double[] density = new double[SAMPLES];
        Ensemble ensemble = new Ensemble(
                new Frames(1, new double[3 * SAMPLES]),
                density,
                new Target.Evaluation(u, u, exclusion),
                ImportanceWeights.of(u, density, treatment));
        return WeightStatistics.of(ensemble, new Seed(6));
    }
}
