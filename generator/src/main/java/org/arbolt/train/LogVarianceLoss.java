package org.arbolt.train;

import java.util.Arrays;
import org.arbolt.SettingBounds;
import org.arbolt.math.LogSumExp;

/**
 * The physics term (docs/method.md, "Training"): a second estimate of the gradient of KL(target ‖ q). Where the
 * log-weights ℓ = −u − log q of a molecule spread little, half their variance V is that divergence, to leading order
 * (VarGrad, Richter et al. 2020). Its gradient is the mean of −(ℓ − ⟨ℓ⟩) ∇log q, that of the cross-entropy the mean of
 * −∇log q; if ℓ does not depend on how large ∇log q is, the first has V times the variance of the second. The mean of
 * both, weighted by inverse variances, is that of −(V + c (ℓ − ⟨ℓ⟩)) / (V + c) ∇log q with c = 1. So the term counts
 * where q is nearly right, and fades, molecule by molecule, where V is not the divergence. Log-weights further than a
 * bound from their mean pull no harder than at the bound, so that one frame on a forgotten grid cell does not outvote
 * the others (Huber 1964); V is that of all.
 *
 * @param factor c, 0 … 1000; 0: maximum likelihood alone
 */
public record LogVarianceLoss(double factor) {
    /** Maximum likelihood alone. */
    public static final LogVarianceLoss NONE = new LogVarianceLoss(0);

    /** Both estimates by their noise. */
    public static final LogVarianceLoss BY_NOISE = new LogVarianceLoss(1);

    private static final double BOUND = 3; // nats

    public LogVarianceLoss {
        SettingBounds.between(0, 1000, factor, "dispersion");
    }

    /**
     * How many times the cross-entropy of each example counts, [b]; once where a log-weight or the variance of its
     * molecule is not known.
     *
     * @param logWeights of the examples, [b]
     * @param molecule of the examples, [b]: log-weights vary about the mean of their own molecule
     * @param spread where means and variances come from
     */
    double[] weights(double[] logWeights, int[] molecule, LogWeightSpread spread) {
        double[] weights = new double[logWeights.length];
        Arrays.setAll(weights, b -> {
            double variance = spread.variance(molecule[b]);
            double deviation = logWeights[b] - spread.mean(molecule[b]);
            boolean counts = factor > 0 && !Double.isNaN(variance) && !Double.isNaN(deviation);
            return counts ? (variance + factor * Math.clamp(deviation, -BOUND, BOUND)) / (variance + factor) : 1;
        });
        return weights;
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
