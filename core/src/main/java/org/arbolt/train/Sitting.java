package org.arbolt.train;

import java.nio.file.Path;
import java.util.Locale;
import org.arbolt.Progress;

/** One sitting of a training run: from the start or from a checkpoint to the end. */
final class Sitting implements AutoCloseable {
  private final Objective objective;
  private final DataSet data;
  private final HeldOut heldOut;
  private final TrainConfig config;
  private final Stepper stepper;
  private final Average average;
  private final Checkpoints checkpoints;
  private final Metrics metrics;

  private Position position;
  private OneCycle schedule;
  private double lossSum; // of the steps applied since the last report
  private int applied;
  private long lastReport = System.nanoTime();

  Sitting(Objective objective, DataSet data, HeldOut heldOut, TrainConfig config, Path folder) {
    this.objective = objective;
    this.data = data;
    this.heldOut = heldOut;
    this.config = config;
    stepper = new Stepper(objective, config);
    average = new Average(objective.parameters().values(), config.averageDecay());
    checkpoints = new Checkpoints(folder, new TrainingState(objective, stepper, average), config.toString());
    metrics = new Metrics(folder == null ? null : folder.resolve("metrics.jsonl"));
  }

  Trainer.Result run(Progress progress) {
    start();
    double loss = Double.NaN;
    double validation = Double.NaN;
    while (position.step() < position.steps()) {
      Stepper.Outcome last = step();
      boolean end = position.step() == position.steps();
      if (end || position.step() % config.reportEvery() == 0) {
        loss = lossSum / applied; // NaN if every step was skipped
        boolean save = end || position.step() % config.saveEvery() == 0;
        validation = report(last, loss, save);
        progress.report(position.step(), position.steps(), words(loss, validation));
      }
    }
    average.swap();
    if (Double.isNaN(validation) && heldOut != null) { // the run had ended before
      validation = heldOut.loss(objective, config.batch());
    }
    return new Trainer.Result(position.step(), loss, validation, position.skipped(), position.seconds());
  }

  private void start() {
    position = checkpoints.restore();
    if (position == null) {
      long steps = config.steps() > 0 ? config.steps() : Trainer.stepsWithin(config.minutes(), stepper, data);
      position = new Position(0, steps, 0, 0);
      checkpoints.save(position);
    } else if (config.steps() > 0 && config.steps() != position.steps()) {
      throw checkpoints.otherLength(position.steps(), config.steps());
    }
    metrics.rewindTo(position.step());
    schedule = new OneCycle(config.learningRate(), position.steps(), config.warmUp());
    lastReport = System.nanoTime();
  }

  private Stepper.Outcome step() {
    long step = position.step();
    Stepper.Outcome outcome = stepper.step(data.at(step), data.tokens(), schedule.at(step));
    if (outcome.applied()) {
      average.update(step - position.skipped());
      lossSum += outcome.loss();
      applied++;
    }
    position = position.next(outcome.applied());
    return outcome;
  }

  /** Writes a line of metrics, validates and saves if it is time for that. */
  private double report(Stepper.Outcome last, double loss, boolean save) {
    long counted = Math.floorMod(position.step() - 1, config.reportEvery()) + 1L;
    double seconds = (System.nanoTime() - lastReport) * 1e-9;
    position = position.after(seconds);
    double validation = save && heldOut != null ? validate() : Double.NaN;
    metrics.append(new Metrics.Line(
        position.step(), loss, validation, schedule.at(position.step() - 1), last.gradientNorm(), position.skipped(),
        position.seconds(), counted * config.batch() / seconds));
    if (save) {
      checkpoints.save(position);
    }
    lossSum = 0;
    applied = 0;
    lastReport = System.nanoTime();
    return validation;
  }

  private double validate() {
    average.swap();
    try {
      return heldOut.loss(objective, config.batch());
    } finally {
      average.swap();
    }
  }

  private static String words(double loss, double validation) {
    String words = String.format(Locale.ROOT, "loss %.4f", loss);
    return Double.isNaN(validation) ? words : words + String.format(Locale.ROOT, ", held out %.4f", validation);
  }

  @Override
  public void close() {
    stepper.close();
    average.close();
  }
}
