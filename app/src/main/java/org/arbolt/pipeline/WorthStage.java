package org.arbolt.pipeline;

import java.util.Map;
import org.arbolt.evaluate.ConvergenceReport;
import org.arbolt.report.Worth;
import org.arbolt.run.RunFiles;
import org.arbolt.sampling.WeightStatistics;

/** Compares what a run's samples cost with what its own reference dynamics cost. */
final class WorthStage {
    static final String REFERENCE = "reference dynamics";
    static final String FRAMES = "training dynamics";
    static final String TRAINING = "training";
    static final String SAMPLING = "sampling";
    static final String TRIAL = "sampling with the model on trial";

    private final RunContext run;

    WorthStage(RunContext run) {
        this.run = run;
    }

    /**
     * Null where the two cannot be compared: without dynamics of this run, in windows that it is only filtered by, for
     * samples that are not independent or have no weights.
     */
    Worth of(Evaluation evaluation) {
        Map<String, Double> cpu = run.record().cpuSeconds();
        WeightStatistics weights = evaluation.weights();
        if (!run.folder().has(RunFiles.REFERENCE)
                || !cpu.containsKey(REFERENCE)
                || !cpu.containsKey(SAMPLING)
                || !weights.areKnown()
                || evaluation.control().population() != null
                || !run.controls().windows().isEmpty()) {
            return null;
        }
        ConvergenceReport report = new TrajectoryAnalysis(run, run.folder().file(RunFiles.REFERENCE))
                .convergence(run.seed().child("convergence"));
        double frames = report.leastWorth();
        return frames > 0 && Double.isFinite(frames)
                ? new Worth(
                        weights.samples(),
                        weights.rawEffectiveSamples() * cpu.get(REFERENCE) / frames,
                        cpu.get(SAMPLING),
                        cpu.getOrDefault(FRAMES, 0.0) + cpu.getOrDefault(TRAINING, 0.0))
                : null;
    }
}
