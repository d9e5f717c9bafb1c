package org.arbolt.io.checkpoint;

/** Brain floating point: the upper half of a float, for weights that need range more than digits. */
public final class Bfloat16 {
    private Bfloat16() {}

    /** The nearest bfloat16, ties to even; NaN stays NaN, what is beyond the range becomes infinite. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40); // a quiet NaN, whose remaining digits might all have been cut off
        }
        int roundUpFromHalf = 0x7FFF + (bits >>> 16 & 1);
        return (short) (bits + roundUpFromHalf >>> 16);
    }

    /** The same number as a float, exactly. */
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
