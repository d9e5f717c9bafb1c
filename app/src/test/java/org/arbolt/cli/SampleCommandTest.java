package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.arbolt.generator.ModelConditions;
import org.arbolt.io.numpy.Npz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code arbolt sample}, {@code evaluate} and {@code report}; their help and their bad values are in
 * {@link CommandHelpTest} and {@link AbsurdValuesTest}.
 */
@Tag("slow")
class SampleCommandTest {
    @TempDir
    private Path folder;

    @Test
    void samplesAreDrawnToppedUpAndEvaluated() {
        Path run = folder.resolve("samples");
        String command = "sample Ace-A-Nme --model " + ShippedModels.ALANINE_DIPEPTIDE + " -o " + run + " --samples ";
        assertThat(TinyRuns.succeeds(command + 20).out())
                .contains("effective sample size, raw", "Pareto k", "log Z", "There was no independent reference")
                .contains("20 samples: ");
        TinyRuns.succeeds(command + 60);
        assertThat(Npz.shape(run.resolve("samples.npz"), "positions")).containsExactly(60, 22, 3);
        Path frames = TinyRuns.frames(folder.resolve("md"));
        assertThat(TinyRuns.succeeds("evaluate " + run + " --reference " + frames)
                        .out())
                .contains("effective sample size", "report: ");
        assertThat(run.resolve("metrics.json")).isNotEmptyFile();
        for (String own : List.of("--seed 2", "--weights none", "--centroid none", "--temperature 310")) {
            assertThat(Typed.line("evaluate " + run + " " + own).complaints())
                    .as(own)
                    .singleElement()
                    .asString()
                    .contains("is the folder of a run, which says this itself");
        }
        Path elsewhere = folder.resolve("report");
        TinyRuns.succeeds("report " + run + " -o " + elsewhere);
        assertThat(elsewhere.resolve("report.html")).isNotEmptyFile();
    }

    /** A profile asks for no other distances, repeats do. */
    @Test
    void distancesAreFoundAgainOnlyWhereTheyAreOthers() throws IOException {
        Path run = folder.resolve("samples");
        TinyRuns.succeeds(
                "sample Ace-A-Nme --model " + ShippedModels.ALANINE_DIPEPTIDE + " -o " + run + " --samples 60");
        String command = "evaluate " + run + " --reference " + TinyRuns.frames(folder.resolve("md"));
        String reusing = "comparison with the reference: reusing " + run.resolve("comparison.json");
        assertThat(TinyRuns.succeeds(command + " --repeats 1").error()).doesNotContain(reusing);
        JsonNode once = metrics(run);
        Typed again = Typed.arbolt(
                Stream.concat(Stream.of((command + " --repeats 1").split(" ")), Stream.of("--cv", "psi = psi(2)"))
                        .toArray());
        assertThat(again.exitCode()).isZero();
        assertThat(again.error()).contains(reusing).doesNotContain("comparing with the reference");
        assertThat(metrics(run)).isEqualTo(once);
        assertThat(run.resolve("profiles.npz")).isNotEmptyFile();
        assertThat(TinyRuns.succeeds(command + " --repeats 2").error()).doesNotContain(reusing);
        assertThat(metrics(run).get("torus_w2.error").isNull()).isFalse();
    }

    private static JsonNode metrics(Path run) throws IOException {
        return new ObjectMapper().readTree(run.resolve("metrics.json").toFile());
    }

    @Test
    void aModelIsSampledAtWhatItWasTrainedForUnlessToldOtherwise() {
        Path model = TinyModels.withNotes(folder, new ModelConditions("amber14-obc1", "2", 310).note());
        String command = "sample Ace-A-Nme --samples 4 --model " + model;
        Typed usual = TinyRuns.succeeds(command + " -o " + folder.resolve("usual"));
        assertThat(usual.error()).contains("amber14-obc1, cut-off 2.0 nm, 310 K, those the model was trained for");
        assertThat(folder.resolve("usual/config.yaml")).content().contains("amber14-obc1", "cutoff: 2.0", "310.0");
        Typed told = TinyRuns.succeeds(command + " --temperature 320 -o " + folder.resolve("told"));
        assertThat(told.error()).contains("320 K; the model was trained for amber14-obc1, cut-off 2.0 nm, 310 K");
        assertThat(folder.resolve("told/config.yaml")).content().contains("amber14-obc1", "320.0");
    }

    @Test
    void aRunWithoutSamplesIsNotEvaluated() {
        TinyRuns.frames(folder);
        Typed typed = Typed.line("evaluate " + folder);
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.complaints()).singleElement().asString().contains("has no samples.npz");
    }
}
