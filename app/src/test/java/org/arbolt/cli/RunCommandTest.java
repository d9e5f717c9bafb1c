package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.io.numpy.Npz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code arbolt run}; its help and its bad values are in {@link CommandHelpTest} and {@link AbsurdValuesTest}, its
 * stages in {@code PipelineTest}.
 */
class RunCommandTest {
    @TempDir
    private Path folder;

    /** A minute. */
    @Test
    @Tag("long")
    void theWholePathInMiniature() throws IOException {
        Path run = folder.resolve("run");
        String command = "run Ace-A-Nme --quick --samples 200 -o " + run;
        assertThat(TinyRuns.succeeds(command).out())
                .contains("effective sample size, raw", "E-W2 (kT)", "report: " + run);
        for (String made : new String[] {"reference.npz", "training.npz", "model.safetensors", "report.html"}) {
            assertThat(run.resolve(made)).isNotEmptyFile();
        }
        assertThat(Npz.shape(run.resolve("samples.npz"), "positions")).containsExactly(200, 22, 3);
        byte[] samples = Files.readAllBytes(run.resolve("samples.npz"));
        assertThat(TinyRuns.succeeds(command).error()).contains("sampling: reusing the 200 samples");
        assertThat(run.resolve("samples.npz")).hasBinaryContent(samples);
    }
}
