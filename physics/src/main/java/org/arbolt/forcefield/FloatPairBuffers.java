package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.vectors;

import java.util.Arrays;

/**
 * What the passes over pairs hand on: the current group's distances, and what a later sweep needs of every pair. For
 * small molecules all of it stays in the first-level cache.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatPairBuffers {
    /** 1/r of the current group's pairs, [pairs of the largest group][L], 1/nm; 0 beyond the cut-off. */
    final float[] inverse;

    /** Descreening sums I, [A][L], 1/nm. */
    final float[] integral;

    /** ∂E/∂B, and after all rows ∂E/∂I, [A][L]. */
    final float[] chain;

    /** −(∂E/∂r)/r of pairs, but for what acts through Born radii, [P][L]; empty until forces are first wanted. */
    float[] force = {};

    /** (∂I_i/∂r)/r of pairs i &lt; j, [P][L], 1/nm³. */
    float[] slopeOnFirst = {};

    /** (∂I_j/∂r)/r of pairs i &lt; j, [P][L], 1/nm³. */
    float[] slopeOnSecond = {};

    private final int pairs;

    FloatPairBuffers(int atoms, int pairs, int largestGroup) {
        this.pairs = pairs;
        inverse = vectors(largestGroup);
        integral = vectors(atoms);
        chain = vectors(atoms);
    }

    /** Begins a tile. */
    void begin(int all, boolean withForces) {
        Arrays.fill(integral, 0);
        if (withForces && force.length == 0) {
            force = vectors(pairs);
            slopeOnFirst = vectors(pairs);
            slopeOnSecond = vectors(pairs);
        }
    }
}
