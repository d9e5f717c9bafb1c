package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.arbolt.io.numpy.Npz;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import org.arbolt.run.RunFolder;
import org.arbolt.run.Stages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(asked.continued(planned)).isEqualTo(planned);
        assertThat(asked(21).continued(planned)).isEqualTo(asked(21));
        assertThat(asked.continued(asked)).isEqualTo(asked);
        try (RunFolder there = RunFolder.open(folder, planned)) {
            assertThat(there.config(RunConfig.class)).isEqualTo(planned);
        }
    }

    /** A minute and a half: the plan alone, read from config.yaml, makes the same samples again. */
    @Tag("long")
    @Test
    void thePlanAloneDeterminesTheResult() {
        Path first = folder.resolve("first");
        Pipeline.run(first, asked(1), null, 40, EvaluationPlan.ONCE, "arbolt run", Stages.SILENT);
        RunConfig planned;
        try (RunFolder there = RunFolder.existing(first)) {
            planned = there.config(RunConfig.class);
        }
        assertThat(planned.planned()).isTrue();
        assertThat(planned.model().training().settings().schedule().steps()).isPositive();
        Path again = folder.resolve("again");
        Pipeline.run(again, planned, null, 40, EvaluationPlan.ONCE, "arbolt run", Stages.SILENT);
        assertThat(positions(again)).isEqualTo(positions(first));
        Pipeline.run(
                first,
                asked(1),
                null,
                40,
                EvaluationPlan.ONCE,
                "arbolt run",
                Stages.SILENT); // goes on, and finds all there
    }

    private static double[] positions(Path run) {
        return Npz.read(run.resolve("samples.npz"), "positions").toDoubles();
    }
}
