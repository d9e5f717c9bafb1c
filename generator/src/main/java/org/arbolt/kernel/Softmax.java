package org.arbolt.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** exp(factor·x)/Σ exp(factor·x) of numbers in an array. */
final class Softmax {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private Softmax() {}

    /**
     * The first {@code count} numbers from {@code at} on become weights, those behind them zero.
     *
     * @param end how many numbers there are, whole vectors
     * @param scratch array in which a vector may be stored from {@code free} on; may be x
     */
    static void of(float[] x, int at, int count, int end, float factor, float[] scratch, int free) {
        FloatVector lowest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector most = lowest;
        for (int first = 0; first < end; first += Lanes.COUNT) {
            FloatVector s = FloatVector.fromArray(SPECIES, x, at + first);
            if (first + Lanes.COUNT > count) {
                s = lowest.blend(s, SPECIES.indexInRange(first, count));
                s.intoArray(x, at + first);
            }
            most = most.blend(s, s.compare(VectorOperators.GT, most));
        }
        float largest = most.reduceLanes(VectorOperators.MAX);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int first = 0; first < end; first += Lanes.COUNT) {
            FloatVector p = Exponential.of(
                    FloatVector.fromArray(SPECIES, x, at + first).sub(largest).mul(factor));
            p.intoArray(x, at + first);
            sum = sum.add(p);
        }
        sum.intoArray(scratch, free);
        float share = 1 / Lanes.sum(scratch, free);
        for (int first = 0; first < end; first += Lanes.COUNT) {
            FloatVector.fromArray(SPECIES, x, at + first).mul(share).intoArray(x, at + first);
        }
    }
}
