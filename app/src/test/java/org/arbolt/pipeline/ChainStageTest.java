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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That chains go on where they were; what they do is tested in cli.AnnealCommandTest. */
@Tag("slow")
class ChainStageTest {
    private static final String PEPTIDE = "Ace-A-Nme";
    private static final String STATE = RunFiles.TRAJECTORY + ".unfinished/state.npz";

    @TempDir
    private Path folder;

    private static void chain(Path path, Stages stages) {
        ChainConfig config = new ChainConfig(
                new MolecularSystem(PEPTIDE, "amber99sbildn-obc", "none", 300),
                5,
                Presets.file(Path.of("..", "models", PEPTIDE + ".internal.safetensors")),
                null,
                "mala",
                1,
                0.5,
                3,
                40,
                2);
        try (RunContext bench = RunContext.open(path, config, "arbolt chain", stages)) {
            bench.stage("chains", RunFiles.CHAINS, new ChainStage(bench, config, 0)::make);
        }
    }

    private static void die(Path path, long step) {
        assertThatThrownBy(() -> chain(path, new InterruptedStages("chains", step)))
                .hasMessage(InterruptedStages.MESSAGE);
    }

    /** Before the first save, in equilibration, at its end (4 steps), and between states that are kept. */
    @Test
    void killedAgainAndAgainTheyEndInTheSameFiles() {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        chain(whole, Stages.SILENT);
        for (long step : new long[] {1, 3, 5, 22}) {
            die(killed, step);
        }
        assertThat(killed.resolve(STATE)).isNotEmptyFile();
        assertThat(killed.resolve(RunFiles.TRAJECTORY)).doesNotExist();
        chain(killed, Stages.SILENT);
        for (String name : new String[] {RunFiles.TRAJECTORY, "trajectory.dcd", RunFiles.CHAINS}) {
            assertThat(killed.resolve(name)).as(name).hasSameBinaryContentAs(whole.resolve(name));
        }
        assertThat(killed.resolve(STATE).getParent()).doesNotExist();
        assertThat(record(killed).energyEvaluations()).isEqualTo(record(whole).energyEvaluations());
    }

    private static RunRecord record(Path run) {
        return RunFolder.readJson(run.resolve(RunFiles.RECORD), RunRecord.class);
    }

    @Test
    void aStateThatCannotBeGoneOnFromIsRefusedByName() throws IOException {
        Path killed = folder.resolve("killed");
        die(killed, 20);
        Path state = killed.resolve(STATE);
        byte[] good = Files.readAllBytes(state);
        Map<String, NpyArray> arrays = Npz.read(state);
        refused(killed, state, Arrays.copyOf(good, good.length / 2));
        refusedWith(killed, arrays, "forces", null);
        refusedWith(killed, arrays, "positions", NpyArray.of(new double[4 * 22 * 3], 4, 22, 3)); // other chains
        refusedWith(killed, arrays, "steps", NpyArray.of(new long[] {17})); // moves do not add up
        refusedWith(killed, arrays, "steps", NpyArray.of(new long[] {1L << 40}));
        refusedWith(killed, arrays, "passing", NpyArray.of(new double[] {Double.NaN}));
        refusedWith(killed, arrays, "segments", NpyArray.of(new long[] {2})); // states are missing
        Files.write(state, good);
        Path frames = state.resolveSibling("frames-000001.npz");
        byte[] content = Files.readAllBytes(frames);
        refused(killed, frames, Arrays.copyOf(content, content.length - 1));
    }

    private void refusedWith(Path run, Map<String, NpyArray> arrays, String name, NpyArray other) throws IOException {
        Map<String, NpyArray> changed = new LinkedHashMap<>(arrays);
        changed.remove(name);
        if (other != null) {
            changed.put(name, other);
        }
        Path file = folder.resolve("changed.npz");
        Npz.write(file, changed);
        refused(run, run.resolve(STATE), Files.readAllBytes(file));
    }

    private static void refused(Path run, Path file, byte[] content) throws IOException {
        Files.write(file, content);
        assertThatThrownBy(() -> chain(run, Stages.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith("; delete " + file.getParent() + " to begin again");
    }
}
