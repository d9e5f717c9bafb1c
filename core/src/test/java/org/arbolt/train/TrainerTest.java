package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.math.Seed;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final TrainConfig SHORT =
      TrainConfig.DEFAULT.withSteps(100).withBatch(8).withLearningRate(0.05).withReports(10, 20);

  @TempDir Path folder;
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

  @Test
  void lossApproachesTheEntropyOfTheData() {
    try (Toy toy = new Toy()) {
      TrainConfig config = SHORT.withSteps(1500).withBatch(64).withReports(100, 500);
      Trainer.Result result = trainer(toy, config, null).run(Progress.NONE);
      assertThat(result.validation()).isCloseTo(Toy.entropyPerToken(), within(2e-3));
      assertThat(result.validation()).isGreaterThan(Toy.entropyPerToken() - 1e-6); // no law does better, up to rounding
      assertThat(result.steps()).isEqualTo(1500);
    }
  }

  @Test
  void aKilledRunGoesOnToTheBit() throws IOException {
    Path whole = Files.createDirectory(folder.resolve("whole"));
    Path broken = Files.createDirectory(folder.resolve("broken"));
    try (Toy straight = new Toy(); Toy killed = new Toy(); Toy resumed = new Toy()) {
      Trainer.Result expected = trainer(straight, SHORT, whole).run(Progress.NONE);
      Progress kill = (done, total, detail) -> {
        if (done == 50) { // ten steps after the last checkpoint
          throw new IllegalStateException("killed");
        }
      };
      assertThatThrownBy(() -> trainer(killed, SHORT, broken).run(kill)).hasMessage("killed");
      List<Long> sitting = new ArrayList<>();
      Trainer.Result result = trainer(resumed, SHORT, broken).run((done, total, detail) -> sitting.add(done));
      assertThat(sitting).startsWith(50L).endsWith(100L);
      assertThat(result.validation()).isEqualTo(expected.validation());
      assertThat(result.loss()).isEqualTo(expected.loss());
      assertThat(curve(broken)).isEqualTo(curve(whole)).hasSize(10);
      for (String name : straight.parameters().keySet()) {
        assertThat(resumed.parameters().get(name).toFloats()).isEqualTo(straight.parameters().get(name).toFloats());
      }
    }
  }

  @Test
  void aFinishedRunIsNotTrainedAgain() {
    try (Toy first = new Toy(); Toy second = new Toy()) {
      Trainer.Result before = trainer(first, SHORT, folder).run(Progress.NONE);
      Trainer.Result after = trainer(second, SHORT, folder).run((done, total, detail) -> {
        throw new AssertionError("trained again");
      });
      assertThat(after.validation()).isEqualTo(before.validation());
      assertThat(second.parameters().get("table").toFloats()).isEqualTo(first.parameters().get("table").toFloats());
    }
  }

  @Test
  void theLastThreeCheckpointsAreKept() throws IOException {
    try (Toy toy = new Toy()) {
      trainer(toy, SHORT, folder).run(Progress.NONE);
    }
    assertThat(checkpoints()).hasSize(3).last().asString().contains("100");
  }

  @Test
  void aDamagedCheckpointIsRefusedAndTheOneBeforeItNamed() throws IOException {
    try (Toy toy = new Toy(); Toy again = new Toy()) {
      trainer(toy, SHORT, folder).run(Progress.NONE);
      Path newest = checkpoints().getLast();
      byte[] bytes = Files.readAllBytes(newest);
      bytes[bytes.length - 7] ^= 1;
      Files.write(newest, bytes);
      Path before = checkpoints().get(1);
      assertThatThrownBy(() -> trainer(again, SHORT, folder).run(Progress.NONE))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining(newest.getFileName().toString())
          .hasMessageContaining(before.getFileName().toString())
          .hasMessageNotContaining("\n");
      Files.delete(newest);
      assertThat(trainer(again, SHORT, folder).run(Progress.NONE).steps()).isEqualTo(100);
    }
  }

  @Test
  void aRunWithOtherSettingsIsNotContinued() {
    try (Toy toy = new Toy(); Toy again = new Toy()) {
      trainer(toy, SHORT, folder).run(Progress.NONE);
      assertThatThrownBy(() -> trainer(again, SHORT.withLearningRate(0.01), folder).run(Progress.NONE))
          .isInstanceOf(BadInput.class).hasMessageContaining("other settings");
    }
  }

  @Test
  void stepsWithoutAFiniteGradientAreSkippedAndCounted() {
    try (Toy toy = new Toy(); Toy twin = new Toy()) {
      Trainer.Result result =
          trainer(new Failing(toy, 3), SHORT.withSteps(5).withReports(1, 1), null).run(Progress.NONE);
      assertThat(result.skipped()).isEqualTo(1);
      for (float x : toy.parameters().get("table").toFloats()) {
        assertThat(x).isFinite();
      }
      assertThat(toy.parameters().get("bias").toFloats()).isNotEqualTo(twin.parameters().get("bias").toFloats());
    }
  }

  @Test
  void aTimeBudgetBecomesANumberOfStepsThatAResumedRunKeeps() throws IOException {
    TrainConfig config = SHORT.withMinutes(0.005).withReports(10, 1000);
    List<Long> totals = new ArrayList<>();
    try (Toy toy = new Toy(); Toy again = new Toy()) {
      Progress kill = (done, total, detail) -> {
        totals.add(total);
        throw new IllegalStateException("killed");
      };
      assertThatThrownBy(() -> trainer(toy, config, folder).run(kill)).hasMessage("killed");
      Trainer.Result result = trainer(again, config, folder).run(Progress.NONE);
      assertThat(result.steps()).isEqualTo(totals.getFirst()).isPositive();
    }
  }

  private static Trainer trainer(Objective objective, TrainConfig config, Path folder) {
    DataSet data = new DataSet(Toy.examples(), config.batch(), new Seed(config.seed()));
    HeldOut heldOut = new HeldOut(Toy.examples(), 1000, new Seed(9));
    return new Trainer(objective, data, heldOut, config, folder);
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      return files.sorted().toList();
    }
  }

  /** Everything in the metrics that is not a time. */
  private static List<String> curve(Path folder) throws IOException {
    List<String> curve = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
      JsonNode node = new ObjectMapper().readTree(line);
      curve.add(node.get("step") + " " + node.get("loss") + " " + node.get("validation_loss") + " "
          + node.get("gradient_norm") + " " + node.get("learning_rate"));
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
    public double[] logProbabilities(int[] tokens) {
      return inner.logProbabilities(tokens);
    }

    @Override
    public double[] accumulateGradients(Batch batch, double dispersion) {
      double[] logProbability = inner.accumulateGradients(batch, dispersion);
      if (++calls == failing) {
        Arrays.fill(logProbability, Double.NaN);
      }
      return logProbability;
    }
  }
}
