package org.arbolt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.arbolt.Remarks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    @TempDir
    private Path place;

    private final NotedStages stages = new NotedStages();

    @Test
    void remarksAreToldOnceAndKept() throws Exception {
        try (RunFolder folder = RunFolder.open(place.resolve("run"), Map.of("seed", 1))) {
            for (int process = 1; process <= 2; process++) {
                RunRecord record = RunRecord.begin(folder, "arbolt test", 1);
                Remarks remarks = record.remarks(stages);
                remarks.add("x.pdb: built 1 hydrogen: HB1 of ALA 2");
                remarks.add("x.pdb: built 1 hydrogen: HB1 of ALA 2");
                record.stage(folder, "dynamics", () -> 0);
                assertThat(stages.lines()).hasSize(process);
                assertThat(folder.readJson(RunFiles.RECORD, RunRecord.class).remarks())
                        .containsExactly("x.pdb: built 1 hydrogen: HB1 of ALA 2");
            }
            assertThat(Files.readString(place.resolve("run").resolve("run.json")))
                    .contains("\"remarks\" : [ \"x.pdb: built 1 hydrogen: HB1 of ALA 2\" ]");
        }
    }

    /** As by {@code evaluate} and {@code report}, which cost nothing that is recorded. */
    @Test
    void remarksAreKeptWithoutAStage() {
        try (RunFolder folder = RunFolder.open(place.resolve("run"), Map.of("seed", 1))) {
            RunRecord.begin(folder, "arbolt test", 1).keepRemarks(folder);
            assertThat(folder.has(RunFiles.RECORD)).isFalse();
            RunRecord record = RunRecord.begin(folder, "arbolt test", 1);
            record.remarks(stages).add("x.pdb: built 1 hydrogen: HB1 of ALA 2");
            record.keepRemarks(folder);
            assertThat(folder.readJson(RunFiles.RECORD, RunRecord.class).remarks())
                    .containsExactly("x.pdb: built 1 hydrogen: HB1 of ALA 2");
        }
    }

    @Test
    void aRenamedStageKeepsItsCosts() {
        try (RunFolder folder = RunFolder.open(place.resolve("run"), Map.of("seed", 1))) {
            RunRecord record = RunRecord.begin(folder, "arbolt test", 1);
            record.stage(folder, "sampling", () -> 40);
            record.rename(folder, "sampling", "trial");
            record.stage(folder, "sampling", () -> 2);
            record.rename(folder, "sampling", "trial");
            record.rename(folder, "sampling", "trial"); // nothing of it is left
            RunRecord kept = folder.readJson(RunFiles.RECORD, RunRecord.class);
            assertThat(kept.energyEvaluations()).isEqualTo(Map.of("trial", 42L));
            assertThat(kept.stageSeconds()).containsOnlyKeys("trial");
            assertThat(kept.cpuSeconds()).containsOnlyKeys("trial");
        }
    }

    @Test
    void forgottenRemarksAreNotInTheFolder() {
        try (RunFolder folder = RunFolder.open(place.resolve("run"), Map.of("seed", 1))) {
            RunRecord record = RunRecord.begin(folder, "arbolt test", 1);
            record.remarks(stages).add("3 samples were excluded");
            record.keepRemarks(folder);
            record.forgetRemarks(folder);
            record.keepRemarks(folder);
            assertThat(RunRecord.begin(folder, "arbolt test", 1).remarks()).isEmpty();
        }
    }

    /** What a killed process has saved, another need not do again: what that took is counted. */
    @Test
    void whatAKilledProcessSpentUntilItSavedIsCounted() {
        try (RunFolder folder = RunFolder.open(place.resolve("run"), Map.of("seed", 1))) {
            RunRecord killed = RunRecord.begin(folder, "arbolt test", 1);
            assertThatThrownBy(() -> killed.stage(folder, "dynamics", spent -> {
                        spent.accept(30);
                        spent.accept(70);
                        throw new IllegalStateException("killed");
                    }))
                    .hasMessage("killed");
            double before = folder.readJson(RunFiles.RECORD, RunRecord.class)
                    .stageSeconds()
                    .get("dynamics");
            assertThat(before).isPositive();
            RunRecord.begin(folder, "arbolt test", 1).stage(folder, "dynamics", spent -> {
                spent.accept(20);
                return 50;
            });
            RunRecord whole = folder.readJson(RunFiles.RECORD, RunRecord.class);
            assertThat(whole.energyEvaluations().get("dynamics")).isEqualTo(120);
            assertThat(whole.stageSeconds().get("dynamics")).isGreaterThan(before);
        }
    }

    @Test
    void remarksAreSafeToPrint() {
        Remarks.once(stages.lines()::add).add("x.pdb: left out 1 \u001b[2J\n");
        assertThat(stages.lines()).containsExactly("x.pdb: left out 1 ?[2J?");
    }
}
