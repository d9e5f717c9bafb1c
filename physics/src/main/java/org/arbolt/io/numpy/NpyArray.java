package org.arbolt.io.numpy;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * An array as NumPy knows it, in C order (last index fastest). The data are shared, not copied.
 *
 * @param shape extent of each axis; empty for a scalar
 * @param data {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}, {@code byte[]} (unsigned),
 *     {@code boolean[]} or {@code String[]}, as many as the product of {@code shape}
 */
public record NpyArray(long[] shape, Object data) {

    /** @throws IllegalArgumentException if the data are of another type or another number than {@code shape} says */
    public NpyArray {
        shape = shape.clone();
        NpyType.of(data);
        long expected = NpyHeader.elements(shape);
        if (expected != Array.getLength(data)) {
            throw new IllegalArgumentException("an array of shape " + Arrays.toString(shape) + " cannot hold "
                    + Array.getLength(data) + " numbers");
        }
    }

    /** An array of the shape given; without one, of a single axis. */
    public static NpyArray of(Object data, long... shape) {
        return new NpyArray(shape.length == 0 ? new long[] {Array.getLength(data)} : shape, data);
    }

    /** Number of elements. */
    public int size() {
        return Array.getLength(data);
    }

    /** Whether the elements are numbers, and so {@link #toDoubles()} works. */
    public boolean isNumeric() {
        return !(data instanceof String[]) && !(data instanceof boolean[]);
    }

    /**
     * The numbers as doubles, exactly (but for integers beyond 2^53); the array itself where it holds doubles already.
     *
     * @throws IllegalStateException if the elements are not numbers
     */
    public double[] toDoubles() {
        return switch (data) {
            case double[] values -> values;
            case float[] values -> fill(values.length, i -> values[i]);
            case int[] values -> fill(values.length, i -> values[i]);
            case long[] values -> fill(values.length, i -> values[i]);
            case byte[] values -> fill(values.length, i -> values[i] & 0xFF);
            default ->
                throw new IllegalStateException("an array of " + data.getClass().getSimpleName() + " holds no numbers");
        };
    }

    /**
     * The integers as longs; the array itself where it holds longs already.
     *
     * @throws IllegalStateException if the elements are not integers
     */
    public long[] toLongs() {
        return switch (data) {
            case long[] values -> values;
            case int[] values -> Arrays.stream(values).asLongStream().toArray();
            case byte[] values -> {
                long[] longs = new long[values.length];
                Arrays.setAll(longs, i -> values[i] & 0xFF);
                yield longs;
            }
            default ->
                throw new IllegalStateException(
                        "an array of " + data.getClass().getSimpleName() + " holds no integers");
        };
    }

    private static double[] fill(int count, java.util.function.IntToDoubleFunction value) {
        double[] doubles = new double[count];
        Arrays.setAll(doubles, value);
        return doubles;
    }
}
