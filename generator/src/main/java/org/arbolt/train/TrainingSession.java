package org.arbolt.train;

import java.nio.file.Path;
import java.util.Locale;
import org.arbolt.Progress;
import org.arbolt.tensor.Collective;

/** One session of a training run: from the start or from a checkpoint to the end. */
final class TrainingSession implements AutoCloseable {
    private static final Validation.Score NOT_MEASURED = new Validation.Score(Double.NaN, Double.NaN);

    private final Objective objective;
    private final Validation heldOut;
    private final TrainConfig config;
    private final Stepper stepper;
    private final ExponentialMovingAverage average;
    private final Checkpoints checkpoints;
    private final TrainingState state;
    private final Collective all;
    private final Metrics metrics;

    private TrainingProgress position;
    private OneCycle schedule;
    private double lossSum; // of the steps applied since the last report
    private double logWeightVarianceSum;
    private int applied;
    private long lastReport = System.nanoTime();

    TrainingSession(
            Objective objective, DataSet data, Validation heldOut, TrainConfig config, Path folder, Collective all) {
        this.objective = objective;
        this.heldOut = all.leads() ? heldOut : null;
        this.config = config;
        this.all = all;
        stepper = new Stepper(objective, data, config, all);
        average = new ExponentialMovingAverage(
                objective.parameters().values(), config.optimisation().averageDecay());
        state = new TrainingState(objective, stepper, average);
        Path written = all.leads() ? folder : null;
        checkpoints = new Checkpoints(written, state, config.identity());
        metrics = new Metrics(written == null ? null : written.resolve("metrics.jsonl"));
    }

    TrainingResult run(Progress progress) {
        start();
        double loss = Double.NaN;
        Validation.Score score = NOT_MEASURED;
        while (position.step() < position.steps()) {
            Stepper.Outcome last = step();
            boolean end = position.step() == position.steps();
            if (end || position.step() % config.reporting().every() == 0) {
                loss = lossSum / applied; // NaN if every step was skipped
                boolean save = end || position.step() % config.reporting().saveEvery() == 0;
                score = report(last, loss, save);
                progress.report(position.step(), position.steps(), words(loss, score));
            }
        }
        average.swap();
        boolean earlier = checkpoints.restoreBest(position.best(), position.step(), objective.parameters());
        objective.parameters().values().forEach(all::broadcast);
        if (heldOut != null && (earlier || Double.isNaN(score.loss()))) { // a score not measured in this session
            score = heldOut.score(objective);
        }
        if (earlier) {
            progress.report(
                    position.step(),
                    position.steps(),
                    "best at step " + position.best().step() + ": " + words(loss, score));
        }
        return new TrainingResult(
                position.step(), loss, score.loss(), score.effectiveShare(), position.skipped(), position.seconds());
    }

    private void start() {
        TrainingProgress saved = checkpoints.restore();
        boolean fresh = all.broadcast(saved == null ? 1 : 0)[0] == 1;
        if (fresh) {
            saved = TrainingProgress.start(config.schedule().steps());
            if (heldOut != null) { // training may go on from a model that is good already
                saved = saved.validated(heldOut.score(objective).loss());
            }
            checkpoints.save(saved);
        } else if (all.leads() && config.schedule().steps() != saved.steps()) {
            throw checkpoints.otherLength(saved.steps(), config.schedule().steps());
        }
        position = TrainingProgress.of(
                all.broadcast(saved == null ? new double[TrainingProgress.NUMBERS] : saved.numbers()));
        state.tensors().values().forEach(all::broadcast);
        metrics.rewindTo(position.step());
        schedule = new OneCycle(
                config.schedule().learningRate(),
                position.steps(),
                config.schedule().warmUp());
        lastReport = System.nanoTime();
    }

    private Stepper.Outcome step() {
        long step = position.step();
        Stepper.Outcome outcome = stepper.step(step, schedule.at(step));
        if (outcome.applied()) {
            average.update(step - position.skipped());
            lossSum += outcome.loss();
            logWeightVarianceSum += outcome.logWeightVariance();
            applied++;
        }
        position = position.next(outcome.applied());
        return outcome;
    }

    /** Writes a line of metrics, validates and saves if it is time for that. */
    private Validation.Score report(Stepper.Outcome last, double loss, boolean save) {
        long counted = Math.floorMod(position.step() - 1, config.reporting().every()) + 1L;
        double seconds = (System.nanoTime() - lastReport) * 1e-9;
        position = position.after(seconds);
        Validation.Score score = save && heldOut != null ? validate() : NOT_MEASURED;
        position = position.validated(score.loss());
        metrics.append(new Metrics.Line(
                position.step(),
                loss,
                logWeightVarianceSum / applied,
                score,
                schedule.at(position.step() - 1),
                last.gradientNorm(),
                position.skipped(),
                position.seconds(),
                counted * config.batches().examples() / seconds));
        if (save) {
            checkpoints.save(position);
        }
        lossSum = 0;
        logWeightVarianceSum = 0;
        applied = 0;
        lastReport = System.nanoTime();
        return score;
    }

    private Validation.Score validate() {
        average.swap();
        try {
            return heldOut.score(objective);
        } finally {
            average.swap();
        }
    }

    private static String words(double loss, Validation.Score score) {
        String words = String.format(Locale.ROOT, "loss %.4f", loss);
        if (!Double.isNaN(score.loss())) {
            words += String.format(Locale.ROOT, ", held out %.4f", score.loss());
        }
        return Double.isNaN(score.effectiveShare())
                ? words
                : words
                        + String.format(
                                Locale.ROOT, ", ESS %.1f %% raw, on held-out frames", 100 * score.effectiveShare());
    }

    @Override
    public void close() {
        stepper.close();
        average.close();
    }
}
