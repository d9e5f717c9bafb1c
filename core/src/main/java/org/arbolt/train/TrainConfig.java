package org.arbolt.train;

import org.arbolt.tensor.AdamW;

/**
 * How to train.
 *
 * @param steps number of steps; 0 to fit as many as {@code minutes} allow
 * @param minutes time to train, measured in the first steps and then turned into a fixed number of steps; ignored unless
 *     {@code steps} is 0
 * @param batch examples per step
 * @param learningRate peak of the one-cycle schedule
 * @param warmUp part of the steps in which the learning rate rises, [0, 1)
 * @param optimiser what changes the parameters
 * @param adam moments and weight decay
 * @param dispersion the physics term
 * @param smoothing part of every token's probability that is spread evenly over all bins, [0, 1)
 * @param accumulate parts of a batch that a process works on one after the other, so that less memory is needed
 * @param clip largest norm of the gradient, beyond which it is scaled down
 * @param averageDecay share of itself that the average of the parameters keeps per step, [0, 1)
 * @param reportEvery steps between two lines of metrics
 * @param saveEvery steps between two validations and checkpoints, a multiple of {@code reportEvery}
 * @param seed decides the order of the data and its augmentation
 */
public record TrainConfig(
    long steps,
    double minutes,
    int batch,
    double learningRate,
    double warmUp,
    OptimiserKind optimiser,
    AdamW.Settings adam,
    LogDispersion dispersion,
    double smoothing,
    int accumulate,
    double clip,
    double averageDecay,
    int reportEvery,
    int saveEvery,
    long seed) {

  /** What changes the parameters. */
  public enum OptimiserKind {
    ADAMW,
    /** Muon for matrices, AdamW at a tenth of the learning rate for the rest. */
    MUON
  }

  /** A run of a given number of steps with the usual settings (method §8). */
  public static final TrainConfig DEFAULT = new TrainConfig(
      10_000, 0, 256, 5e-4, 0.05, OptimiserKind.ADAMW, new AdamW.Settings(0.9, 0.95, 1e-8, 0.01), LogDispersion.NONE, 0, 1,
      1, 0.999, 20, 200, 0);

  public TrainConfig {
    require(steps >= 0, "steps", steps, "0 or more");
    require(steps > 0 || minutes > 0 && Double.isFinite(minutes), "minutes", minutes, "> 0 where steps is 0");
    require(batch >= 1, "batch", batch, "1 or more");
    require(learningRate > 0 && Double.isFinite(learningRate), "learningRate", learningRate, "> 0");
    require(warmUp >= 0 && warmUp < 1, "warmUp", warmUp, "in [0, 1)");
    require(smoothing >= 0 && smoothing < 1, "smoothing", smoothing, "in [0, 1)");
    require(accumulate >= 1 && accumulate <= batch, "accumulate", accumulate, "between 1 and the batch");
    require(clip > 0, "clip", clip, "> 0");
    require(averageDecay >= 0 && averageDecay < 1, "averageDecay", averageDecay, "in [0, 1)");
    require(reportEvery >= 1, "reportEvery", reportEvery, "1 or more");
    require(saveEvery >= 1 && saveEvery % reportEvery == 0, "saveEvery", saveEvery, "a multiple of reportEvery");
  }

  private static void require(boolean holds, String field, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("training: " + field + " must be " + range + ", was " + value);
    }
  }

  public TrainConfig withSteps(long value) {
    return new TrainConfig(
        value, 0, batch, learningRate, warmUp, optimiser, adam, dispersion, smoothing,
        accumulate, clip, averageDecay, reportEvery, saveEvery, seed);
  }

  public TrainConfig withMinutes(double value) {
    return new TrainConfig(
        0, value, batch, learningRate, warmUp, optimiser, adam, dispersion, smoothing,
        accumulate, clip, averageDecay, reportEvery, saveEvery, seed);
  }

  public TrainConfig withBatch(int value) {
    return new TrainConfig(
        steps, minutes, value, learningRate, warmUp, optimiser, adam, dispersion, smoothing,
        accumulate, clip, averageDecay, reportEvery, saveEvery, seed);
  }

  public TrainConfig withLearningRate(double value) {
    return new TrainConfig(
        steps, minutes, batch, value, warmUp, optimiser, adam, dispersion, smoothing,
        accumulate, clip, averageDecay, reportEvery, saveEvery, seed);
  }

  public TrainConfig withReports(int every, int save) {
    return new TrainConfig(
        steps, minutes, batch, learningRate, warmUp, optimiser, adam, dispersion, smoothing,
        accumulate, clip, averageDecay, every, save, seed);
  }

  public TrainConfig withSeed(long value) {
    return new TrainConfig(
        steps, minutes, batch, learningRate, warmUp, optimiser, adam, dispersion, smoothing,
        accumulate, clip, averageDecay, reportEvery, saveEvery, value);
  }

  public TrainConfig withOptimiser(OptimiserKind value) {
    return new TrainConfig(
        steps, minutes, batch, learningRate, warmUp, value, adam, dispersion, smoothing,
        accumulate, clip, averageDecay, reportEvery, saveEvery, seed);
  }

  public TrainConfig withDispersion(LogDispersion value) {
    return new TrainConfig(
        steps, minutes, batch, learningRate, warmUp, optimiser, adam, value, smoothing,
        accumulate, clip, averageDecay, reportEvery, saveEvery, seed);
  }

  public TrainConfig withSmoothing(double value) {
    return new TrainConfig(
        steps, minutes, batch, learningRate, warmUp, optimiser, adam, dispersion, value,
        accumulate, clip, averageDecay, reportEvery, saveEvery, seed);
  }

  public TrainConfig withAccumulation(int value) {
    return new TrainConfig(
        steps, minutes, batch, learningRate, warmUp, optimiser, adam, dispersion, smoothing,
        value, clip, averageDecay, reportEvery, saveEvery, seed);
  }
}
