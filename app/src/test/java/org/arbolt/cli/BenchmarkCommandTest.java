package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code arbolt benchmark}, with the model of Ace-A-Nme that ships. */
class BenchmarkCommandTest {
    private static final String MODEL = " --model Ace-A-Nme=" + ShippedModels.ALANINE_DIPEPTIDE;

    @TempDir
    private Path folder;

    private Path runs() {
        return folder.resolve("runs");
    }

    private Typed benchmark(String options) {
        return TinyRuns.succeeds("benchmark Ace-A-Nme" + MODEL + " -o " + runs() + " " + options);
    }

    private static String pinned() {
        try {
            return Path.of(Peptide.class
                            .getResource("/org/arbolt/pipeline/data/Ace-A-Nme.npz")
                            .toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode result() throws IOException {
        return new ObjectMapper()
                .readTree(runs().resolve("benchmark.json").toFile())
                .at("/systems/0");
    }

    @Tag("slow")
    @Test
    void setsOfSamplesAreMeasuredOnceAndMoreCanBeAdded() throws IOException {
        String reference = "--reference Ace-A-Nme=" + pinned();
        Typed first = benchmark(reference + " --samples 60,30 --seeds 1");
        assertThat(first.out())
                .contains("Arbolt, 1 seed", "noise floor", "FALCON", "What it cost")
                .doesNotContain("NaN", "replica exchange, in CPU time");
        FileTime made = Files.getLastModifiedTime(runs().resolve("Ace-A-Nme/30-seed-1/samples.npz"));
        Typed second = benchmark(reference + " --samples 30 --seeds 2");
        assertThat(second.error()).contains("30 samples, seed 2").doesNotContain("30 samples, seed 1", "60 samples");
        assertThat(Files.getLastModifiedTime(runs().resolve("Ace-A-Nme/30-seed-1/samples.npz")))
                .isEqualTo(made);

        JsonNode budget = result().at("/budgets/0");
        assertThat(budget.path("samples").asInt()).isEqualTo(30);
        assertThat(budget.path("seeds").asInt()).isEqualTo(2);
        assertThat(budget.at("/essShare/mean").asDouble()).isBetween(0.4, 1.0);
        assertThat(budget.at("/essShare/deviation").isNumber()).isTrue();
        assertThat(budget.at("/distances/energy_w2/noiseFloor/mean").isNumber()).isTrue();
        assertThat(budget.at("/sampling/energyEvaluations").asInt()).isBetween(50 * 30, 150 * 30); // each draws several
        assertThat(budget.at("/sampling/cpuSeconds").asDouble()).isPositive();
        assertThat(runs().resolve(budget.at("/runs/1").asText()).resolve("report.html"))
                .isNotEmptyFile();
        assertThat(result().path("published").size()).isEqualTo(7);
        String markdown = Files.readString(runs().resolve("benchmark.md"));
        assertThat(markdown).contains("## Ace-A-Nme (22 atoms", "| FALCON | – | – | – | 6.7 | 0.225 | 0.402 | – |");
        assertThat(markdown.lines().filter(line -> line.startsWith("|---|"))).hasSize(3);

        Typed other = Typed.line(
                "benchmark Ace-A-Nme" + MODEL + " -o " + runs() + " " + reference + " --samples 30 --seeds 1 --seed 7");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.complaints()).singleElement().asString().contains("holds another run", "seed");
    }

    @Test
    @Tag("slow") // its dynamics takes some ten seconds
    void samplesAreCountedInReplicaExchangeOfTheSameRun() throws IOException {
        Typed typed = benchmark("--quick --samples 40 --seeds 1");
        assertThat(typed.out()).contains("These 40 samples are worth", "Ace-A-Nme, replica exchange");
        JsonNode dynamics = result().path("dynamics");
        assertThat(dynamics.path("frames").asInt()).isEqualTo(1152);
        assertThat(dynamics.path("effectiveSamples").asDouble()).isBetween(20.0, 1152.0);
        assertThat(dynamics.at("/cost/energyEvaluations").asLong()).isGreaterThan(100_000);
        double worth = result().at("/budgets/0/essShare/mean").asDouble()
                * 40
                / dynamics.path("effectivePerCpuSecond").asDouble();
        assertThat(result().at("/budgets/0/worthDynamicsSeconds").asDouble()).isEqualTo(worth);
    }

    @Test
    void aSystemWithoutAModelIsToldAndAnUnknownOneToo() {
        Typed without = Typed.line("benchmark ELIL -o " + runs());
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.complaints()).singleElement().asString().contains("no model of ELIL", "--model ELIL=FILE");
        Typed unknown = Typed.line("benchmark AAAA -o " + runs());
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.complaints()).singleElement().asString().contains("no benchmark system", "Ace-A-Nme, AAA");
    }
}
