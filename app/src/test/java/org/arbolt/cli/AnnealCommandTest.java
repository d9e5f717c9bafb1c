package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.io.numpy.Npz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code arbolt anneal} and {@code chain}; that their laws are right is in sampling.LocalMovesTest. */
@Tag("slow")
class AnnealCommandTest {
    private static final String CHAIN = "chain Ace-A-Nme --model " + ShippedModels.ALANINE_DIPEPTIDE + " ";

    @TempDir
    private Path folder;

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private String control(String text) throws IOException {
        return "--control " + Files.writeString(folder.resolve("control.yaml"), text);
    }

    private Path samples(String options) {
        Path run = folder.resolve("samples");
        TinyRuns.succeeds("sample Ace-A-Nme --model " + ShippedModels.ALANINE_DIPEPTIDE + " --samples 200 " + options
                + " -o " + run);
        return run;
    }

    @Test
    void finishedSamplesAreResampledMovedAndJudged() throws IOException {
        Path run = samples("");
        Path annealed = folder.resolve("annealed");
        String command = "anneal " + run + " --steps 5 --threshold 1 -o " + annealed;
        assertThat(TinyRuns.succeeds(command).out()).contains("Annealed by 5 moves", "report: " + annealed);
        JsonNode record = json(annealed.resolve("anneal.json"));
        assertThat(record.get("steps")).hasSize(5);
        assertThat(record.get("lineages").asInt()).isBetween(100, 199);
        assertThat(record.get("lineageEffective").asDouble()).isBetween(80.0, 199.0);
        assertThat(Npz.shape(annealed.resolve("samples.npz"), "ancestor")).containsExactly(200);
        assertThat(annealed.resolve("report.html")).content().contains("Population", "lineages left");
        long cost = json(annealed.resolve("run.json"))
                .get("energyEvaluations")
                .get("annealing")
                .asLong();
        assertThat(cost).isEqualTo(200 * (1 + 5 + 1)); // to begin with, moves, and as they are written
        TinyRuns.succeeds(command); // nothing is left to do
        Typed other = Typed.line(command.replace("--steps 5", "--steps 6"));
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.complaints().getFirst()).contains("holds another run");
        Typed again = Typed.line("anneal " + annealed);
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.complaints().getFirst()).contains("is annealed already");
    }

    @Test
    void coolingKeepsRestraintsAndRefusesHeldAtoms() throws IOException {
        Path run = samples(control("restrain: distance(C 1, N 3) = 0.35 +- 0.02"));
        Path annealed = folder.resolve("annealed");
        TinyRuns.succeeds("anneal " + run + " --move hmc --leapfrogs 3 --steps 1 --hottest 450 -o " + annealed);
        JsonNode steps = json(annealed.resolve("anneal.json")).get("steps");
        assertThat(steps.get(0).get("temperatureKelvin").asDouble()).isEqualTo(450);
        assertThat(steps.get(steps.size() - 1).get("temperatureKelvin").asDouble())
                .isEqualTo(300);
        assertThat(Npz.shape(annealed.resolve("samples.npz"), "log_weight_biased"))
                .containsExactly(200);
        Typed held = Typed.line(CHAIN + control("fix: residue 2 or C 1 or N 3") + " -o " + folder.resolve("held"));
        assertThat(held.exitCode()).isEqualTo(2);
        assertThat(held.complaints().getFirst()).contains("move every atom");
    }

    @Test
    void chainsMixAModelsSamplesWithLocalMoves() throws IOException {
        Path chains = folder.resolve("chains");
        String command = CHAIN + " --chains 4 --steps 40 --spacing 2 -o " + chains;
        assertThat(TinyRuns.succeeds(command).out()).contains("R-hat", "cos phi ALA 2", "states: ");
        assertThat(Npz.shape(chains.resolve("trajectory.npz"), "positions")).containsExactly(80, 22, 3);
        JsonNode report = json(chains.resolve("chain.json"));
        assertThat(report.get("globalAcceptance").asDouble()).isBetween(0.3, 1.0);
        assertThat(report.get("localAcceptance").asDouble()).isBetween(0.2, 1.0);
        assertThat(TinyRuns.succeeds(command).out()).contains("R-hat"); // nothing is left to do
        for (String bad : new String[] {"--move ula", "--global 1", "--steps 2", "--leapfrogs 3"}) {
            Typed refused = Typed.line(CHAIN + bad + " -o " + folder.resolve("bad"));
            assertThat(refused.exitCode()).as(bad).isEqualTo(2);
            assertThat(refused.complaints()).as(bad).hasSize(1);
            assertThat(folder.resolve("bad")).as(bad).doesNotExist();
        }
    }
}
