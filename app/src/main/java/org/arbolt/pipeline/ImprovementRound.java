package org.arbolt.pipeline;

import java.util.Locale;
import java.util.Objects;
import org.arbolt.math.Seed;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.WeightStatistics;
import org.arbolt.train.Validation;

/**
 * What samples of a model said of it, an element of {@code improvement.json}.
 *
 * @param round rounds the model has behind it; 0 for the one at the start
 * @param weights of the samples
 * @param energyEvaluations energies evaluated for them
 * @param heldOutLoss −log P per token of held-out frames, nats; null without any
 * @param heldOutRawShare share of raw effective samples as those frames tell it; null without any, and of torsions
 *     alone
 */
record ImprovementRound(
        int round, WeightStatistics weights, long energyEvaluations, Double heldOutLoss, Double heldOutRawShare) {
    ImprovementRound {
        Objects.requireNonNull(weights, "a round of an older version of arbolt has no statistics of its weights");
    }

    /** @param score on held-out frames; null without any */
    static ImprovementRound of(int round, Ensemble ensemble, Validation.Score score, Seed bootstrap) {
        return new ImprovementRound(
                round,
                WeightStatistics.of(ensemble, bootstrap),
                ensemble.count(),
                score == null ? null : score.loss(),
                score == null || Double.isNaN(score.effectiveShare()) ? null : score.effectiveShare());
    }

    /** A line for people. */
    String text() {
        String heldOut = heldOutLoss == null
                ? ""
                : String.format(Locale.ROOT, "; held-out frames: %.4f nats per token", heldOutLoss);
        String share =
                heldOutRawShare == null ? "" : String.format(Locale.ROOT, ", ESS %.1f %% raw", 100 * heldOutRawShare);
        return String.format(
                Locale.ROOT,
                "after %d rounds: %s, log Z %.3f (%.3f to %.3f), %d of weight zero%s",
                round,
                weights.words(),
                weights.logPartition().value(),
                weights.logPartition().low(),
                weights.logPartition().high(),
                weights.excluded(),
                heldOut + share);
    }
}
