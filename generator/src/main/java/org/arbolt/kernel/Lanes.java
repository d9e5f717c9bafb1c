package org.arbolt.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.arbolt.math.CacheLines;

/**
 * The machine's vectors of floats, and their sum in an order that is always the same (Java leaves that of its own
 * open).
 */
final class Lanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int COUNT = SPECIES.length();

    /** Numbers to leave before the first vector of an array, so that none lies across two cache lines. */
    static final int LEAD = CacheLines.LEAD / Float.BYTES;

    private Lanes() {}

    /** Sum of a vector that was stored from {@code at} on; what is there is overwritten. */
    static float sum(float[] stored, int at) {
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int i = at; i < at + half; i++) {
                stored[i] += stored[i + half];
            }
        }
        return stored[at];
    }

    static int roundedUp(int count) {
        return (count + COUNT - 1) / COUNT * COUNT;
    }
}
