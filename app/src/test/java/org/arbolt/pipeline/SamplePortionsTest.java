package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.cli.ShippedModels;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sampling that is stopped goes on with what was saved, and ends as if nothing had been. */
class SamplePortionsTest {
    private static final int FIRST_WELLS = 2000; // energies, at most, that a process begins with
    private static final int SAMPLES = 200; // drawn in portions of 16, 128 and what is left

    @TempDir
    private Path folder;

    private Path whole;

    @BeforeEach
    void uninterrupted() {
        whole = folder.resolve("whole");
    }

    private static RunConfig config(SmcPlan smc) {
        RunConfig.ModelSource model = Presets.file(ShippedModels.ALANINE_DIPEPTIDE);
        MolecularSystem system = MolecularSystem.of("Ace-A-Nme", "amber99sbildn-obc", "none", null, 300);
        return new RunConfig(system, 5, null, model, new RunConfig.SamplingPlan(1, "psis", false, null, smc));
    }

    private static void sample(Path output, RunConfig config, int samples, Stages stages) {
        Pipeline.sample(output, config, samples, EvaluationPlan.ONCE, "arbolt test", stages);
    }

    private static void die(Path output, RunConfig config, long after) {
        assertThatThrownBy(() -> sample(output, config, SAMPLES, new InterruptedStages("sampling", after)))
                .hasMessage(InterruptedStages.MESSAGE);
    }

    /** Samples in the portions of a killed run. */
    private static int drawn(Path output) {
        try (Stream<Path> files = Files.list(output.resolve(RunFiles.UNFINISHED_SAMPLES))) {
            return files.filter(file -> file.toString().endsWith(".npz"))
                    .mapToInt(SampleFile::count)
                    .sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As a process leaves it that dies after the samples have their file. */
    @Test
    void portionsThatAreLeftOverGoWithTheNextLook() throws IOException {
        Path killed = folder.resolve("killed");
        die(killed, config(null), 144);
        Path left = Files.createDirectory(folder.resolve("left"));
        try (Stream<Path> files = Files.list(killed.resolve(RunFiles.UNFINISHED_SAMPLES))) {
            for (Path file : files.toList()) {
                Files.copy(file, left.resolve(file.getFileName()));
            }
        }
        sample(killed, config(null), SAMPLES, Stages.SILENT);
        Path again = Files.move(left, killed.resolve(RunFiles.UNFINISHED_SAMPLES));
        Files.writeString(again.resolve(".000000000160.npz.1-1.part"), "begun");
        sample(killed, config(null), SAMPLES, Stages.SILENT);
        assertThat(again).doesNotExist();
    }

    private void assertSame(Path output, String... files) {
        for (String file : files) {
            assertThat(output.resolve(file)).as(file).hasSameBinaryContentAs(whole.resolve(file));
        }
        assertThat(output.resolve(RunFiles.UNFINISHED_SAMPLES)).doesNotExist();
    }

    @Test
    void samplesThatAreKilledGoOnToTheSameBytes() {
        sample(whole, config(null), SAMPLES, Stages.SILENT);
        Path killed = folder.resolve("killed");
        die(killed, config(null), 16);
        die(killed, config(null), 144);
        assertThat(killed.resolve(RunFiles.UNFINISHED_SAMPLES)).isNotEmptyDirectory();
        int kept = drawn(killed);
        AtomicLong begun = new AtomicLong(-1);
        sample(killed, config(null), SAMPLES, new Stages() {
            @Override
            public Progress begin(String name, String unit) {
                return (done, total, detail) -> begun.compareAndSet(-1, done);
            }

            @Override
            public void note(String line) {}
        });
        assertThat(kept).isGreaterThan(16);
        assertThat(begun.get()).isEqualTo(kept); // nothing was drawn twice
        assertSame(killed, "samples.npz", "samples.dcd");
        long once = energies(whole);
        assertThat(once).isGreaterThan(SAMPLES);
        assertThat(energies(killed)).isBetween(once, once + 3 * FIRST_WELLS); // what was killed is counted
    }

    private static long energies(Path folder) {
        try (RunFolder run = RunFolder.toRead(folder)) {
            return run.readJson(RunFiles.RECORD, RunRecord.class)
                    .energyEvaluations()
                    .get("sampling");
        }
    }

    @Test
    void moreSamplesAreThoseOfOneRun() {
        sample(whole, config(null), SAMPLES, Stages.SILENT);
        Path more = folder.resolve("more");
        sample(more, config(null), 40, Stages.SILENT);
        die(more, config(null), 16);
        sample(more, config(null), SAMPLES, Stages.SILENT);
        assertSame(more, "samples.npz", "samples.dcd");
    }

    @Test
    void populationsThatAreKilledGoOnToTheSameBytes() {
        RunConfig config = config(new SmcPlan(10, "energy", "residue", 0.5));
        int batch = 10 * SmcStage.AT_ONCE;
        sample(whole, config, 2 * batch + 20, Stages.SILENT);
        Path killed = folder.resolve("killed");
        assertThatThrownBy(() -> sample(killed, config, 2 * batch + 20, new InterruptedStages("sampling", batch + 10)))
                .hasMessageContaining("killed");
        assertThat(drawn(killed)).isEqualTo(batch);
        assertThat(killed.resolve(RunFiles.UNFINISHED_SAMPLES)).isNotEmptyDirectory();
        sample(killed, config, 2 * batch + 20, Stages.SILENT);
        assertSame(killed, "samples.npz", "samples.dcd", "smc.json");
    }

    @Test
    void whatLacksSamplesIsRefused() throws IOException {
        Path killed = folder.resolve("killed");
        die(killed, config(null), 144);
        Path unfinished = killed.resolve(RunFiles.UNFINISHED_SAMPLES);
        try (Stream<Path> files = Files.list(unfinished)) {
            Files.delete(files.sorted().findFirst().orElseThrow());
        }
        assertThatThrownBy(() -> sample(killed, config(null), SAMPLES, Stages.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("samples.unfinished lacks samples from number 0 on")
                .hasMessageContaining("delete the folder");
    }
}
