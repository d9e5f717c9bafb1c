package org.arbolt.forcefield;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.arbolt.math.CacheLines;

/**
 * Single-precision mathematics of the vector kernel: one lane, one conformation. Division and square root occupy the
 * machine's one divider for some 40 cycles where multiplications take half a cycle each, so reciprocal roots start
 * from a bit pattern and are polished by multiplications; exponentials and logarithms are polynomials.
 *
 * <p>A vector that crosses a real call is boxed, so the compiler must inline these methods. It does so while the
 * method that calls them has seen no more than some forty vector operations; after that they must not be called.
 */
final class FloatLanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> BITS = IntVector.SPECIES_PREFERRED;
    static final int LENGTH = SPECIES.length();

    /** Smallest squared distance that pairs see, nm²: keeps r^-12 finite. Only impossible structures come so close. */
    static final float MIN_SQUARE = 4e-7f;

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

    private static final int LEAD = CacheLines.LEAD / Float.BYTES;

    private static final float LN2 = 0.69314718f;
    private static final float SQRT_HALF = 0.70710678f;
    private static final float NEWTON = 0.703952253f;

    private FloatLanes() {}

    /** Memory of n vectors, zero; vector k begins at {@link #slot slot(k)}. */
    static float[] vectors(int n) {
        return new float[Math.addExact(LEAD, Math.multiplyExact(n, LENGTH))];
    }

    /** Where vector k begins in memory made by {@link #vectors}. */
    static int slot(int k) {
        return LEAD + LENGTH * k;
    }

    /** Stores a vector of from[a…] less one of from[b…]. */
    static void storeDifference(double[] from, int a, int b, float[] to, int at) {
        for (int lane = 0; lane < LENGTH; lane += DOUBLES.length()) {
            DoubleVector difference = DoubleVector.fromArray(DOUBLES, from, a + lane)
                    .sub(DoubleVector.fromArray(DOUBLES, from, b + lane));
            ((FloatVector) difference.convertShape(VectorOperators.D2F, HALF, 0)).intoArray(to, at + lane);
        }
    }

    static float narrow(double value) {
        return (float) value;
    }

    static float[] narrow(double[] values) {
        float[] narrowed = new float[values.length];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) values[i];
        }
        return narrowed;
    }

    /**
     * 1/√x for positive x, relative error below 2e-7. The bit pattern's logarithm halved gives 3 %; one Newton step
     * with constants that halve its error (found by J. Kadlec, 2010) 7e-4; one step of third order the rest.
     */
    static FloatVector inverseRoot(FloatVector x) {
        IntVector half = x.reinterpretAsInts().lanewise(VectorOperators.LSHR, 1);
        FloatVector y = IntVector.broadcast(BITS, 0x5F1FFFF9).sub(half).reinterpretAsFloats();
        FloatVector m = x.mul(-NEWTON);
        y = y.mul(m.mul(y).fma(y, FloatVector.broadcast(SPECIES, NEWTON * 2.38924456f)));
        FloatVector rest = m.mul(y).fma(y, FloatVector.broadcast(SPECIES, NEWTON)); // a (1 − x y²)
        return y.mul(rest).fma(rest.fma(0.375f / (NEWTON * NEWTON), 0.5f / NEWTON), y);
    }

    /** A vector in memory less another. */
    static FloatVector difference(float[] x, int i, int j) {
        return FloatVector.fromArray(SPECIES, x, i).sub(FloatVector.fromArray(SPECIES, x, j));
    }

    /** 1/x. */
    static FloatVector inverse(FloatVector x) {
        return FloatVector.broadcast(SPECIES, 1f).div(x);
    }

    /** e^x for x up to 87, relative error below 3e-7; below −87 it is e^−87. 2^f by the minimax polynomial. */
    static FloatVector exp(FloatVector x) {
        FloatVector t = x.blend(-87f, x.compare(VectorOperators.LT, -87f)).mul(1.44269504f);
        FloatVector shifted = t.add(12582912f); // 1.5 · 2^23: the integer part now stands in the low bits
        FloatVector f = t.sub(shifted.sub(12582912f)); // in [−½, ½]
        FloatVector p = f.fma(1.3276472632e-3f, 9.67554134312e-3f);
        p = f.fma(p, FloatVector.broadcast(SPECIES, 5.55071327186e-2f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, 2.40221197237e-1f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, 6.93146967065e-1f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, 1.00000007165f));
        IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.reinterpretAsInts().add(power).reinterpretAsFloats();
    }

    /** ln x for positive normal x, absolute error below 2e-7 |ln x| + 1e-7: x = 2^e m with m in [√½, √2). */
    static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector e = bits.sub(Float.floatToRawIntBits(SQRT_HALF)).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector exponent = (FloatVector) e.convertShape(VectorOperators.I2F, SPECIES, 0);
        return exponent.fma(FloatVector.broadcast(SPECIES, LN2), logNearOne(f));
    }

    /** ln(1 + f) for f in [√½ − 1, √2 − 1] (the polynomial of Cephes' logf). */
    private static FloatVector logNearOne(FloatVector f) {
        FloatVector p = f.fma(7.0376836292e-2f, -1.1514610310e-1f);
        p = f.fma(p, FloatVector.broadcast(SPECIES, 1.1676998740e-1f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, -1.2420140846e-1f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, 1.4249322787e-1f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, -1.6668057665e-1f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, 2.0000714765e-1f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, -2.4999993993e-1f));
        p = f.fma(p, FloatVector.broadcast(SPECIES, 3.3333331174e-1f));
        FloatVector square = f.mul(f);
        return square.fma(f.mul(p).sub(0.5f), f);
    }

    /**
     * (1/(1 − y) − artanh(√y)/√y) / 2y for 0 ≤ y ≤ ¼, relative error below 2e-7: a pair's descreening when the spheres
     * are apart, by Chebyshev interpolation. The closed form would lose all digits to cancellation.
     */
    static FloatVector farDescreening(FloatVector y) {
        FloatVector p = y.fma(1.2417638638562703f, 0.14453059598657315f);
        p = y.fma(p, FloatVector.broadcast(SPECIES, 0.5132330936925644f));
        p = y.fma(p, FloatVector.broadcast(SPECIES, 0.43906749490726797f));
        p = y.fma(p, FloatVector.broadcast(SPECIES, 0.4288014423938962f));
        p = y.fma(p, FloatVector.broadcast(SPECIES, 0.39999635818834997f));
        return y.fma(p, FloatVector.broadcast(SPECIES, 0.33333334264755799f));
    }

    /**
     * arccos c, absolute error below 3e-7 but for rounding of c near ±1 (Abramowitz, Stegun, Handbook of Mathematical
     * Functions (1964), 4.4.46).
     */
    static FloatVector acos(FloatVector c) {
        FloatVector a = c.abs();
        a = a.blend(1f, a.compare(VectorOperators.GT, 1f)); // min itself takes five instructions
        FloatVector p = a.fma(-0.0012624911f, 0.0066700901f);
        p = a.fma(p, FloatVector.broadcast(SPECIES, -0.0170881256f));
        p = a.fma(p, FloatVector.broadcast(SPECIES, 0.0308918810f));
        p = a.fma(p, FloatVector.broadcast(SPECIES, -0.0501743046f));
        p = a.fma(p, FloatVector.broadcast(SPECIES, 0.0889789874f));
        p = a.fma(p, FloatVector.broadcast(SPECIES, -0.2145988016f));
        p = a.fma(p, FloatVector.broadcast(SPECIES, 1.5707963050f));
        FloatVector acute = a.neg().add(1f).sqrt().mul(p);
        return acute.blend(acute.neg().add(3.14159265f), c.compare(VectorOperators.LT, 0f));
    }
}
