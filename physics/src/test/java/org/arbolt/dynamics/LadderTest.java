package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.units.Units;
import org.junit.jupiter.api.Test;

class LadderTest {

    @Test
    void rungsAreInGeometricProgression() {
        assertThat(Ladder.geometric(300, 1200, 3).temperaturesKelvin())
                .containsExactly(new double[] {300, 600, 1200}, within(1e-9));
        assertThat(Ladder.geometric(300, 700, 1).temperaturesKelvin()).containsExactly(300);
    }

    @Test
    void theColdestTemperatureMayStandOnSeveralRungs() {
        Ladder ladder = Ladder.geometric(300, 1200, 3).withColdRungs(4).withColdRungs(2);
        assertThat(ladder.temperaturesKelvin()).containsExactly(new double[] {300, 300, 600, 1200}, within(1e-9));
        assertThat(ladder.coldRungs()).isEqualTo(2);
        assertThat(Ladder.geometric(300, 300, 1).withColdRungs(3).coldRungs()).isEqualTo(3);
    }

    @Test
    void theShortestLadderThatReachesTheTargetIsChosen() {
        double capacity = 30 * Units.BOLTZMANN;
        Ladder ladder = Ladder.forAcceptance(300, 700, capacity, 0.3);
        Ladder shorter = Ladder.geometric(300, 700, ladder.rungs() - 1);
        assertThat(Ladder.predictedAcceptance(300, ladder.temperature(1), capacity))
                .isGreaterThanOrEqualTo(0.3);
        assertThat(Ladder.predictedAcceptance(300, shorter.temperature(1), capacity))
                .isLessThan(0.3);
    }

    /** Monte Carlo of the definition; 200,000 draws, five standard errors: false alarm 6e-7; the seed is fixed. */
    @Test
    void predictedAcceptanceIsTheMeanOfTheMetropolisRule() {
        double capacity = 40 * Units.BOLTZMANN;
        RandomStream random = new Seed(8).stream("energies", 0);
        double sum = 0;
        int draws = 200_000;
        for (int i = 0; i < draws; i++) {
            double cold = capacity * 300 + Math.sqrt(capacity * Units.BOLTZMANN) * 300 * random.nextGaussian();
            double hot = capacity * 360 + Math.sqrt(capacity * Units.BOLTZMANN) * 360 * random.nextGaussian();
            double betas = 1 / Units.thermalEnergy(300) - 1 / Units.thermalEnergy(360);
            sum += Math.min(1, Math.exp(betas * (cold - hot)));
        }
        double predicted = Ladder.predictedAcceptance(300, 360, capacity);
        assertThat(sum / draws).isCloseTo(predicted, within(5 * 0.5 / Math.sqrt(draws)));
    }

    @Test
    void impossibleLaddersAreRefused() {
        assertThatThrownBy(() -> Ladder.geometric(300, 200, 4)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Ladder.geometric(-1, 200, 2)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Ladder.geometric(300, 600, 0)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Ladder.forAcceptance(300, 600, 1, 1)).isInstanceOf(BadInput.class);
    }
}
