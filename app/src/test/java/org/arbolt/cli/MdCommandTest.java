package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.io.numpy.Npz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code arbolt md}; its help and its bad values are in {@link CommandHelpTest} and {@link AbsurdValuesTest}. */
class MdCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesFramesAndGoesOnWithWhatIsThere() throws IOException {
        Path frames = TinyRuns.frames(folder);
        assertThat(Npz.shape(frames, "positions")).containsExactly(120, 22, 3);
        for (String name :
                new String[] {"config.yaml", "run.json", "topology.pdb", "convergence.json", "trajectory.dcd"}) {
            assertThat(folder.resolve(name)).isNotEmptyFile();
        }
        assertThat(Files.readString(folder.resolve("run.json"))).contains("arbolt md Ace-A-Nme --frames 120");
        TinyRuns.frames(folder);
        Typed other = Typed.line("md Ace-A-Nme --frames 120 --seed 7 -o " + folder);
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.complaints()).singleElement().asString().contains("seed is 1 there, 7 here");
    }

    @Test
    void writesTheFormatsAskedFor() {
        TinyRuns.succeeds("md AAA --frames 8 --ladders 2 --rungs 1 --cold-rungs 2 --equilibration 0 --spacing 0.1 "
                + "--format xtc,pdb -o " + folder);
        assertThat(folder.resolve("trajectory.xtc")).isNotEmptyFile();
        assertThat(folder.resolve("trajectory.pdb")).isNotEmptyFile();
        assertThat(folder.resolve("trajectory.dcd")).doesNotExist();
    }
}
