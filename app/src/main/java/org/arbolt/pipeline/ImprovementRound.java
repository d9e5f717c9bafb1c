package org.arbolt.pipeline;

import java.util.Locale;
import org.arbolt.math.Seed;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.train.Validation;

/**
 * What samples of a model said of it, an element of {@code improvement.json}.
 *
 * @param round rounds the model has behind it; 0 for the one at the start
 * @param samples number of samples
 * @param effectiveSamples Kish's effective sample size of their untreated weights
 * @param paretoShape Pareto k̂
 * @param weights treatment of the weights before they are resampled
 * @param logPartition log Z
 * @param logPartitionLow lower end of its 95 % bootstrap interval
 * @param logPartitionHigh upper end
 * @param excluded samples of weight zero
 * @param energyEvaluations energies evaluated for them
 * @param heldOutLoss −log P per token of held-out frames, nats; null without any
 * @param heldOutShare effective share as those frames tell it; null without any
 */
record ImprovementRound(
        int round,
        int samples,
        double effectiveSamples,
        double paretoShape,
        String weights,
        double logPartition,
        double logPartitionLow,
        double logPartitionHigh,
        int excluded,
        long energyEvaluations,
        Double heldOutLoss,
        Double heldOutShare) {
    private static final double LEVEL = 0.95;

    /** @param score on held-out frames; null without any */
    static ImprovementRound of(int round, Ensemble ensemble, Validation.Score score, Seed bootstrap) {
        ImportanceWeights w = ensemble.weights();
        double[] interval = w.logPartitionInterval(LEVEL, bootstrap);
        return new ImprovementRound(
                round,
                w.count(),
                w.rawEffectiveSamples(),
                w.paretoShape(),
                w.treatment().name(),
                w.logPartition(),
                interval[0],
                interval[1],
                ensemble.exclusions().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum(),
                ensemble.count(),
                score == null ? null : score.loss(),
                score == null ? null : score.effectiveShare());
    }

    /** A line for people. */
    String text() {
        String heldOut = heldOutShare == null
                ? ""
                : String.format(
                        Locale.ROOT, ", held out: %.4f nats per token, ESS %.1f %%", heldOutLoss, 100 * heldOutShare);
        return String.format(
                Locale.ROOT,
                "after %d rounds: ESS %.2f %% of %d samples, Pareto k %.2f, log Z %.3f (%.3f to %.3f), "
                        + "%d of weight zero%s",
                round,
                100 * effectiveSamples / samples,
                samples,
                paretoShape,
                logPartition,
                logPartitionLow,
                logPartitionHigh,
                excluded,
                heldOut);
    }
}
