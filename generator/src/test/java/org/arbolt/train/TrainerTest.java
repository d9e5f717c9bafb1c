package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.SequenceWeights;
import org.arbolt.tensor.Collective;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;
import org.arbolt.train.TrainConfig.Batches;
import org.arbolt.train.TrainConfig.Reporting;
import org.arbolt.train.TrainConfig.Schedule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final TrainConfig SHORT =
            TrainConfig.DEFAULT.with(steps(100)).with(Batches.of(8)).with(new Reporting(10, 20));

    @TempDir
    Path folder;

    private TensorScope scope;
    private long live;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
        live = Tensor.liveCount();
    }

    @AfterEach
    void everyTensorIsFreed() {
        assertThat(Tensor.liveCount()).isEqualTo(live);
        scope.close();
    }

    @Tag("slow")
    @Test
    void lossApproachesTheEntropyOfTheData() {
        try (Toy toy = new Toy()) {
            TrainConfig config = SHORT.with(steps(1500)).with(Batches.of(64)).with(new Reporting(100, 500));
            TrainingResult result = trainer(toy, config, null).run(Progress.NONE);
            assertThat(result.validation()).isCloseTo(Toy.entropyPerToken(), within(2e-3));
            assertThat(result.validation())
                    .isGreaterThan(Toy.entropyPerToken() - 1e-6); // no distribution does better, up to rounding
            assertThat(result.steps()).isEqualTo(1500);
        }
    }

    @Tag("slow")
    @Test
    void muonLearnsTooAndGoesOnToTheBit() throws IOException {
        TrainConfig config = SHORT.with(TrainConfig.Optimisation.of(TrainConfig.OptimiserKind.MUON))
                .with(steps(400))
                .with(Batches.of(64))
                .with(new Reporting(50, 200));
        try (Toy straight = new Toy();
                Toy killed = new Toy();
                Toy resumed = new Toy()) {
            TrainingResult expected = trainer(straight, config, null).run(Progress.NONE);
            assertThat(expected.validation()).isCloseTo(Toy.entropyPerToken(), within(0.02));
            assertThatThrownBy(() -> trainer(killed, config, folder).run((done, total, detail) -> {
                        if (done == 250) {
                            throw new IllegalStateException("killed");
                        }
                    }))
                    .hasMessage("killed");
            assertThat(trainer(resumed, config, folder).run(Progress.NONE).validation())
                    .isEqualTo(expected.validation());
        }
    }

    @Test
    void accumulatedGradientsAreThoseOfTheWholeBatch() throws IOException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path parts = Files.createDirectory(folder.resolve("parts"));
        try (Toy one = new Toy();
                Toy other = new Toy()) {
            trainer(one, SHORT, whole).run(Progress.NONE);
            trainer(other, SHORT.with(new Batches(8, 3)), parts).run(Progress.NONE); // 8 = 2 + 3 + 3
            assertThat(losses(parts)).containsExactly(losses(whole), within(1e-5));
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void aKilledRunGoesOnToTheBit(double physics) throws IOException {
        TrainConfig config = SHORT.with(new TrainConfig.Loss(new LogVarianceLoss(physics), 0, 0));
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path broken = Files.createDirectory(folder.resolve("broken"));
        try (Toy straight = new Toy();
                Toy killed = new Toy();
                Toy resumed = new Toy()) {
            TrainingResult expected = trainer(straight, config, whole).run(Progress.NONE);
            Progress kill = (done, total, detail) -> {
                if (done == 50) { // ten steps after the last checkpoint
                    throw new IllegalStateException("killed");
                }
            };
            assertThatThrownBy(() -> trainer(killed, config, broken).run(kill)).hasMessage("killed");
            List<Long> session = new ArrayList<>();
            TrainingResult result = trainer(resumed, config, broken).run((done, total, detail) -> session.add(done));
            assertThat(session).startsWith(50L).endsWith(100L);
            assertThat(result.validation()).isEqualTo(expected.validation());
            assertThat(result.loss()).isEqualTo(expected.loss());
            assertThat(curve(broken)).isEqualTo(curve(whole)).hasSize(10);
            for (String name : straight.parameters().keySet()) {
                assertThat(resumed.parameters().get(name).toFloats())
                        .isEqualTo(straight.parameters().get(name).toFloats());
            }
        }
    }

    @Test
    void aFinishedRunIsNotTrainedAgain() {
        try (Toy first = new Toy();
                Toy second = new Toy()) {
            TrainingResult before = trainer(first, SHORT, folder).run(Progress.NONE);
            TrainingResult after = trainer(second, SHORT, folder).run((done, total, detail) -> {
                throw new AssertionError("trained again");
            });
            assertThat(after.validation()).isEqualTo(before.validation());
            assertThat(second.parameters().get("table").toFloats())
                    .isEqualTo(first.parameters().get("table").toFloats());
        }
    }

    @Tag("slow")
    @Test
    void theLastThreeCheckpointsAndTheBestAreKept() throws IOException {
        Path overfitted = Files.createDirectory(folder.resolve("overfitted"));
        TrainingResult result;
        try (Toy toy = new Toy();
                Toy worse = new Toy()) {
            trainer(toy, SHORT, folder).run(Progress.NONE);
            assertThat(checkpoints(folder)).hasSize(3).last().asString().contains("100"); // the best is the last
            Validation two =
                    new Validation(Toy.examples(), 2, new Seed(9)); // of one kind, so that the loss soon rises again
            DataSet data = new DataSet(Toy.examples(), SHORT.batches().examples(), new Seed(SHORT.seed()));
            result = new Trainer(worse, data, two, SHORT.with(steps(400)), overfitted).run(Progress.NONE);
            assertThat(two.score(worse).loss()).isEqualTo(result.validation()); // the parameters left are those
        }
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(overfitted.resolve("metrics.jsonl"))) {
            JsonNode loss = new ObjectMapper().readTree(line).get("validation_loss");
            if (loss.isNumber()) {
                losses.add(loss.asDouble());
            }
        }
        long best = 20L * (1 + losses.indexOf(Collections.min(losses)));
        assertThat(best).isLessThan(340);
        assertThat(result.validation()).isEqualTo(Collections.min(losses));
        assertThat(checkpoints(overfitted))
                .extracting(path -> path.getFileName().toString())
                .containsExactly(
                        String.format(Locale.ROOT, "step-%09d.safetensors", best),
                        "step-000000360.safetensors",
                        "step-000000380.safetensors",
                        "step-000000400.safetensors");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"flipped", "truncated", "empty", "text"})
    void aDamagedCheckpointIsRefusedAndTheMessageLeadsOn(String damage) throws IOException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path broken = Files.createDirectory(folder.resolve("broken"));
        try (Toy straight = new Toy();
                Toy toy = new Toy();
                Toy again = new Toy()) {
            trainer(straight, SHORT, whole).run(Progress.NONE);
            trainer(toy, SHORT, broken).run(Progress.NONE);
            Path newest = checkpoints(broken).getLast();
            Path before = checkpoints(broken).get(1);
            damage(newest, damage);
            assertThatThrownBy(() -> trainer(again, SHORT, broken).run(Progress.NONE))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("remove " + newest + " and run again to go on from the one before it, "
                            + before.getFileName())
                    .hasMessageNotContaining("\n");
            Files.delete(newest);
            List<Long> session = new ArrayList<>();
            TrainingResult result = trainer(again, SHORT, broken).run((done, total, detail) -> session.add(done));
            assertThat(session).containsExactly(90L, 100L);
            assertThat(curve(broken)).isEqualTo(curve(whole));
            assertThat(again.parameters().get("table").toFloats())
                    .isEqualTo(straight.parameters().get("table").toFloats());
            assertThat(result.steps()).isEqualTo(100);
        }
    }

    private static void damage(Path file, String how) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (how) {
            case "flipped" -> bytes[bytes.length - 7] ^= 1;
            case "truncated" -> bytes = Arrays.copyOf(bytes, bytes.length / 2);
            case "empty" -> bytes = new byte[0];
            default -> bytes = "not a checkpoint at all".getBytes(StandardCharsets.UTF_8);
        }
        Files.write(file, bytes);
    }

    @Test
    void aRunWithOtherSettingsIsNotContinued() {
        try (Toy toy = new Toy();
                Toy again = new Toy()) {
            trainer(toy, SHORT, folder).run(Progress.NONE);
            assertThatThrownBy(() -> trainer(again, SHORT.with(Schedule.ofSteps(100, 0.01)), folder)
                            .run(Progress.NONE))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("other settings");
        }
    }

    @Test
    void checkpointsKnowTheirSettingsByTheseWords() {
        assertThat(TrainConfig.DEFAULT.identity())
                .isEqualTo("TrainConfig[steps=10000, minutes=0.0, batch=256, learningRate=5.0E-4, "
                        + "warmUp=0.05, optimiser=ADAMW, adam=Settings[beta1=0.9, beta2=0.95, epsilon=1.0E-8, "
                        + "weightDecay=0.01], "
                        + "dispersion=0.0, smoothing=0.0, accumulate=1, clip=1.0, "
                        + "averageDecay=0.999, "
                        + "reportEvery=20, saveEvery=200, seed=0, heldOut=ladders, rings=closed]");
    }

    @Test
    void stepsWithoutAFiniteGradientAreSkippedAndCounted() {
        try (Toy toy = new Toy();
                Toy twin = new Toy()) {
            TrainingResult result = trainer(
                            new Failing(toy, 3), SHORT.with(steps(5)).with(new Reporting(1, 1)), null)
                    .run(Progress.NONE);
            assertThat(result.skipped()).isEqualTo(1);
            for (float x : toy.parameters().get("table").toFloats()) {
                assertThat(x).isFinite();
            }
            assertThat(toy.parameters().get("bias").toFloats())
                    .isNotEqualTo(twin.parameters().get("bias").toFloats());
        }
    }

    @Tag("slow")
    @Test
    void aTimeBudgetBecomesANumberOfStepsThatAResumedRunKeeps() throws IOException {
        TrainConfig budget = SHORT.with(Schedule.ofMinutes(0.005, 0.05)).with(new Reporting(10, 1000));
        List<Long> totals = new ArrayList<>();
        try (Toy toy = new Toy();
                Toy again = new Toy()) {
            long steps = stepsWithin(budget, toy);
            TrainConfig config = budget.with(budget.schedule().withSteps(steps));
            Progress kill = (done, total, detail) -> {
                totals.add(total);
                throw new IllegalStateException("killed");
            };
            assertThatThrownBy(() -> trainer(toy, config, folder).run(kill)).hasMessage("killed");
            TrainingResult result = trainer(again, config, folder).run(Progress.NONE);
            assertThat(result.steps())
                    .isEqualTo(steps)
                    .isEqualTo(totals.getFirst())
                    .isPositive();
            assertThatThrownBy(() -> trainer(toy, budget, folder)).hasMessageContaining("must be measured");
        }
    }

    @Test
    void measuringHowManyStepsFitLeavesNoTrace() {
        TrainConfig config = SHORT.with(steps(30));
        try (Toy toy = new Toy();
                Toy measured = new Toy()) {
            stepsWithin(SHORT.with(Schedule.ofMinutes(0.001, 0.05)), measured);
            trainer(toy, config, null).run(Progress.NONE);
            trainer(measured, config, null).run(Progress.NONE);
            assertThat(measured.parameters().get("table").toFloats())
                    .containsExactly(toy.parameters().get("table").toFloats());
        }
    }

    private static long stepsWithin(TrainConfig config, Objective objective) {
        DataSet data = new DataSet(Toy.examples(), config.batches().examples(), new Seed(config.seed()));
        return Trainer.stepsWithin(config, objective, data, Collective.ALONE, Progress.NONE);
    }

    private static Schedule steps(long steps) {
        return Schedule.ofSteps(steps, 0.05);
    }

    private static Trainer trainer(Objective objective, TrainConfig config, Path folder) {
        Examples examples = Toy.examples(config.loss().physics().factor() > 0);
        DataSet data = new DataSet(examples, config.batches().examples(), new Seed(config.seed()));
        Validation heldOut = new Validation(examples, 1000, new Seed(9));
        return new Trainer(objective, data, heldOut, config, folder);
    }

    private static List<Path> checkpoints(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
            return files.sorted().toList();
        }
    }

    /** The training losses of the metrics. */
    static double[] losses(Path folder) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            losses.add(new ObjectMapper().readTree(line).get("loss").asDouble());
        }
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Everything in the metrics that is not a time. */
    static List<String> curve(Path folder) throws IOException {
        List<String> curve = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            JsonNode node = new ObjectMapper().readTree(line);
            curve.add(node.get("step") + " " + node.get("loss") + " " + node.get("validation_loss") + " "
                    + node.get("gradient_norm") + " " + node.get("learning_rate") + " "
                    + node.get("log_weight_variance"));
        }
        return curve;
    }

    /** Its loss is not a number in one call. */
    private static final class Failing implements Objective {
        private final Objective inner;
        private final int failing;
        private int calls;

        Failing(Objective inner, int failing) {
            this.inner = inner;
            this.failing = failing;
        }

        @Override
        public Map<String, Tensor> parameters() {
            return inner.parameters();
        }

        @Override
        public Set<String> matrices() {
            return inner.matrices();
        }

        @Override
        public double[] logProbabilities(Batch batch) {
            return inner.logProbabilities(batch);
        }

        @Override
        public double[] accumulateGradients(Batch batch, SequenceWeights weights, double token, Seed noise) {
            double[] logProbability = inner.accumulateGradients(batch, weights, token, noise);
            if (++calls == failing) {
                Arrays.fill(logProbability, Double.NaN);
            }
            return logProbability;
        }
    }
}
