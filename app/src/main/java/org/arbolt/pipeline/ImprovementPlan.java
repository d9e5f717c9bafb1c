package org.arbolt.pipeline;

import org.arbolt.SettingBounds;
import org.arbolt.run.LargeFiles;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.train.TrainConfig;

/**
 * How a model is improved by its own weighted samples (docs/method.md, "Self-improvement").
 *
 * @param rounds of sampling and training
 * @param samples drawn of the model in each round
 * @param weights treatment of their weights before they are resampled: {@code none}, {@code psis} or {@code clip:SHARE}
 * @param buffer frames to train on in each round
 * @param oldShare part of the buffer that stays from the round before
 * @param training of each round, in which the model is judged ten times
 * @param distillation β of the divergence from the model at the start; 0 for none
 * @param givenFrames that the models are judged by; null for some of each round's samples
 */
public record ImprovementPlan(
        int rounds,
        int samples,
        String weights,
        int buffer,
        double oldShare,
        TrainConfig training,
        double distillation,
        LargeFiles givenFrames) {
    private static final int JUDGED = 10; // times in a round

    public ImprovementPlan {
        SettingBounds.between(1, 1000, rounds, "rounds");
        SettingBounds.between(10, RunConfig.SamplingPlan.MOST_SAMPLES, samples, "samples of a round");
        SettingBounds.between(10, RunConfig.SamplingPlan.MOST_SAMPLES, buffer, "frames of the replay buffer");
        SettingBounds.between(0, 0.99, oldShare, "share of old frames");
        SettingBounds.between(0, 1000, distillation, "distillation");
        ImportanceWeights.Treatment.parse(weights);
        training = training.with(reporting(training.schedule().steps()));
    }

    /** Judged by some of each round's samples. */
    public ImprovementPlan(
            int rounds,
            int samples,
            String weights,
            int buffer,
            double oldShare,
            TrainConfig training,
            double distillation) {
        this(rounds, samples, weights, buffer, oldShare, training, distillation, null);
    }

    /** The same, judged by frames that are given. */
    ImprovementPlan judgedBy(LargeFiles frames) {
        return new ImprovementPlan(rounds, samples, weights, buffer, oldShare, training, distillation, frames);
    }

    private static TrainConfig.Reporting reporting(long steps) {
        int every = TrainConfig.DEFAULT.reporting().every();
        return new TrainConfig.Reporting(every, every * (int) Math.ceilDiv(Math.max(1, steps), JUDGED * (long) every));
    }

    /** Frames that stay in the buffer from the round before. */
    int old() {
        return (int) Math.round(oldShare * buffer);
    }
}
