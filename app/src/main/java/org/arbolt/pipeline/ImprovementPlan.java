package org.arbolt.pipeline;

import org.arbolt.SettingBounds;
import org.arbolt.sampling.ImportanceWeights;

/**
 * How a model is improved by its own weighted samples (docs/method.md, "Self-improvement").
 *
 * @param rounds of sampling and training
 * @param samples drawn of the model in each round
 * @param weights treatment of their weights before they are resampled: {@code none}, {@code psis} or {@code clip:SHARE}
 * @param buffer frames to train on in each round
 * @param oldShare part of the buffer that stays from the round before
 * @param training steps, batch, learning rate and physics term of each round
 * @param distillation β of the divergence from the model at the start; 0 for none
 */
public record ImprovementPlan(
        int rounds,
        int samples,
        String weights,
        int buffer,
        double oldShare,
        TrainingPlan.Optimisation training,
        double distillation) {

    public ImprovementPlan {
        SettingBounds.between(1, 1000, rounds, "rounds");
        SettingBounds.between(10, 100_000_000, samples, "samples of a round");
        SettingBounds.between(10, 100_000_000, buffer, "frames of the replay buffer");
        SettingBounds.between(0, 0.99, oldShare, "share of old frames");
        SettingBounds.between(0, 1000, distillation, "distillation");
        ImportanceWeights.Treatment.parse(weights);
    }

    /** Frames that stay in the buffer from the round before. */
    int old() {
        return (int) Math.round(oldShare * buffer);
    }
}
