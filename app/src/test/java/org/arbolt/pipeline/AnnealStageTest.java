package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That annealing goes on where it was; what it does is tested in cli.AnnealCommandTest. */
@Tag("slow")
class AnnealStageTest {
    private static final String PEPTIDE = "Ace-A-Nme";

    @TempDir
    private static Path shared;

    private static RunConfig config;
    private static Path samples;

    @TempDir
    private Path folder;

    @BeforeAll
    static void sample() {
        config = new RunConfig(
                new MolecularSystem(PEPTIDE, "amber99sbildn-obc", "none", 300),
                5,
                null,
                Presets.file(Path.of("..", "models", PEPTIDE + ".internal.safetensors")),
                new RunConfig.SamplingPlan(1, "psis", false));
        Path run = shared.resolve("samples");
        Pipeline.sample(run, config, 60, EvaluationPlan.ONCE, "arbolt sample", Stages.SILENT);
        samples = run.resolve(RunFiles.SAMPLES);
    }

    private static void anneal(Path path, String move, Stages stages) {
        RunConfig annealed = config.annealed(new AnnealPlan(
                move, 3, move.equals("hmc") ? 4 : 1, 400.0, 0.9, Pipeline.samplesOf(samples.getParent()), 2));
        try (RunContext bench = RunContext.open(path, annealed, "arbolt anneal", stages)) {
            bench.stage(
                    "annealing",
                    RunFiles.SAMPLES,
                    () -> new AnnealStage(bench, annealed.sampling(), 0)
                            .run(samples, stages.begin("annealing", "moves")));
        }
    }

    private static void die(Path path, String move, long step) {
        assertThatThrownBy(() -> anneal(path, move, new InterruptedStages("annealing", step)))
                .hasMessage(InterruptedStages.MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mala", "hmc", "ula"})
    void killedAgainAndAgainItEndsInTheSameFiles(String move) throws IOException {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        anneal(whole, move, Stages.SILENT);
        die(killed, move, 1); // before the first save
        die(killed, move, 3); // before the last move of a temperature is saved
        die(killed, move, 5);
        assertThat(killed.resolve(RunFiles.UNFINISHED_ANNEALING)).isNotEmptyFile();
        assertThat(killed.resolve(RunFiles.SAMPLES)).doesNotExist();
        anneal(killed, move, Stages.SILENT);
        for (String name : new String[] {RunFiles.SAMPLES, RunFiles.ANNEALING, RunFiles.SAMPLES_FOR_VIEWERS}) {
            assertThat(killed.resolve(name)).as(name).hasSameBinaryContentAs(whole.resolve(name));
        }
        assertThat(killed.resolve(RunFiles.UNFINISHED_ANNEALING)).doesNotExist();
        assertThat(record(killed).energyEvaluations()).isEqualTo(record(whole).energyEvaluations());
    }

    private static RunRecord record(Path run) {
        return RunFolder.readJson(run.resolve(RunFiles.RECORD), RunRecord.class);
    }

    @Test
    void aStateThatCannotBeGoneOnFromIsRefusedByName() throws IOException {
        Path killed = folder.resolve("killed");
        die(killed, "mala", 5);
        Path state = killed.resolve(RunFiles.UNFINISHED_ANNEALING);
        byte[] good = Files.readAllBytes(state);
        Map<String, NpyArray> arrays = Npz.read(state);
        refused(killed, Arrays.copyOf(good, good.length / 2));
        byte[] flipped = good.clone();
        flipped[good.length / 3] ^= 1;
        refused(killed, flipped);
        refusedWith(killed, arrays, "energy", null);
        refusedWith(killed, arrays, "positions", NpyArray.of(new double[60 * 10 * 3], 60, 10, 3)); // another molecule
        refusedWith(killed, arrays, "log_weight", NpyArray.of(new double[59]));
        refusedWith(killed, arrays, "ancestor", NpyArray.of(new long[60]));
        refusedWith(killed, arrays, "moves", NpyArray.of(new long[] {3}));
        refusedWith(killed, arrays, "moves", NpyArray.of(new long[] {-1}));
        refusedWith(killed, arrays, "leapfrog_ps", NpyArray.of(new double[] {Double.NaN}));
        refusedWith(killed, arrays, "step_kelvin", NpyArray.of(new double[] {400, 400, 400, 900}));
        Files.delete(state); // which is the remedy
        anneal(killed, "mala", Stages.SILENT);
        assertThat(killed.resolve(RunFiles.SAMPLES)).isNotEmptyFile();
    }

    private void refusedWith(Path run, Map<String, NpyArray> arrays, String name, NpyArray other) throws IOException {
        Map<String, NpyArray> changed = new LinkedHashMap<>(arrays);
        changed.remove(name);
        if (other != null) {
            changed.put(name, other);
        }
        Path file = folder.resolve("changed.npz");
        Npz.write(file, changed);
        refused(run, Files.readAllBytes(file));
    }

    private static void refused(Path run, byte[] content) throws IOException {
        Path state = run.resolve(RunFiles.UNFINISHED_ANNEALING);
        Files.write(state, content);
        assertThatThrownBy(() -> anneal(run, "mala", Stages.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(state.toString())
                .hasMessageEndingWith("; delete " + state + " to begin again");
    }
}
