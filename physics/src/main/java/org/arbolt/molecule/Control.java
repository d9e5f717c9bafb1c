package org.arbolt.molecule;

import java.util.BitSet;
import java.util.List;

/**
 * What a user asks of conformations, as factors at up to three places: of the bins that a model may draw, of the weight
 * that an unfinished conformation is expected to get, and of the weight of a whole one. At each it asks nothing unless
 * it says so. Controls multiply ({@link #product}).
 *
 * <p>A factor of the bins changes what is drawn, and the density is that of the renormalised distribution. A factor of
 * an unfinished conformation is taken out again at the end; any finite function is exact, and a good one spares the
 * particles that would end with no weight. A factor of the whole changes the target.
 */
public interface Control {
    /** Asks nothing. */
    Control NONE = new Control() {};

    /**
     * Log of the factor of a whole conformation, at most 0 where it is a bias; −∞ excludes it.
     *
     * @param xyz conformations, [..][A][3], nm
     * @param offset where the conformation begins
     */
    default double logWeight(double[] xyz, int offset) {
        return 0;
    }

    /**
     * log ψ of unfinished conformations (N. Zhao et al., arXiv 2404.17546), [N], finite.
     *
     * @param unfinished as far as they are drawn
     */
    default double[] logPrefix(Unfinished unfinished) {
        return new double[unfinished.logProbability.length];
    }

    /** Share in [0, 1] of each bin of a token that may be drawn, [V]; null where all may. */
    default float[] bins(int token) {
        return null;
    }

    /**
     * What it asks of whole conformations that some atoms alone decide, as a control of those atoms by themselves, in
     * ascending order; {@link #NONE} where they decide nothing.
     */
    default Control part(BitSet atoms) {
        return NONE;
    }

    /**
     * Conformations that are being written, at a checkpoint.
     *
     * @param checkpoint its number, from 0
     * @param expected the conformations that what is drawn lets expect, [N][A][3], nm; null where too little is drawn
     * @param logProbability of the steps so far, [N]
     */
    record Unfinished(int checkpoint, Frames expected, double[] logProbability) {}

    /** All of them at once. */
    static Control product(Control... controls) {
        return controls.length == 1 ? controls[0] : new ControlProduct(List.of(controls));
    }

    /** A harmonic bias of whole conformations. */
    static Control bias(Restraint restraint) {
        return new ControlOfAtoms(
                restraint.variable().involved(), (xyz, offset) -> -restraint.reducedBias(xyz, offset));
    }

    /** Excludes whole conformations outside of a window. */
    static Control within(Window window) {
        return new ControlOfAtoms(
                window.variable().involved(),
                (xyz, offset) -> window.contains(xyz, offset) ? 0 : Double.NEGATIVE_INFINITY);
    }

    /** A factor of whole conformations alone. */
    static Control weight(LogWeight factor) {
        return new Control() {
            @Override
            public double logWeight(double[] xyz, int offset) {
                return factor.of(xyz, offset);
            }
        };
    }

    /** A factor of bins alone. @param shares [T][V], null where all bins of a token may be drawn */
    static Control window(float[][] shares) {
        return new Control() {
            @Override
            public float[] bins(int token) {
                return shares[token];
            }
        };
    }

    /** Log of a factor of whole conformations, see {@link #logWeight}. */
    @FunctionalInterface
    interface LogWeight {
        double of(double[] xyz, int offset);
    }
}
