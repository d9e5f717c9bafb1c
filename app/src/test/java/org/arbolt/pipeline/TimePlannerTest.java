package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.arbolt.generator.BoltzmannGenerator;
import org.arbolt.generator.TransferableModel;
import org.arbolt.io.numpy.Npz;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import org.arbolt.report.Verdict;
import org.arbolt.run.NotedStages;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
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

    private static final int ENOUGH = 3000; // samples that a good model's verdict might trust

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

    @Test
    void aModelOnTrialIsWrittenAsSuch() {
        RunConfig asked = asked(20);
        DynamicsPlan dynamics = Presets.reference(false).lasting(10, 0.7, 50);
        RunConfig.ModelSource file = new RunConfig.ModelSource("many", "0123", null);
        RunConfig onTrial = asked.with(dynamics, file.tried());
        assertThat(onTrial).isNotEqualTo(asked.with(dynamics, file));
        assertThat(asked.continued(onTrial, true)).isEqualTo(onTrial);
        assertThat(asked.with(dynamics, file.tried().settled())).isEqualTo(asked.with(dynamics, file));
        try (RunFolder there = RunFolder.open(folder, onTrial)) {
            assertThat(there.config(RunConfig.class)).isEqualTo(onTrial);
            there.replace(asked.with(dynamics, file));
            assertThat(there.configText()).doesNotContain("onTrial");
        }
    }

    @Test
    void theVerdictSettlesAModelOnTrial() {
        DynamicsPlan dynamics = new DynamicsPlan(8, 1, 4, 300, 0.5, 0.1, 10);
        RunConfig.ModelSource file = new RunConfig.ModelSource("many", "0123", null);
        assertThat(settled(20, dynamics, file, Verdict.Level.TRUST))
                .isEqualTo(asked(20).with(dynamics, file));
        RunConfig adapted = settled(20, dynamics, file, Verdict.Level.CAUTION);
        assertThat(adapted.dynamics()).isEqualTo(dynamics);
        TrainingPlan training = adapted.model().training();
        assertThat(training.start()).isEqualTo(new TrainingPlan.StartModel("many", "0123"));
        assertThat(training.settings().schedule().minutes()).isCloseTo(20 - 1.5 - 4.96 - 1, within(0.1));
        assertThat(training.settings().schedule().learningRate()).isEqualTo(Presets.ADAPTING_RATE);
        assertThat(settled(1, dynamics, file, Verdict.Level.CAUTION)) // which are over
                .isEqualTo(asked(1).with(dynamics, file));
    }

    private RunConfig settled(
            double minutes, DynamicsPlan dynamics, RunConfig.ModelSource file, Verdict.Level verdict) {
        RunConfig onTrial = asked(minutes).with(dynamics, file.tried());
        Path run = folder.resolve(minutes + verdict.words());
        try (RunContext bench = RunContext.open(run, onTrial, "arbolt run", Stages.SILENT)) {
            bench.record().stageSeconds().putAll(Map.of("reference dynamics", 60.0, "sampling", 30.0));
            return new TimePlanner(bench, onTrial, 10_000).settled(new Verdict(verdict, List.of("a reason")));
        }
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
        Path model = manyPeptides(folder.resolve("many"));
        Path run = folder.resolve("run");
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

    /** Four minutes: what is written in the end makes the same samples without the trial. */
    @Tag("long")
    @Test
    void aModelOnTrialIsAdaptedWhereItsSamplesAreNotToBeTrusted() throws IOException {
        Path model = manyPeptides(folder.resolve("many"));
        Path run = folder.resolve("run");
        RunConfig onTrial = asked(3).with(
                        new DynamicsPlan(8, 1, 4, 300, 0.5, 0.1, 10),
                        Presets.file(model).tried());
        NotedStages told = new NotedStages();
        Pipeline.run(run, onTrial, List.of(model), ENOUGH, EvaluationPlan.ONCE, "arbolt run", told);
        assertThat(told.lines()).anySatisfy(line -> assertThat(line).contains("Do not trust: it is adapted"));
        String config = Files.readString(run.resolve("config.yaml"));
        assertThat(config).contains("start:", "file: " + model).doesNotContain("onTrial");
        assertThat(run.resolve("model.safetensors")).exists();
        RunRecord record;
        RunConfig settled;
        try (RunFolder there = RunFolder.existing(run)) {
            settled = there.config(RunConfig.class);
            record = there.readJson("run.json", RunRecord.class);
        }
        assertThat(record.energyEvaluations())
                .hasEntrySatisfying("sampling with the model on trial", TimePlannerTest::requireThatOfSamples)
                .hasEntrySatisfying("sampling", TimePlannerTest::requireThatOfSamples);
        Path again = folder.resolve("again");
        Pipeline.run(again, settled, List.of(), ENOUGH, EvaluationPlan.ONCE, "arbolt run", Stages.SILENT);
        assertThat(positions(again)).isEqualTo(positions(run));
    }

    /** A minute: the model that ships for the peptide is settled, and more samples do not judge it again. */
    @Tag("long")
    @Test
    void aModelOnTrialIsUsedWhereItsSamplesAreTrusted() {
        Path model = Path.of("../models/Ace-A-Nme.internal.safetensors");
        MolecularSystem system = new MolecularSystem("Ace-A-Nme", "amber99sbildn-obc", "none", 300);
        RunConfig.ModelSource source =
                new RunConfig.ModelSource(null, null, Presets.within(2, CoordinateKind.INTERNAL));
        RunConfig asked = RunConfig.within(2, system, 5, source, SAMPLING);
        Path run = folder.resolve("run");
        NotedStages told = new NotedStages();
        for (int samples : new int[] {ENOUGH, ENOUGH + 500}) {
            Summary summary =
                    Pipeline.run(run, asked, List.of(model), samples, EvaluationPlan.ONCE, "arbolt run", told);
            assertThat(summary.verdict()).isEqualTo("Trust");
            assertThat(summary.weights().samples()).isEqualTo(samples);
        }
        assertThat(told.lines())
                .filteredOn(line -> line.contains("Trust: it is used"))
                .hasSize(1);
        try (RunFolder there = RunFolder.existing(run)) {
            assertThat(there.config(RunConfig.class).model()).isEqualTo(Presets.file(model));
            assertThat(there.readJson("run.json", RunRecord.class).energyEvaluations())
                    .hasEntrySatisfying("sampling", TimePlannerTest::requireThatOfSamples)
                    .doesNotContainKey("sampling with the model on trial");
        }
    }

    /** Energies of minima, curvatures and draws of a small peptide's samples, of ENOUGH or a few more. */
    private static void requireThatOfSamples(long energies) {
        assertThat(energies).isBetween(40L * ENOUGH, 200L * ENOUGH);
    }

    /** A model that has hardly learned anything. */
    private static Path manyPeptides(Path many) {
        DynamicsPlan few = new DynamicsPlan(2, 1, 4, 300, 0, 0.1, 7);
        TrainingPlan brief = new TrainingPlan(
                few,
                CoordinateKind.INTERNAL,
                new NetworkSize(32, 1, 16, 2, 8),
                TrainConfig.of(4, 6, 1e-3, LogVarianceLoss.NONE),
                null,
                null);
        TransferableTraining.run(
                many,
                new TransferableTrainingConfig(
                        List.of("AG", "GA", "GGG"), List.of(), "amber99sbildn-obc", "none", 300, 7, brief, 16),
                null,
                "test",
                Stages.SILENT);
        return many.resolve("model.safetensors");
    }

    private static double[] positions(Path run) {
        return Npz.read(run.resolve("samples.npz"), "positions").toDoubles();
    }
}
