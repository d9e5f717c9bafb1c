package org.arbolt.model.transformer;

import java.util.Arrays;

/**
 * Numbers of several dimensions.
 *
 * @param values row-major; not copied, not to be changed
 */
public record FloatArray(float[] values, long... shape) {

    /** @throws IllegalArgumentException if there are not as many numbers as the shape says */
    public FloatArray {
        if (values.length != Arrays.stream(shape).reduce(1, Math::multiplyExact)) {
            throw new IllegalArgumentException(values.length + " numbers are no array of " + Arrays.toString(shape));
        }
    }

    /** Extent of an axis. */
    public int size(int axis) {
        return Math.toIntExact(shape[axis]);
    }

    /** Rows {@code from} to {@code end} of a matrix, or numbers of a vector. */
    public FloatArray rows(int from, int end) {
        int width = values.length / size(0);
        long[] part = shape.clone();
        part[0] = end - (long) from;
        return new FloatArray(Arrays.copyOfRange(values, from * width, end * width), part);
    }
}
