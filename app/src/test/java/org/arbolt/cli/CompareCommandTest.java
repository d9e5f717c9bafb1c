package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code arbolt compare}, on folders with the numbers of two runs. */
class CompareCommandTest {
    @TempDir
    private Path folder;

    private Path first;
    private Path second;
    private Path page;

    @BeforeEach
    void writeRuns() throws IOException {
        first = run(
                "first",
                "\"ess_share\": 0.5, \"ess_share.error\": 0.01, \"energy_w2\": 0.25, \"energy_w2.error\": null,");
        second = run("second", "\"ess_share\": 0.25, \"ess_share.error\": 0.01, \"average.potential energy\": -59.5,");
        page = folder.resolve("page.html");
    }

    private Path run(String name, String numbers) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                run.resolve("metrics.json"),
                "{" + numbers + "\"samples\": 100, \"compared_frames\": 50, \"verdict\": \"Trust <script>\"}");
        return run;
    }

    @Test
    void runsStandSideBySideInATableAndOnAPage() throws IOException {
        Path figures = Files.createDirectories(first.resolve("figures"));
        String drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        Files.writeString(figures.resolve("energies.svg"), drawing);
        Typed typed = Typed.arbolt("compare", first, second, "--output", page);
        assertThat(typed.exitCode()).as(typed.error()).isZero();
        assertThat(typed.out())
                .contains("A  " + first, "B  " + second, "page: " + page)
                .containsPattern("ESS, raw \\(%\\) +50.0 ± 1.0 +25.0 ± 1.0")
                .containsPattern("E-W2 \\(kT\\) +0.2500 +–")
                .containsPattern("potential energy \\(kJ/mol\\) +– +−59.50")
                .doesNotContain("NaN", "different");
        String html = Files.readString(page);
        assertThat(html)
                .contains("Comparison of 2 runs", "default-src &#39;none&#39;", "Trust &lt;script&gt;")
                .contains("data:image/svg+xml;base64,"
                        + Base64.getEncoder().encodeToString(drawing.getBytes(StandardCharsets.UTF_8)))
                .doesNotContain("<script", "NaN", "src=\"http");
    }

    @Test
    void runsThatCannotBeHeldAgainstEachOtherAreTold() throws IOException {
        Files.writeString(second.resolve("metrics.json"), "{\"samples\": 9, \"compared_frames\": 9}");
        assertThat(Typed.arbolt("compare", first, second, "-o", page).out()).contains("different numbers of frames");
    }

    @Test
    void aFolderWithoutNumbersAndADamagedOneAreOneLine() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Typed typed = Typed.arbolt("compare", first, empty, "-o", page);
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.complaints()).singleElement().asString().contains("has no metrics.json", "evaluate it first");
        for (String damaged : new String[] {"", "[1]", "{\"samples\": "}) {
            Files.writeString(second.resolve("metrics.json"), damaged);
            Typed bad = Typed.arbolt("compare", first, second, "-o", page);
            assertThat(bad.exitCode()).as(bad.error()).isEqualTo(2);
            assertThat(bad.complaints()).hasSize(1);
        }
        assertThat(page).doesNotExist();
        assertThat(Typed.arbolt("compare", first).exitCode()).isEqualTo(2);
    }
}
