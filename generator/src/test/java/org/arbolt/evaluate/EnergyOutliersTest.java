package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.arbolt.math.Weights;
import org.junit.jupiter.api.Test;

class EnergyOutliersTest {
    private static double[] energies() {
        double[] energy = new double[200];
        Arrays.setAll(energy, i -> -60 + 20 * Math.sin(i));
        return energy;
    }

    @Test
    void ordinaryEnergiesHaveNone() {
        assertThat(EnergyOutliers.of(energies(), Weights.uniform(200)).sentence("samples"))
                .isEmpty();
        assertThat(EnergyOutliers.of(new double[] {Double.NaN}, Weights.uniform(1))
                        .sentence("samples"))
                .isEmpty();
        assertThat(EnergyOutliers.of(new double[0], Weights.uniform(0)).sentence("samples"))
                .isEmpty();
    }

    @Test
    void oneThatRulesTheMeanIsNamed() {
        double[] energy = energies();
        energy[9] = 1e20;
        energy[11] = 1e6;
        EnergyOutliers found = EnergyOutliers.of(energy, Weights.uniform(200));
        assertThat(found.frames()).containsExactly(9, 11);
        assertThat(found.sentence("samples").orElseThrow())
                .startsWith("2 of 200 samples are so far")
                .contains("number 10 has 1.00e+20 kJ/mol");
    }

    /** As its Boltzmann weight would be. */
    @Test
    void oneWithoutWeightRulesNothing() {
        double[] energy = energies();
        energy[9] = 1e20;
        double[] logWeights = new double[200];
        logWeights[9] = Double.NEGATIVE_INFINITY;
        assertThat(EnergyOutliers.of(energy, Weights.of(logWeights)).frames()).isEmpty();
    }

    /** The other energies, of hardly any weight, are far from it, not it from them. */
    @Test
    void oneThatHoldsAllTheWeightIsNone() {
        double[] energy = new double[200];
        Arrays.fill(energy, 1e6);
        energy[9] = -60;
        double[] logWeights = new double[200];
        logWeights[9] = 400;
        assertThat(EnergyOutliers.of(energy, Weights.of(logWeights)).frames()).isEmpty();
    }
}
