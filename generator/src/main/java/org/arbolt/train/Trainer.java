package org.arbolt.train;

import java.nio.file.Path;
import java.util.Arrays;
import org.arbolt.Progress;
import org.arbolt.tensor.Collective;

/**
 * Trains an {@link Objective}: AdamW or Muon along a one-cycle schedule, gradients clipped, an average of the
 * parameters kept. With a folder it writes metrics and checkpoints there and goes on from the newest checkpoint it
 * finds, with the same losses to the bit (on the CPU, with the same number of threads) as if it had never
 * stopped. Several processes each take a part of every batch and change their parameters alike; the first of them alone
 * writes.
 */
public final class Trainer {
    private static final int REHEARSALS = 8;

    /** Part of the time that goes into steps; the rest is for the optimiser, validation and checkpoints. */
    private static final double STEPPING = 0.9;

    private final Objective objective;
    private final DataSet data;
    private final Validation heldOut;
    private final TrainConfig config;
    private final Path folder;
    private final Collective all;

    /**
     * @param objective what to train, with its starting parameters
     * @param data what to train on
     * @param heldOut what to validate on; null to validate nowhere
     * @param config how
     * @param folder existing folder for {@code metrics.jsonl} and {@code checkpoints/}; null to write nothing
     * @param all the processes that train together, all with equal objectives, data and configurations
     */
    public Trainer(
            Objective objective, DataSet data, Validation heldOut, TrainConfig config, Path folder, Collective all) {
        if (data.batch() != config.batches().examples()) {
            throw new IllegalArgumentException("data set has batches of " + data.batch() + ", configuration of "
                    + config.batches().examples());
        }
        if (config.schedule().steps() == 0) {
            throw new IllegalArgumentException("how many steps the minutes allow must be measured before");
        }
        this.objective = objective;
        this.data = data;
        this.heldOut = heldOut;
        this.config = config;
        this.folder = folder;
        this.all = all;
    }

    /** One process alone. */
    public Trainer(Objective objective, DataSet data, Validation heldOut, TrainConfig config, Path folder) {
        this(objective, data, heldOut, config, folder, Collective.ALONE);
    }

    /**
     * Trains to the end and leaves the averaged parameters in the objective: those that did best on the held-out
     * examples, where there are such and a folder, else the last.
     */
    public TrainingResult run(Progress progress) {
        try (TrainingSession session = new TrainingSession(objective, data, heldOut, config, folder, all)) {
            return session.run(progress);
        }
    }

    /**
     * How many steps the minutes of a schedule allow, from the median of a few rehearsed ones, which change nothing. To
     * be called by all processes, and the same in all of them.
     */
    public static long stepsWithin(
            TrainConfig config, Objective objective, DataSet data, Collective all, Progress progress) {
        double[] seconds = new double[REHEARSALS];
        try (Stepper stepper = new Stepper(objective, data, config, all)) {
            for (int i = 0; i < REHEARSALS; i++) {
                long start = System.nanoTime();
                stepper.rehearse(i);
                seconds[i] = (System.nanoTime() - start) * 1e-9;
                progress.report(i + 1, REHEARSALS, "");
            }
        }
        Arrays.sort(seconds);
        double steps = STEPPING * 60 * config.schedule().minutes() / seconds[REHEARSALS / 2];
        return (long) all.broadcast(Math.clamp(steps, 1, TrainConfig.Schedule.MOST_STEPS))[0];
    }
}
