package org.arbolt.math;

/** How arrays lie in cache lines. */
public final class CacheLines {
    /**
     * Bytes from an array's first element to the next cache line. Elements begin 16 bytes after the array, and arrays
     * at multiples of 64 bytes under the launcher's -XX:ObjectAlignmentInBytes=64. Vectors that begin here do not lie
     * across two cache lines, which makes an energy 6 % cheaper (docs/lab-notes/kernels.md). Without that option
     * all is as correct.
     */
    public static final int LEAD = 64 - 16;

    /** float32 numbers in a line. */
    public static final int FLOATS = 64 / Float.BYTES;

    private CacheLines() {}
}
