package org.arbolt.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.arbolt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransferTest {
  private static final DynamicsPlan DYNAMICS = new DynamicsPlan(2, 1, 4, 300, 0, 0.1, 5);

  @TempDir Path folder;

  /** The whole path in miniature; what it writes is finite, and the same command again does nothing anew. */
  @ParameterizedTest
  @EnumSource
  void onePathFromNamesToUnseenPeptides(TrainingPlan.CoordinateKind coordinates) throws IOException {
    TransferConfig config = config(coordinates, List.of("GG", "AG", "GA"), List.of("AA"));
    String table = Transfer.run(folder, config, null, "test", Stages.SILENT);
    assertThat(table).contains("AA").contains("model.safetensors");
    assertThat(folder.resolve("data/AG.npz")).exists();
    assertThat(folder.resolve("metrics.jsonl")).exists();
    JsonNode result = new ObjectMapper().readTree(folder.resolve("transfer.json").toFile()).get(0);
    assertThat(result.get("peptide").asText()).isEqualTo("AA");
    assertThat(result.get("samples").asInt()).isEqualTo(16);
    assertThat(result.get("effectiveSamples").asDouble()).isBetween(0.0, 16.0);
    assertThat(Transfer.run(folder, config, null, "test", Stages.SILENT)).isEqualTo(table);
  }

  @Test
  void aPeptideWithAResidueNeverSeenIsRefused() {
    TransferConfig config = config(TrainingPlan.CoordinateKind.INTERNAL, List.of("GG", "AG"), List.of("GA"));
    assertThatThrownBy(() -> Transfer.run(folder, config, null, "test", Stages.SILENT))
        .isInstanceOf(BadInput.class).hasMessageContaining("CALA").hasMessageNotContaining("\n");
  }

  @Test
  void aPeptideIsTrainedOnOrHeldOut() {
    assertThatThrownBy(() -> config(TrainingPlan.CoordinateKind.INTERNAL, List.of("GG", "AG"), List.of("AG")))
        .isInstanceOf(BadInput.class).hasMessageContaining("AG is named twice");
  }

  private static TransferConfig config(TrainingPlan.CoordinateKind kind, List<String> peptides, List<String> heldOut) {
    TrainingPlan plan = new TrainingPlan(DYNAMICS, kind, new TrainingPlan.Network(32, 1, 16, 2, 0),
        new TrainingPlan.Optimisation(4, 6, 1e-3, 0, 0));
    return new TransferConfig(peptides, heldOut, "amber99sbildn-obc", "none", 300, 7, plan, 16);
  }
}
