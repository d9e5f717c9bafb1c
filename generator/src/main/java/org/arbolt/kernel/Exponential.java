package org.arbolt.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * e^x of a vector, to 2 units in the last place: the polynomial of degree 6 of Moshier's Cephes (expf) and a power of
 * two. Java's own is another function before compilation than after, which would show in the last digit.
 */
final class Exponential {
    private static final float LOWEST = -87.33654f; // below it 0; the smallest normal number
    private static final float HIGHEST = 88; // above it e^88
    private static final float ROUNDING = 0x1.8p23f; // added and taken off again, it rounds to a whole number
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;

    private Exponential() {}

    /** NaN gives NaN. */
    static FloatVector of(FloatVector given) {
        VectorMask<Float> low = given.compare(VectorOperators.LT, LOWEST);
        FloatVector x = given.blend(LOWEST, low).blend(HIGHEST, given.compare(VectorOperators.GT, HIGHEST));
        FloatVector rounding = FloatVector.broadcast(Lanes.SPECIES, ROUNDING);
        FloatVector shifted = x.fma(FloatVector.broadcast(Lanes.SPECIES, (float) (1 / Math.log(2))), rounding);
        FloatVector n = shifted.sub(rounding); // x/ln 2 to the nearest whole number
        FloatVector r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_HIGH), x);
        r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_LOW), r);
        FloatVector p = FloatVector.broadcast(Lanes.SPECIES, 1.9875691500e-4f);
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 5.0000001201e-1f));
        p = p.fma(r.mul(r), r).add(1);
        IntVector exponent =
                shifted.reinterpretAsInts().add(127).lanewise(VectorOperators.LSHL, 23); // n's low bits are the lowest
        return p.mul(exponent.reinterpretAsFloats()).blend(0, low);
    }
}
