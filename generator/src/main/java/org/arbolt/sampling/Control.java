package org.arbolt.sampling;

import org.arbolt.molecule.Restraint;
import org.arbolt.molecule.Window;

/**
 * What a target is changed by, so that samples have what a user asks for: a factor of their weights. Controls multiply.
 * Which bins a window leaves a model to draw is said by the model's coordinates.
 */
@FunctionalInterface
public interface Control {

    /**
     * Log of the factor, at most 0 where it is a bias; −∞ excludes a conformation.
     *
     * @param xyz conformations, [..][A][3], nm
     * @param offset where the conformation begins
     */
    double logWeight(double[] xyz, int offset);

    /** A harmonic bias. */
    static Control bias(Restraint restraint) {
        return (xyz, offset) -> -restraint.reducedBias(xyz, offset);
    }

    /** Excludes what lies outside of a window. */
    static Control within(Window window) {
        return (xyz, offset) -> window.contains(xyz, offset) ? 0 : Double.NEGATIVE_INFINITY;
    }
}
