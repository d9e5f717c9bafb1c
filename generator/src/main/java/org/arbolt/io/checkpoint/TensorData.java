package org.arbolt.io.checkpoint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.arbolt.io.numpy.NpyHeader;

/**
 * A tensor as its bytes, C order, little endian.
 *
 * @param dtype {@code F64}, {@code F32}, {@code F16}, {@code BF16}, {@code I64}, {@code I32}, {@code U8} or
 *     {@code BOOL}
 * @param shape extent of each axis; empty for a scalar
 * @param data exactly the bytes that shape and type take; may be a read-only mapping that lives as long as its arena
 */
public record TensorData(String dtype, long[] shape, MemorySegment data) {
    private static final Map<String, Integer> ITEM_BYTES =
            Map.of("F64", 8, "F32", 4, "F16", 2, "BF16", 2, "I64", 8, "I32", 4, "U8", 1, "BOOL", 1);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** @throws IllegalArgumentException if the type is unknown or the number of bytes is another than it should be */
    public TensorData {
        shape = shape.clone();
        long expected = Math.multiplyExact(NpyHeader.elements(shape), itemBytes(dtype));
        if (data.byteSize() != expected) {
            throw new IllegalArgumentException(dtype + " of shape " + Arrays.toString(shape) + " takes " + expected
                    + " bytes, not " + data.byteSize());
        }
    }

    /** Bytes of one element. @throws IllegalArgumentException if the type is unknown */
    public static int itemBytes(String dtype) {
        Integer bytes = ITEM_BYTES.get(dtype);
        if (bytes == null) {
            throw new IllegalArgumentException("no tensor type is called " + dtype);
        }
        return bytes;
    }

    static boolean isType(String dtype) {
        return ITEM_BYTES.containsKey(dtype);
    }

    /** A copy of the numbers as {@code F32}. */
    public static TensorData ofFloats(float[] values, long... shape) {
        MemorySegment data = Arena.ofAuto().allocate(4L * values.length, Float.BYTES);
        MemorySegment.copy(values, 0, data, FLOAT, 0, values.length);
        return new TensorData("F32", shape, data);
    }

    /** The numbers rounded to {@code BF16}, to nearest, ties to even. */
    public static TensorData ofBfloat16(float[] values, long... shape) {
        MemorySegment data = Arena.ofAuto().allocate(2L * values.length, Short.BYTES);
        for (int i = 0; i < values.length; i++) {
            data.setAtIndex(SHORT, i, Bfloat16.fromFloat(values[i]));
        }
        return new TensorData("BF16", shape, data);
    }

    /** Number of elements. */
    public long size() {
        return data.byteSize() / itemBytes(dtype);
    }

    /**
     * All numbers, row by row, as floats; {@code F64} is rounded, all else but large integers is exact.
     *
     * @throws IllegalStateException if there are more than an array holds
     */
    public float[] toFloats() {
        float[] values = new float[length()];
        if (dtype.equals("F32")) {
            MemorySegment.copy(data, FLOAT, 0, values, 0, values.length);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) number(i);
        }
        return values;
    }

    /** All numbers, row by row, as doubles: exactly, but for integers beyond 2^53. */
    public double[] toDoubles() {
        double[] values = new double[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(i);
        }
        return values;
    }

    /** All integers, row by row. @throws IllegalStateException if the elements are not integers */
    public long[] toLongs() {
        if (dtype.contains("F")) {
            throw new IllegalStateException("a tensor of " + dtype + " holds no integers");
        }
        long[] values = new long[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = dtype.equals("I64") ? data.getAtIndex(LONG, i) : (long) number(i);
        }
        return values;
    }

    private int length() {
        if (size() > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a tensor of " + size() + " elements does not fit an array");
        }
        return (int) size();
    }

    private double number(long i) {
        return switch (dtype) {
            case "F64" -> data.getAtIndex(DOUBLE, i);
            case "F32" -> data.getAtIndex(FLOAT, i);
            case "F16" -> Float.float16ToFloat(data.getAtIndex(SHORT, i));
            case "BF16" -> Bfloat16.toFloat(data.getAtIndex(SHORT, i));
            case "I64" -> data.getAtIndex(LONG, i);
            case "I32" -> data.getAtIndex(INT, i);
            default -> data.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
        };
    }
}
