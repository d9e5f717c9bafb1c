package org.arbolt.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.forcefield.ForceField;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.Ensemble;
import org.arbolt.units.Units;
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
                        .proposal(1)
                        .draw(new Seed(1).child("samples"), 0, 3)
                        .frames()
                        .xyz());
    }

    @Test
    void weightsAreOfTheEnergyAndTheTemperatureAskedFor() {
        Ensemble room = DIPEPTIDE.sample(4, 2);
        Ensemble warm = DIPEPTIDE.at(DIPEPTIDE.potential(), 310).sample(4, 2);
        double[] difference = new double[4];
        for (int i = 0; i < 4; i++) {
            difference[i] = warm.weights().rawLogWeights()[i] - room.weights().rawLogWeights()[i];
        }
        double beta = 1 / Units.thermalEnergy(300) - 1 / Units.thermalEnergy(310);
        for (int i = 0; i < 4; i++) {
            assertThat(difference[i]).isCloseTo(beta * room.evaluation().energy()[i], within(1e-9));
        }
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
