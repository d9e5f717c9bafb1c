package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbolt.generator.BoltzmannGenerator;
import org.arbolt.generator.TransferableModel;
import org.arbolt.io.numpy.Npz;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import org.arbolt.run.RunFolder;
import org.arbolt.run.Stages;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that may take so many minutes. */
class TimePlannerTest {
    private static final MolecularSystem SYSTEM = new MolecularSystem("GG", "amber99sbildn-obc", "none", 300);
    private static final RunConfig.SamplingPlan SAMPLING = new RunConfig.SamplingPlan(1, "psis", false);

    @TempDir
    private Path folder;

    private static RunConfig asked(double minutes) {
        return RunConfig.within(
                minutes,
                SYSTEM,
                5,
                new RunConfig.ModelSource(null, null, Presets.within(minutes, CoordinateKind.INTERNAL)),
                SAMPLING);
    }

    @Test
    void whatIsPlannedIsTheRunFromThenOn() {
        RunConfig asked = asked(20);
        assertThat(asked.planned()).isFalse();
        DynamicsPlan dynamics = Presets.reference(false).lasting(10, 0.7, 50);
        TrainingPlan training = asked.model().training().with(dynamics).withSteps(700);
        RunConfig planned = asked.with(dynamics, new RunConfig.ModelSource(null, null, training));
        assertThat(asked.continued(planned, true)).isEqualTo(planned);
        assertThat(asked(21).continued(planned, true)).isEqualTo(asked(21));
        assertThat(asked.continued(asked, true)).isEqualTo(asked);
        RunConfig adapted = asked.with(
                dynamics,
                new RunConfig.ModelSource(
                        null, null, training.from(new TrainingPlan.StartModel("many", "0123"), 0.01)));
        assertThat(asked.continued(adapted, true)).isEqualTo(adapted);
        assertThat(asked.continued(adapted, false)).isEqualTo(asked); // as with --train
        RunConfig cartesian = RunConfig.within(
                20,
                SYSTEM,
                5,
                new RunConfig.ModelSource(null, null, Presets.within(20, CoordinateKind.CARTESIAN)),
                SAMPLING);
        assertThat(cartesian.continued(planned, true)).isEqualTo(cartesian);
        try (RunFolder there = RunFolder.open(folder, planned)) {
            assertThat(there.config(RunConfig.class)).isEqualTo(planned);
        }
    }

    /** The verdict wants 400 effective samples; a trial of 1000 has to show that with a margin. */
    @ParameterizedTest
    @CsvSource({"50, 0.3", "1000, 0.3", "10000, 0.08", "20000, 0.04", "1000000, 0.02"})
    void aTrainedModelIsUsedWhereItsSamplesWillBeWorthEnough(int samples, double share) {
        assertThat(TimePlanner.leastShare(samples)).isEqualTo(share);
    }

    /** A minute and a half: the plan alone, read from config.yaml, makes the same samples again. */
    @Tag("long")
    @Test
    void thePlanAloneDeterminesTheResult() {
        Path first = folder.resolve("first");
        Pipeline.run(first, asked(1), List.of(), 40, EvaluationPlan.ONCE, "arbolt run", Stages.SILENT);
        RunConfig planned;
        try (RunFolder there = RunFolder.existing(first)) {
            planned = there.config(RunConfig.class);
        }
        assertThat(planned.planned()).isTrue();
        assertThat(planned.model().training().settings().schedule().steps()).isPositive();
        Path again = folder.resolve("again");
        Pipeline.run(again, planned, List.of(), 40, EvaluationPlan.ONCE, "arbolt run", Stages.SILENT);
        assertThat(positions(again)).isEqualTo(positions(first));
        Pipeline.run(
                first,
                asked(1),
                List.of(),
                40,
                EvaluationPlan.ONCE,
                "arbolt run",
                Stages.SILENT); // goes on, and finds all there
    }

    /** A minute and a half: a model of many that knows the peptide, but poorly, is what training begins with. */
    @Tag("long")
    @Test
    void aModelOfManyIsAdapted() throws IOException {
        DynamicsPlan few = new DynamicsPlan(2, 1, 4, 300, 0, 0.1, 7);
        TrainingPlan brief = new TrainingPlan(
                few,
                CoordinateKind.INTERNAL,
                new NetworkSize(32, 1, 16, 2, 8),
                TrainConfig.of(4, 6, 1e-3, LogVarianceLoss.NONE),
                null,
                null);
        Path many = folder.resolve("many");
        TransferableTraining.run(
                many,
                new TransferableTrainingConfig(
                        List.of("AG", "GA", "GGG"), List.of(), "amber99sbildn-obc", "none", 300, 7, brief, 16),
                null,
                "test",
                Stages.SILENT);
        Path run = folder.resolve("run");
        Path model = many.resolve("model.safetensors");
        Pipeline.run(run, asked(1), List.of(model), 40, EvaluationPlan.ONCE, "arbolt run", Stages.SILENT);
        assertThat(Files.readString(run.resolve("config.yaml"))).contains("start:", "file: " + model);
        assertThat(TransferableModel.load(model).network().config().channels()).isEqualTo(16);
        assertThat(BoltzmannGenerator.load(run.resolve("model.safetensors"))
                        .model()
                        .network()
                        .config()
                        .channels())
                .isEqualTo(16);
    }

    private static double[] positions(Path run) {
        return Npz.read(run.resolve("samples.npz"), "positions").toDoubles();
    }
}
