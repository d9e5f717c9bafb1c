package org.arbolt.train;

import java.util.Arrays;
import org.arbolt.SettingBounds;
import org.arbolt.math.LogSumExp;

/**
 * The physics term (docs/method.md, "Training"): the variance over a batch, about the mean of each molecule, of the
 * log-weights ℓ = −u − log q, which is zero exactly where q is proportional to e^(−u) on the batch. Log-weights further
 * than a bound from their mean pull no harder than at the bound, so that one frame on a forgotten grid cell does not
 * outvote the others (Huber 1964).
 *
 * @param factor λ, 0 … 1000, in loss = cross-entropy per coordinate + λ Var ℓ
 * @param start part of the steps before it counts, [0, 1]: first the model must know where the frames are
 */
public record LogVarianceLoss(double factor, double start) {
    /** Maximum likelihood alone. */
    public static final LogVarianceLoss NONE = new LogVarianceLoss(0, 0);

    private static final double BOUND = 3; // nats

    public LogVarianceLoss {
        SettingBounds.between(0, 1000, factor, "dispersion");
        SettingBounds.between(0, 1, start, "dispersion start");
    }

    /** λ of a step, counted from 0. */
    double at(long step, long steps) {
        return step >= start * steps ? factor : 0;
    }

    /**
     * −dVar/d log P of some of a step's examples, [b]: what the variance adds to the weights of their cross-entropies.
     *
     * @param logWeights of those examples, [b]
     * @param molecule of those examples, [b]: log-weights vary about the mean of their own molecule
     * @param moments where the means come from
     * @param examples number of all examples of the step
     */
    static double[] pull(double[] logWeights, int[] molecule, GroupedMoments moments, int examples) {
        double[] pull = new double[logWeights.length];
        Arrays.setAll(pull, b -> 2 * Math.clamp(logWeights[b] - moments.mean(molecule[b]), -BOUND, BOUND) / examples);
        return pull;
    }

    /**
     * Share of samples that are effective, (E_q w)² / E_q w², from log-weights of examples that follow the target
     * instead of q: with E_q f = E_π (f/w) / E_π (1/w) it is 1 / (E_π w · E_π 1/w). Frames that q would reach but the
     * target does not are not seen, so it is what the samples will show at best.
     */
    static double effectiveShare(double[] logWeights) {
        double[] inverse = Arrays.stream(logWeights).map(l -> -l).toArray();
        double count = logWeights.length;
        return Math.exp(2 * Math.log(count) - LogSumExp.of(logWeights) - LogSumExp.of(inverse));
    }
}
