package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.numpy.Npz;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.RunFiles;
import org.arbolt.run.Stages;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class ImprovementTest {
    private static final MolecularSystem SYSTEM = new MolecularSystem("Ace-A-Nme", "amber99sbildn-obc", "none", 300);
    private static final ImprovementPlan PLAN =
            new ImprovementPlan(2, 600, "psis", 200, 0.5, TrainConfig.of(30, 16, 3e-3, LogVarianceLoss.BY_NOISE), 0.1);

    @TempDir
    private static Path shared;

    private static Path frames;
    private static Path model;

    @TempDir
    private Path folder;

    /** A few frames, and a small model that has seen a little of them. */
    @BeforeAll
    static void train() {
        DynamicsPlan dynamics = new DynamicsPlan(8, 2, 2, 400, 0.2, 0.1, 40);
        Pipeline.dynamics(
                shared.resolve("md"), new RunConfig(SYSTEM, 1, dynamics, null, null), Set.of(), "test", Stages.SILENT);
        frames = shared.resolve("md").resolve(RunFiles.TRAJECTORY);
        TrainingPlan plan = new TrainingPlan(
                dynamics,
                TrainingPlan.CoordinateKind.INTERNAL,
                new NetworkSize(64, 1, 16, 2, 8),
                TrainConfig.of(60, 16, 1e-2, LogVarianceLoss.NONE));
        Pipeline.train(
                shared.resolve("model"),
                new RunConfig(SYSTEM, 2, null, new RunConfig.ModelSource(null, null, plan), null),
                GivenFrames.of(frames),
                "test",
                Stages.SILENT);
        model = shared.resolve("model").resolve(RunFiles.MODEL);
    }

    /**
     * Killed in each of its parts, the same command goes on: with the samples and buffer that were there, to the bit.
     * Samples that a kill took away are drawn anew, and their log q is the same up to rounding (cold and warm Java
     * round exponentials otherwise).
     */
    @Test
    void aKilledRunGoesOnWhereItWas() throws IOException {
        Path broken = folder.resolve("broken");
        for (String part : new String[] {"samples after 0", "training in round 1"}) {
            assertThatThrownBy(() -> improve(broken, new KilledIn(part))).hasMessage("killed");
        }
        Path whole = copy(broken, folder.resolve("whole"));
        improve(whole, Stages.SILENT);
        for (String part :
                new String[] {"training in round 1", "samples after 1", "training in round 2", "samples after 2"}) {
            assertThatThrownBy(() -> improve(broken, new KilledIn(part))).hasMessage("killed");
        }
        improve(broken, Stages.SILENT);
        assertThat(broken.resolve("rounds/1/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("rounds/1/model.safetensors"));
        JsonNode here = rounds(broken);
        JsonNode there = rounds(whole);
        assertThat(here).hasSize(3);
        assertThat(here.get(0)).isEqualTo(there.get(0));
        assertThat(logPartition(here.get(1), "value")).isCloseTo(logPartition(there.get(1), "value"), within(1e-4));
        improve(broken, new KilledIn("")); // finished: nothing begins
    }

    private static double logPartition(JsonNode round, String part) {
        return round.get("weights").get("logPartition").get(part).asDouble();
    }

    private static JsonNode rounds(Path run) throws IOException {
        return new ObjectMapper().readTree(run.resolve(RunFiles.IMPROVEMENT).toFile());
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
        return to;
    }

    @Test
    void everyRoundIsRecordedAndNoneMakesTheModelWorse() throws IOException {
        improve(folder.resolve("run"), Stages.SILENT);
        JsonNode rounds = rounds(folder.resolve("run"));
        assertThat(rounds).hasSize(3);
        for (JsonNode round : rounds) {
            assertThat(round.get("energyEvaluations").asInt()).isEqualTo(600);
            assertThat(logPartition(round, "value")).isBetween(logPartition(round, "low"), logPartition(round, "high"));
        }
        for (int r = 1; r < 3; r++) { // the start of a round is among what its held-out frames choose from
            assertThat(rounds.get(r).get("heldOutRawShare").asDouble())
                    .isGreaterThanOrEqualTo(
                            rounds.get(r - 1).get("heldOutRawShare").asDouble());
        }
        assertThat(Npz.shape(folder.resolve("run/rounds/2/replay.npz"), "positions"))
                .containsExactly(200, 22, 3);
    }

    /** A model of many molecules becomes one of the molecule that it is improved for. */
    @ParameterizedTest
    @EnumSource
    void aModelOfManyIsImprovedForOne(TrainingPlan.CoordinateKind coordinates) {
        TrainingPlan plan = new TrainingPlan(
                new DynamicsPlan(2, 1, 4, 300, 0, 0.1, 7),
                coordinates,
                new NetworkSize(64, 1, 16, 2, 8),
                TrainConfig.of(60, 16, 1e-2, LogVarianceLoss.NONE));
        Path many = folder.resolve("many");
        TransferableTraining.run(
                many,
                new TransferableTrainingConfig(
                        List.of("AG", "GA"), List.of(), "amber99sbildn-obc", "none", 300, 5, plan, 16),
                null,
                "test",
                Stages.SILENT);
        ImprovementPlan small =
                new ImprovementPlan(1, 20, "none", 20, 0.5, TrainConfig.of(4, 4, 1e-3, LogVarianceLoss.BY_NOISE), 0.1);
        MolecularSystem system = new MolecularSystem("AG", "amber99sbildn-obc", "none", 300);
        Path improved = folder.resolve("improved");
        Pipeline.improve(
                improved,
                new RunConfig(system, 3, null, Presets.file(many.resolve(RunFiles.MODEL)), null, small),
                GivenFrames.of(many.resolve("data/AG.npz")),
                "test",
                Stages.SILENT);
        Topology topology = Peptide.topology("AG");
        TrainedModel model = TrainedModel.load(improved.resolve(RunFiles.MODEL), "AG", topology);
        assertThat(model.coordinates().tokens()).isEqualTo(model.network().tokens());
        assertThatThrownBy(() -> TrainedModel.load(improved.resolve(RunFiles.MODEL), "GA", Peptide.topology("GA")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is a model of AG");
    }

    /** Without other frames a tenth of the samples is kept to judge by, and is not in the replay buffer. */
    @Test
    void someSamplesAreKeptOutOfTraining() {
        Pipeline.improve(folder.resolve("run"), config(), null, "test", Stages.SILENT);
        Trajectory judging = TrajectoryArrays.read(folder.resolve("run/rounds/1/judging.npz"), 22);
        Trajectory replay = TrajectoryArrays.read(folder.resolve("run/rounds/1/replay.npz"), 22);
        assertThat(judging.count()).isEqualTo(60);
        assertThat(replay.count()).isEqualTo(200);
        assertThat(judging.energy()).doesNotContain(replay.energy());
    }

    @Test
    void framesOfAnotherMoleculeAreRefused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Pipeline.dynamics(
                other,
                new RunConfig(
                        new MolecularSystem("GG", "amber99sbildn-obc", "none", 300),
                        1,
                        new DynamicsPlan(1, 1, 1, 300, 0, 0.1, 2),
                        null,
                        null),
                Set.of(),
                "test",
                Stages.SILENT);
        assertThatThrownBy(() -> Pipeline.improve(
                        folder.resolve("run"),
                        config(),
                        GivenFrames.of(other.resolve(RunFiles.TRAJECTORY)),
                        "test",
                        Stages.SILENT))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("another molecule");
    }

    private static RunConfig config() {
        return new RunConfig(SYSTEM, 3, null, Presets.file(model), null, PLAN);
    }

    private static void improve(Path run, Stages stages) {
        Pipeline.improve(run, config(), GivenFrames.of(frames), "test", stages);
    }

    /** Ends the run when a part whose name begins like this first reports. */
    private record KilledIn(String part) implements Stages {
        @Override
        public Progress begin(String name, String unit) {
            return (done, total, detail) -> {
                if (name.startsWith(part)) {
                    throw new IllegalStateException("killed");
                }
            };
        }

        @Override
        public void note(String line) {}
    }
}
