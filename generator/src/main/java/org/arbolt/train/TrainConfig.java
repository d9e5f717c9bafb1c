package org.arbolt.train;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.arbolt.SettingBounds;
import org.arbolt.tensor.AdamW;

/**
 * How to train; what {@code config.yaml} holds of it and the command line fills, but for the seed, which comes from
 * that of the run.
 *
 * @param schedule how long, and how fast
 * @param batches how many examples a step takes, and how
 * @param loss what is made small
 * @param optimisation what changes the parameters
 * @param reporting how often there is something to read
 * @param seed decides the order of the data, its augmentation and dropout
 */
@JsonIgnoreProperties("seed")
public record TrainConfig(
        Schedule schedule, Batches batches, Loss loss, Optimisation optimisation, Reporting reporting, long seed) {

    /** A run of a given number of steps with the usual settings (docs/method.md, "Training"). */
    public static final TrainConfig DEFAULT = new TrainConfig(
            Schedule.ofSteps(10_000, 5e-4),
            Batches.of(256),
            Loss.LIKELIHOOD,
            Optimisation.of(OptimiserKind.ADAMW),
            new Reporting(20, 200),
            0);

    /** The usual settings but for the numbers that are most often changed. */
    public static TrainConfig of(long steps, int batch, double learningRate, LogVarianceLoss physics) {
        return DEFAULT.with(Schedule.ofSteps(steps, learningRate))
                .with(Batches.of(batch))
                .with(new Loss(physics, 0, 0));
    }

    /**
     * The one-cycle schedule.
     *
     * @param steps number of steps; 0 where as many as {@code minutes} allow are not measured yet
     * @param minutes time to train that the number of steps was or is to be measured for; 0 where steps were given
     * @param learningRate its peak
     * @param warmUp part of the steps in which the learning rate rises, [0, 1)
     */
    public record Schedule(long steps, double minutes, double learningRate, double warmUp) {
        static final long MOST_STEPS = 100_000_000;
        private static final double WARM_UP = 0.05;

        public Schedule {
            SettingBounds.between(minutes == 0 ? 1 : 0, MOST_STEPS, steps, "steps");
            if (minutes != 0) {
                requireMinutes(minutes);
            }
            SettingBounds.require(
                    learningRate > 0 && learningRate < 1, "learning rate", "above 0 and less than 1", learningRate);
            SettingBounds.share(warmUp, "warm-up");
        }

        public static Schedule ofSteps(long steps, double learningRate) {
            return new Schedule(steps, 0, learningRate, WARM_UP);
        }

        /** As many steps as fit into a time, which {@link Trainer#stepsWithin} measures. */
        public static Schedule ofMinutes(double minutes, double learningRate) {
            requireMinutes(minutes);
            return new Schedule(0, minutes, learningRate, WARM_UP);
        }

        private static void requireMinutes(double minutes) {
            SettingBounds.positive(1e6, minutes, "minutes");
        }

        /** The same with a number of steps. */
        public Schedule withSteps(long measured) {
            return new Schedule(measured, minutes, learningRate, warmUp);
        }

        /** The same at another rate. */
        public Schedule withLearningRate(double rate) {
            return new Schedule(steps, minutes, rate, warmUp);
        }
    }

    /**
     * @param examples per step B
     * @param accumulate parts of a batch that a process works on one after the other, so that less memory is needed
     */
    public record Batches(int examples, int accumulate) {
        public Batches {
            SettingBounds.between(1, 1 << 20, examples, "batch");
            SettingBounds.between(1, examples, accumulate, "parts of a batch");
        }

        /** Each worked on at once. */
        public static Batches of(int examples) {
            return new Batches(examples, 1);
        }
    }

    /**
     * The cross-entropy per token, and how it is weighted and regularised.
     *
     * @param physics the physics term
     * @param smoothing part of every token's probability that is spread evenly over all bins, [0, 1)
     * @param dropout probability that a number inside the network is zero in a training step, [0, 1)
     */
    public record Loss(LogVarianceLoss physics, double smoothing, double dropout) {
        /** Maximum likelihood alone. */
        public static final Loss LIKELIHOOD = new Loss(LogVarianceLoss.NONE, 0, 0);

        public Loss {
            SettingBounds.share(smoothing, "label smoothing");
            SettingBounds.share(dropout, "dropout");
        }
    }

    /** What changes the parameters. */
    public enum OptimiserKind {
        ADAMW,
        /** Muon for matrices, AdamW at a tenth of the learning rate for the rest. */
        MUON
    }

    /**
     * @param kind what changes the parameters
     * @param adam moments and weight decay
     * @param clip largest norm of the gradient, beyond which it is scaled down
     * @param averageDecay share of itself that the average of the parameters keeps per step, [0, 1)
     */
    public record Optimisation(OptimiserKind kind, AdamW.Settings adam, double clip, double averageDecay) {
        public Optimisation {
            SettingBounds.positive(1e9, clip, "clip");
            SettingBounds.share(averageDecay, "decay of the average");
        }

        /** With the usual numbers. */
        public static Optimisation of(OptimiserKind kind) {
            return new Optimisation(kind, new AdamW.Settings(0.9, 0.95, 1e-8, 0.01), 1, 0.999);
        }
    }

    /**
     * @param every steps between two lines of metrics
     * @param saveEvery steps between two validations and checkpoints, a multiple of {@code every}
     */
    public record Reporting(int every, int saveEvery) {
        public Reporting {
            SettingBounds.between(1, 1_000_000, every, "steps between lines of metrics");
            SettingBounds.require(
                    saveEvery >= 1 && saveEvery % every == 0,
                    "steps between checkpoints",
                    "a multiple of " + every + ", the steps between lines of metrics",
                    saveEvery);
        }
    }

    public TrainConfig with(Schedule other) {
        return new TrainConfig(other, batches, loss, optimisation, reporting, seed);
    }

    public TrainConfig with(Batches other) {
        return new TrainConfig(schedule, other, loss, optimisation, reporting, seed);
    }

    public TrainConfig with(Loss other) {
        return new TrainConfig(schedule, batches, other, optimisation, reporting, seed);
    }

    public TrainConfig with(Optimisation other) {
        return new TrainConfig(schedule, batches, loss, other, reporting, seed);
    }

    public TrainConfig with(Reporting other) {
        return new TrainConfig(schedule, batches, loss, optimisation, other, seed);
    }

    public TrainConfig withSeed(long other) {
        return new TrainConfig(schedule, batches, loss, optimisation, reporting, other);
    }

    /** All settings in words, by which a checkpoint knows its run: the same for as long as they mean the same. */
    String identity() {
        return "TrainConfig[steps=" + schedule.steps + ", minutes=" + schedule.minutes + ", batch=" + batches.examples
                + ", learningRate=" + schedule.learningRate + ", warmUp=" + schedule.warmUp + ", optimiser="
                + optimisation.kind
                + ", adam=" + optimisation.adam + ", dispersion=" + loss.physics.factor()
                + ", smoothing=" + loss.smoothing
                + ", accumulate=" + batches.accumulate + ", clip=" + optimisation.clip + ", averageDecay="
                + optimisation.averageDecay
                + ", reportEvery=" + reporting.every + ", saveEvery=" + reporting.saveEvery + ", seed=" + seed
                + (loss.dropout == 0 ? "" : ", dropout=" + loss.dropout)
                + ", heldOut=ladders, rings=closed]";
    }
}
