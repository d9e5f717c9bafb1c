package org.arbolt.io.trajectory;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Packs coordinates the way GROMACS does, to the bit. An atom goes out whole, and after it up to eight neighbours as
 * small differences; the first of them is swapped with the atom before. The range of "small" follows the data: each
 * atom's code may widen or narrow it by a step.
 */
final class XtcEncoder {
    private static final int LONGEST_RUN = 8;
    private static final int WIDEST_CHANGE = 8; // steps from the range that the frame starts with
    private static final float LARGEST = Integer.MAX_VALUE - 2; // steps

    private final int atoms;
    private final float precision; // steps per nm
    private final int[] steps; // [A][3]; swapped in place as they go out
    private final int[] least = new int[3];
    private final int[] most = new int[3];
    private final int[] ranges = new int[3];
    private final int[] smallRanges = new int[3];
    private final int[] run = new int[3 * LONGEST_RUN];
    private final XtcBits bits = new XtcBits(new byte[0]);

    XtcEncoder(int atoms, float precision) {
        this.atoms = atoms;
        this.precision = precision;
        this.steps = new int[3 * atoms];
    }

    /** Bytes that a frame may take at most, header of the coordinates included. */
    static int mostBytes(int atoms) {
        return 64 + 3 * 5 * atoms; // 32 bits an axis and six of codes, with room to spare
    }

    /**
     * Writes precision, ranges, length and bits, padded to four bytes.
     *
     * @param xyz [A][3], nm
     * @throws IllegalArgumentException if a coordinate is not finite or has more than 2^31 steps
     */
    void encode(float[] xyz, ByteBuffer out) {
        round(xyz);
        span();
        int small = startingRange();
        out.putFloat(precision);
        put(least, out);
        put(most, out);
        out.putInt(small);
        bits.clear();
        pack(small);
        out.putInt(bits.length());
        out.put(bits.bytes(), 0, bits.length());
        out.put(new byte[-bits.length() & 3]);
    }

    private void round(float[] xyz) {
        for (int i = 0; i < steps.length; i++) {
            float scaled = xyz[i] * precision;
            float rounded = scaled >= 0 ? scaled + 0.5f : scaled - 0.5f;
            if (!(Math.abs(rounded) <= LARGEST)) {
                throw new IllegalArgumentException("coordinate " + xyz[i] + " nm of atom " + (i / 3 + 1));
            }
            steps[i] = (int) rounded;
        }
    }

    private void span() {
        for (int axis = 0; axis < 3; axis++) {
            least[axis] = steps[axis];
            most[axis] = steps[axis];
            for (int i = axis; i < steps.length; i += 3) {
                least[axis] = Math.min(least[axis], steps[i]);
                most[axis] = Math.max(most[axis], steps[i]);
            }
            long range = 1L + most[axis] - least[axis];
            if (range >= LARGEST) {
                throw new IllegalArgumentException("coordinates that span " + range + " steps");
            }
            ranges[axis] = (int) range;
        }
    }

    /** The range that holds the smallest distance (sum over axes) of two atoms that follow each other. */
    private int startingRange() {
        long nearest = Integer.MAX_VALUE;
        for (int i = 3; i < steps.length; i += 3) {
            long distance = 0;
            for (int axis = 0; axis < 3; axis++) {
                distance += Math.abs((long) steps[i + axis] - steps[i + axis - 3]);
            }
            nearest = Math.min(nearest, distance);
        }
        int index = XtcCode.FIRST;
        while (index < XtcCode.END - 1 && XtcCode.range(index) < nearest) {
            index++;
        }
        return index;
    }

    private void pack(int start) {
        int widest = Math.min(XtcCode.END - 1, start + WIDEST_CHANGE);
        int narrowest = widest - WIDEST_CHANGE;
        int largestJump = XtcCode.range(widest) / 2;
        int small = start;
        int lastRun = -1;
        int atom = 0;
        while (atom < atoms) {
            boolean near = atom >= 1 && isWithin(atom, atom - 1, largestJump);
            int change = small < widest && near ? 1 : small > narrowest ? -1 : 0;
            int half = XtcCode.range(small) / 2;
            boolean follows = atom + 1 < atoms && isWithin(atom, atom + 1, half);
            if (follows) {
                swap(atom, atom + 1);
            }
            packWhole(atom++);
            if (!follows && change == -1) {
                change = 0;
            }
            int length = 0;
            while (follows && length < LONGEST_RUN) {
                if (change == -1 && !isWithinSphere(atom, XtcCode.halfBelow(small))) {
                    change = 0;
                }
                for (int axis = 0; axis < 3; axis++) {
                    run[3 * length + axis] = steps[3 * atom + axis] - steps[3 * atom - 3 + axis] + half;
                }
                length++;
                atom++;
                follows = atom < atoms && isWithin(atom, atom - 1, half);
            }
            packRun(length, length != lastRun || change != 0, change, small);
            lastRun = length;
            small += change;
        }
    }

    private void packWhole(int atom) {
        int x = steps[3 * atom] - least[0];
        int y = steps[3 * atom + 1] - least[1];
        int z = steps[3 * atom + 2] - least[2];
        if ((ranges[0] | ranges[1] | ranges[2]) >>> 24 == 0) {
            bits.pack(XtcCode.bits(ranges), ranges, x, y, z);
        } else {
            bits.write(XtcCode.bits(ranges[0]), x);
            bits.write(XtcCode.bits(ranges[1]), y);
            bits.write(XtcCode.bits(ranges[2]), z);
        }
    }

    private void packRun(int length, boolean coded, int change, int small) {
        bits.write(1, coded ? 1 : 0);
        if (coded) {
            bits.write(5, 3 * length + change + 1);
        }
        Arrays.fill(smallRanges, XtcCode.range(small));
        for (int i = 0; i < 3 * length; i += 3) {
            bits.pack(small, smallRanges, run[i], run[i + 1], run[i + 2]);
        }
    }

    private boolean isWithin(int atom, int other, int limit) {
        for (int axis = 0; axis < 3; axis++) {
            if (Math.abs((long) steps[3 * atom + axis] - steps[3 * other + axis]) >= limit) {
                return false;
            }
        }
        return true;
    }

    private boolean isWithinSphere(int atom, int limit) {
        long square = 0;
        for (int axis = 0; axis < 3; axis++) {
            long difference = (long) steps[3 * atom + axis] - steps[3 * atom - 3 + axis];
            square += difference * difference;
        }
        return square < (long) limit * limit;
    }

    private void swap(int atom, int other) {
        for (int axis = 0; axis < 3; axis++) {
            int kept = steps[3 * atom + axis];
            steps[3 * atom + axis] = steps[3 * other + axis];
            steps[3 * other + axis] = kept;
        }
    }

    private static void put(int[] values, ByteBuffer out) {
        for (int value : values) {
            out.putInt(value);
        }
    }
}
