package org.arbolt.io.trajectory;

import java.util.Arrays;

/** A stream of bits, most significant first, and the packed numbers of XTC in it. Grows when written to. */
final class XtcBits {
    private byte[] bytes;
    private long at; // in bits

    /** Bits to be read, or with an empty array to be written. */
    XtcBits(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Starts again at the first bit, for writing. */
    void clear() {
        Arrays.fill(bytes, (byte) 0);
        at = 0;
    }

    /** Bytes that have a bit written or read. */
    int length() {
        return (int) ((at + 7) >>> 3);
    }

    byte[] bytes() {
        return bytes;
    }

    /** @throws IndexOutOfBoundsException if so many bits are not there */
    int read(int count) {
        int value = 0;
        int missing = count;
        while (missing > 0) {
            int free = 8 - (int) (at & 7);
            int taken = Math.min(free, missing);
            int part = (bytes[(int) (at >>> 3)] & 0xFF) >>> free - taken & (1 << taken) - 1;
            value = value << taken | part;
            at += taken;
            missing -= taken;
        }
        return value;
    }

    void write(int count, int value) {
        int missing = count;
        while (missing > 0) {
            int index = (int) (at >>> 3);
            if (index == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(64, 2 * index));
            }
            int free = 8 - (int) (at & 7);
            int taken = Math.min(free, missing);
            int part = value >>> missing - taken & (1 << taken) - 1;
            bytes[index] |= (byte) (part << free - taken);
            at += taken;
            missing -= taken;
        }
    }

    /**
     * Reads three packed values: ((v0 · r1) + v1) · r2 + v2, its bytes least significant first, the last of them
     * incomplete.
     *
     * @param bits of all three
     * @param ranges r; a damaged file may give values beyond
     * @param out values, from {@code to} on
     */
    void unpack(int bits, int[] ranges, int[] out, int to) {
        long low = 0; // the packed number is below 2^72
        long high = 0;
        for (int shift = 0; shift < bits; shift += 8) {
            long part = read(Math.min(8, bits - shift));
            if (shift < Long.SIZE) {
                low |= part << shift;
            } else {
                high |= part << shift - Long.SIZE;
            }
        }
        if (high != 0) {
            long range = ranges[2];
            long upper = high << Integer.SIZE | low >>> Integer.SIZE; // long division, 32 bits a digit
            long lower = Long.remainderUnsigned(upper, range) << Integer.SIZE | low & 0xFFFFFFFFL;
            out[to + 2] = (int) Long.remainderUnsigned(lower, range);
            low = (Long.divideUnsigned(upper, range) << Integer.SIZE) + Long.divideUnsigned(lower, range);
        } else {
            out[to + 2] = (int) Long.remainderUnsigned(low, ranges[2]);
            low = Long.divideUnsigned(low, ranges[2]);
        }
        out[to + 1] = (int) Long.remainderUnsigned(low, ranges[1]);
        out[to] = (int) Long.divideUnsigned(low, ranges[1]);
    }

    /** Writes what {@link #unpack} reads. */
    void pack(int bits, int[] ranges, int first, int second, int third) {
        long two = (long) first * ranges[1] + second;
        long low = two * ranges[2];
        long high = Math.unsignedMultiplyHigh(two, ranges[2]);
        if (Long.compareUnsigned(low + third, low) < 0) {
            high++;
        }
        low += third;
        for (int shift = 0; shift < bits; shift += 8) {
            long part = shift < Long.SIZE ? low >>> shift : high >>> shift - Long.SIZE;
            write(Math.min(8, bits - shift), (int) (part & 0xFF));
        }
    }
}
