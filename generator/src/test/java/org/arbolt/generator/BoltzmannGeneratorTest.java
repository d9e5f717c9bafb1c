package org.arbolt.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.forcefield.ForceField;
import org.arbolt.math.Estimate;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class BoltzmannGeneratorTest {
    private static final Path MODELS = Path.of("..", "models");
    private static final BoltzmannGenerator DIPEPTIDE =
            BoltzmannGenerator.load(MODELS.resolve("Ace-A-Nme.internal.safetensors"));

    @Test
    void samplesAreTheModelsAndOfFewerTheFirst() {
        Ensemble many = DIPEPTIDE.sample(8, 1);
        Ensemble few = DIPEPTIDE.sample(3, 1);
        assertThat(few.frames().xyz()).isEqualTo(many.frames().slice(0, 3).xyz());
        assertThat(few.frames().xyz())
                .isEqualTo(DIPEPTIDE
                        .model()
                        .sampler(DIPEPTIDE.potential(), DIPEPTIDE.potential(), DIPEPTIDE.temperatureKelvin())
                        .draw(new Seed(1).child("samples"), 0, 3)
                        .frames()
                        .xyz());
    }

    @Test
    void weightsAreOfTheEnergyAndTheTemperatureAskedFor() {
        Ensemble warm = DIPEPTIDE.at(DIPEPTIDE.potential(), 310).sample(4, 2);
        double[] reduced = new BoltzmannTarget(
                        DIPEPTIDE.potential(),
                        310,
                        DIPEPTIDE.model().centroidDeviation(warm.frames()),
                        Stereocentres.of(
                                DIPEPTIDE.molecule().topology(),
                                DIPEPTIDE.molecule().xyz()))
                .evaluate(warm.frames())
                .reducedEnergy();
        for (int i = 0; i < 4; i++) {
            assertThat(warm.weights().rawLogWeights()[i]).isCloseTo(-reduced[i] - warm.logDensity()[i], within(1e-9));
        }
    }

    /** Stiff coordinates by the energy and by the network give one partition function: five standard errors. */
    @Test
    void theEnergyDrawsStiffCoordinatesOfTheSameEnsemble() {
        int count = 2000;
        Ensemble energy = DIPEPTIDE.sample(count, 3);
        try (ModelProposal proposal = DIPEPTIDE.model().proposal(1)) {
            Proposal.Draw draw = proposal.draw(new Seed(4), 0, count);
            BoltzmannTarget target = new BoltzmannTarget(
                    DIPEPTIDE.potential(),
                    DIPEPTIDE.temperatureKelvin(),
                    DIPEPTIDE.model().centroidDeviation(draw.frames()),
                    Stereocentres.of(
                            DIPEPTIDE.molecule().topology(),
                            DIPEPTIDE.molecule().xyz()));
            Ensemble network = Ensemble.of(draw, target, ImportanceWeights.Treatment.NONE);
            double unit = LogSumExp.of(energy.weights().rawLogWeights()) - Math.log(count);
            Estimate one = partition(energy, unit);
            Estimate other = partition(network, unit);
            assertThat(one.value() - other.value()).isCloseTo(0, within(5 * Math.hypot(one.error(), other.error())));
            assertThat(one.error()).isLessThan(0.5 * other.error());
        }
    }

    private static Estimate partition(Ensemble ensemble, double unit) {
        return Estimate.ofIndependent(Arrays.stream(ensemble.weights().rawLogWeights())
                .map(w -> Math.exp(w - unit))
                .toArray());
    }

    @Test
    void aModelOfManyPeptidesIsToldOne() {
        Path file = MODELS.resolve("peptides.internal.safetensors");
        assertThat(BoltzmannGenerator.load(file, Peptide.of("SA")).sample(2, 1).count())
                .isEqualTo(2);
        assertThatThrownBy(() -> BoltzmannGenerator.load(file)).isInstanceOf(BadInput.class);
    }

    /** In the middle and behind a cap, where training had the usual protonation alone. */
    @ParameterizedTest
    @ValueSource(strings = {"ASH", "GLH", "HID", "HIP", "LYN"})
    void aModelOfManyKnowsProtonationsWhereItKnowsTheResidue(String variant) {
        for (String name : List.of("A[" + variant + "]A", "Ace-[" + variant + "]A", "Ace-[" + variant + "]-Nme")) {
            Molecule molecule = Peptide.of(name);
            TrainedModel model = TrainedModel.load(MODELS.resolve("peptides.internal.safetensors"), name, molecule);
            int[] tokens = new int[model.coordinates().tokens()];
            assertThat(model.coordinates().tokenise(molecule.xyz(), 0, tokens, 0))
                    .isTrue();
        }
    }

    @Test
    void aPotentialOfAnotherMoleculeIsRefused() {
        assertThatThrownBy(() -> DIPEPTIDE.at(ForceField.AMBER14_OBC1.potential(Peptide.topology("AAA")), 300))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("33");
    }
}
