package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.cli.ShippedModels;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.TrainedModel;
import org.arbolt.generator.TransferableModel;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.Proposal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model of all amino acids is told energies before it draws a torsion. */
class ToldModelTest {
    private static final String PEPTIDE = "SF";

    @TempDir
    private Path folder;

    private final Molecule molecule = Peptide.of(PEPTIDE);

    /** What is drawn step by step has the density that its frames are given when they come from elsewhere. */
    @Tag("slow")
    @Test
    void whatIsDrawnHasTheDensityOfItsFrames() {
        TrainedModel model = TrainedModel.load(ShippedModels.PEPTIDES, PEPTIDE, molecule);
        assertThat(model.coordinates().scans()).isNotNull();
        try (ModelProposal proposal = model.proposal(1)) {
            Proposal.Draw draw = proposal.draw(new Seed(1), 0, 20);
            assertThat(proposal.logDensity(draw.frames())).containsExactly(draw.logDensity(), within(1e-4));
        }
    }

    @Test
    void aNetworkThatIsToldEnergiesNeedsCoordinatesThatNameThem() {
        TransferableModel model = TransferableModel.load(ShippedModels.PEPTIDES);
        Map<String, Object> altered = new LinkedHashMap<>(model.coordinates());
        altered.remove("energies");
        Path file = folder.resolve("altered.safetensors");
        new TransferableModel(altered, model.network()).save(file, Checkpoint.Storage.BFLOAT16, Map.of());
        assertThatThrownBy(() -> TrainedModel.load(file, PEPTIDE, molecule))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("name no force field");
        altered.put("energies", "charmm36");
        new TransferableModel(altered, model.network()).save(file, Checkpoint.Storage.BFLOAT16, Map.of());
        assertThatThrownBy(() -> TrainedModel.load(file, PEPTIDE, molecule))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("charmm36");
    }
}
