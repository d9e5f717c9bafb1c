package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreenCommandTest {
    private static final String MODEL = " --samples 40 --model ../models/peptides.internal.safetensors";

    private static final String CYM = "Ace-[CYM]-Nme";

    @TempDir
    private Path folder;

    private Path list(String... lines) throws IOException {
        return Files.write(folder.resolve("peptides.txt"), java.util.List.of(lines));
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    @Tag("slow")
    void manyPeptidesAreOneTableAndPage() throws IOException {
        Path list = list("AG", "# of charged cysteine the model knows nothing", CYM, "SA # serine");
        Path screen = folder.resolve("screen");
        Typed typed = TinyRuns.succeeds("screen " + list + MODEL + " -o " + screen);
        assertThat(typed.out()).contains("AG", "SA", CYM, "has not seen coordinate", "page: " + screen);

        JsonNode rows = json(screen.resolve("screen.json"));
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).get("weights").get("samples").asInt()).isEqualTo(40);
        assertThat(rows.get(0).get("energy").get("error").asDouble()).isPositive();
        assertThat(rows.get(1).get("failure").asText()).contains("has not seen");
        assertThat(Files.readString(screen.resolve("screen.html")))
                .contains("href=\"AG/report.html\"", "href=\"SA/report.html\"", "Not sampled");
        assertThat(screen.resolve("SA/report.html")).isNotEmptyFile();
        assertThat(json(screen.resolve("run.json"))
                        .get("energyEvaluations")
                        .get("screening")
                        .asInt())
                .isEqualTo(80);

        Path alone = folder.resolve("alone");
        TinyRuns.succeeds("sample SA" + MODEL + " -o " + alone);
        assertThat(screen.resolve("SA/samples.npz")).hasSameBinaryContentAs(alone.resolve("samples.npz"));

        for (int i = 1; i <= 2; i++) {
            TinyRuns.succeeds("screen " + list + MODEL + " --part " + i + "/2 -o " + folder.resolve("parts/" + i));
        }
        Path merged = folder.resolve("merged");
        TinyRuns.succeeds("merge " + folder.resolve("parts") + " -o " + merged);
        for (String same : new String[] {"screen.json", "config.yaml", "AG/samples.npz", "SA/metrics.json"}) {
            assertThat(merged.resolve(same)).hasSameBinaryContentAs(screen.resolve(same));
        }

        TinyRuns.succeeds("screen " + list + MODEL + " -o " + merged); // nothing is left to do
        assertThat(json(merged.resolve("run.json"))
                        .get("energyEvaluations")
                        .get("screening")
                        .asInt())
                .isEqualTo(80);
        Typed other = Typed.line("screen " + list("AG") + MODEL + " -o " + merged);
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.complaints().getFirst()).contains("holds another run", "peptides is another list of 3");
    }

    /** A minute and more: the model of many is too poor for it, so one is trained. */
    @Test
    @Tag("long")
    void aPeptideHasAModelTrainedWithinItsMinutes() throws IOException {
        Path screen = folder.resolve("screen");
        String command = "screen " + list("Ace-G-Nme") + " --minutes 1 --samples 50 -o " + screen;
        TinyRuns.succeeds(command);
        JsonNode row = json(screen.resolve("screen.json")).get(0);
        assertThat(row.get("model").asText()).isEqualTo("trained here");
        assertThat(row.get("weights").get("samples").asInt()).isEqualTo(50);
        assertThat(screen.resolve("Ace-G-Nme/model.safetensors")).isNotEmptyFile();
        String record = Files.readString(screen.resolve("Ace-G-Nme/run.json"));
        TinyRuns.succeeds(command); // nothing is left to do
        assertThat(screen.resolve("Ace-G-Nme/run.json")).hasContent(record);
        Typed other = Typed.line(command.replace("--minutes 1", "--minutes 2"));
        assertThat(other.complaints().getFirst()).contains("minutes is 1.0 there, 2.0 here");
    }

    @Test
    void aListThatCannotBeUsedIsRefusedByItsLine() throws IOException {
        Path nothing = folder.resolve("nothing");
        String[][] cases = {
            {"AG\nA1", "line 2: peptide name \"A1\""},
            {"# nothing", "names no peptide"},
            {"AG\nAG", "AG is named twice"}
        };
        for (String[] one : cases) {
            Typed typed = Typed.line("screen " + list(one[0].split("\n")) + MODEL + " -o " + nothing);
            assertThat(typed.exitCode()).isEqualTo(2);
            assertThat(typed.complaints()).singleElement().asString().contains(one[1]);
        }
        assertThat(nothing).doesNotExist();
        Typed none = Typed.line("screen " + list(CYM) + MODEL + " -o " + nothing);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.complaints()).singleElement().asString().contains("no peptide could be sampled", CYM);
    }
}
