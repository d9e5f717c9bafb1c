package org.arbolt.forcefield;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.arbolt.math.CacheLines;

/**
 * Double-precision mathematics of the vector kernel; the counterpart of {@link FloatLanes}, accurate to some 1e-15.
 * The functions are written out, not taken from the vector library that the virtual machine carries, because that
 * library's last digits differ from those of the same program before it is compiled: a run would not repeat to the
 * bit.
 */
final class DoubleLanes {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int LENGTH = SPECIES.length();

    private static final int LEAD = CacheLines.LEAD / Double.BYTES;

    /** Smallest squared distance that pairs see, nm²: keeps r^-12 finite. */
    static final double MIN_SQUARE = 1e-40;

    private static final double LN2_HIGH = 0x1.62e42fefa0000p-1; // 40 bits, so that multiples are exact
    private static final double LN2_LOW = 0x1.cf79abc9e3b39p-40;
    private static final double ROUND = 0x1.8p52; // added, it leaves the integer part in the low bits
    private static final long ONE = Double.doubleToRawLongBits(1);
    private static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1;

    // Coefficients of y^0, y^1 …
    private static final double[] EXP = {
        1.0, 1.0, 0.5, 0.16666666666666666, 0.041666666666666664,
        0.008333333333333333, 0.001388888888888889, 0.0001984126984126984, 2.48015873015873e-05, 2.7557319223985893e-06,
        2.755731922398589e-07, 2.505210838544172e-08, 2.08767569878681e-09, 1.6059043836821613e-10
    };
    private static final double[] LOG = {
        2.0, 0.6666666666666666, 0.4, 0.2857142857142857, 0.2222222222222222,
        0.18181818181818182, 0.15384615384615385, 0.13333333333333333, 0.11764705882352941, 0.10526315789473684,
        0.09523809523809523
    };
    private static final double[] ARC_SINE = {
        1.0, 0.16666666666666657, 0.07500000000002856, 0.044642857139506767, 0.030381944649750524,
        0.022372151536955744, 0.017352945180225478, 0.01396189118438984, 0.01158567991890895, 0.0094846978690456216,
        0.010003606639881352, 0.00070939259432524626, 0.0247548762838696, -0.026044488873720435, 0.033577146947428702
    };
    private static final double[] FAR_DESCREENING = {
        0.33333333333333334, 0.39999999999998784, 0.42857142857504925, 0.44444444401987828, 0.45454548054584973,
        0.46153750571916731, 0.46668951207658452, 0.47021562399764382, 0.47795147589429935, 0.44139947922031655,
        0.68027348021469175, -0.34303690686934131, 2.7481364197454265, -3.4100309506568598, 3.889341392548608
    };

    private DoubleLanes() {}

    /** Memory of n vectors, zero; vector k begins at {@link #slot slot(k)}. */
    static double[] vectors(int n) {
        return new double[Math.addExact(LEAD, Math.multiplyExact(n, LENGTH))];
    }

    /** Where vector k begins in memory made by {@link #vectors}. */
    static int slot(int k) {
        return LEAD + LENGTH * k;
    }

    /** Stores a vector of from[a…] less one of from[b…]. */
    static void storeDifference(double[] from, int a, int b, double[] to, int at) {
        difference(from, a, b).intoArray(to, at);
    }

    static double narrow(double value) {
        return value;
    }

    static double[] narrow(double[] values) {
        return values.clone();
    }

    static DoubleVector inverseRoot(DoubleVector x) {
        return inverse(x.sqrt());
    }

    static DoubleVector difference(double[] x, int i, int j) {
        return DoubleVector.fromArray(SPECIES, x, i).sub(DoubleVector.fromArray(SPECIES, x, j));
    }

    static DoubleVector inverse(DoubleVector x) {
        return DoubleVector.broadcast(SPECIES, 1.0).div(x);
    }

    /** e^x for x up to 700; below −700 it is e^−700. x = n ln 2 + f, and e^f by its series to f^13, |f| ≤ ½ ln 2. */
    static DoubleVector exp(DoubleVector x) {
        DoubleVector t = x.max(-700.0);
        DoubleVector shifted = t.mul(1 / Math.log(2)).add(ROUND);
        DoubleVector n = shifted.sub(ROUND);
        DoubleVector f = n.fma(DoubleVector.broadcast(SPECIES, -LN2_HIGH), t);
        f = n.fma(DoubleVector.broadcast(SPECIES, -LN2_LOW), f);
        LongVector power = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
        return polynomial(EXP, f).reinterpretAsLongs().add(power).reinterpretAsDoubles();
    }

    /**
     * ln x for positive normal x = 2^e m, m in [√½, √2): ln m = 2 artanh((m − 1)/(m + 1)), by its series to power 21.
     */
    static DoubleVector log(DoubleVector x) {
        LongVector bits = x.reinterpretAsLongs();
        // the exponent plus 1023, in operations that every machine has for 64 bits: no signed shift, no conversion
        LongVector e = bits.add(ONE - Double.doubleToRawLongBits(SQRT_HALF)).lanewise(VectorOperators.LSHR, 52);
        DoubleVector m = bits.sub(e.lanewise(VectorOperators.LSHL, 52)).add(ONE).reinterpretAsDoubles();
        DoubleVector exponent =
                e.add(Double.doubleToRawLongBits(0x1p52)).reinterpretAsDoubles().sub(0x1p52 + 1023);
        DoubleVector s = m.sub(1.0).div(m.add(1.0));
        return exponent.fma(
                DoubleVector.broadcast(SPECIES, Math.log(2)),
                polynomial(LOG, s.mul(s)).mul(s));
    }

    static DoubleVector farDescreening(DoubleVector y) {
        return polynomial(FAR_DESCREENING, y);
    }

    private static DoubleVector polynomial(double[] coefficients, DoubleVector y) {
        DoubleVector p = DoubleVector.broadcast(SPECIES, coefficients[coefficients.length - 1]);
        for (int k = coefficients.length - 2; k >= 0; k--) {
            p = y.fma(p, DoubleVector.broadcast(SPECIES, coefficients[k]));
        }
        return p;
    }

    /** arccos |c| is π/2 − arcsin |c| below ½, 2 arcsin √((1 − |c|)/2) above: arcsin is needed up to ½ only. */
    static DoubleVector acos(DoubleVector c) {
        DoubleVector a = c.abs().min(1.0);
        DoubleVector half = a.fma(-0.5, 0.5);
        var small = a.compare(VectorOperators.LT, 0.5);
        DoubleVector square = half.blend(a.mul(a), small);
        DoubleVector sine = polynomial(ARC_SINE, square).mul(half.sqrt().blend(a, small));
        DoubleVector acute = sine.add(sine).blend(sine.mul(-1.0).add(Math.PI / 2), small);
        return acute.blend(acute.mul(-1.0).add(Math.PI), c.compare(VectorOperators.LT, 0.0));
    }
}
