package org.arbolt.io.trajectory;

/**
 * What reader and writer of compressed XTC coordinates share (the public format of GROMACS's {@code xdr3dfcoord}, by F.
 * van Hoesel): coordinates are rounded to whole steps of 1/precision; three of them are one number in the mixed base of
 * their ranges, put down in as many bits as the product of the ranges needs.
 */
final class XtcCode {
    /**
     * First of a file's frame; the second where the count of bytes takes 64 bits, which GROMACS writes for giant
     * systems.
     */
    static final int MAGIC = 1995;

    static final int MAGIC_LONG = 2023;

    /** Atoms up to which a frame is put down as plain floats. */
    static final int MOST_PLAIN = 9;

    /** The largest range whose product with two others is packed together; beyond, each axis has bits of its own. */
    static final int MOST_PACKED = 0xFFFFFF;

    /**
     * Ranges of differences between neighbouring atoms, by index: about ∛2 apart, so that three take {@code index}
     * bits.
     */
    private static final int[] RANGES = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 101, 128, 161, 203, 256, 322, 406, 512,
        645, 812, 1024, 1290, 1625, 2048, 2580, 3250, 4096, 5060, 6501, 8192, 10321, 13003, 16384, 20642, 26007, 32768,
        41285, 52015, 65536, 82570, 104031, 131072, 165140, 208063, 262144, 330280, 416127, 524287, 660561, 832255,
        1048576, 1321122, 1664510, 2097152, 2642245, 3329021, 4194304, 5284491, 6658042, 8388607, 10568983, 13316085,
        16777216
    };

    /** Smallest index of a range that is used, and one more than the largest. */
    static final int FIRST = 9;

    static final int END = RANGES.length;

    private XtcCode() {}

    static int range(int index) {
        return RANGES[index];
    }

    /** Half the range of the next smaller index. */
    static int halfBelow(int index) {
        return RANGES[Math.max(FIRST, index - 1)] / 2;
    }

    /** Bits of one axis whose values are below {@code range} (unsigned). */
    static int bits(int range) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(range);
    }

    /** Bits of three packed values below the ranges, each at most {@link #MOST_PACKED}. */
    static int bits(int[] ranges) {
        long two = (long) ranges[0] * ranges[1];
        long high = Math.unsignedMultiplyHigh(two, ranges[2]);
        return high != 0
                ? 2 * Long.SIZE - Long.numberOfLeadingZeros(high)
                : Long.SIZE - Long.numberOfLeadingZeros(two * ranges[2]);
    }
}
