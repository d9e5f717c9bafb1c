package org.arbolt.io.trajectory;

import java.util.Arrays;
import java.util.Objects;

/** Unpacks the compressed coordinates of one XTC frame after another. */
final class XtcDecoder {
    private final int atoms;
    private final float[] out; // [A][3], nm
    private int written; // atoms

    XtcDecoder(int atoms) {
        this.atoms = atoms;
        this.out = new float[3 * atoms];
    }

    /**
     * Where the coordinates of a frame lie, and what its header says of them.
     *
     * @param precision steps per nm
     * @param least smallest coordinate of each axis, in steps
     * @param ranges number of steps that each axis spans, unsigned
     * @param small index of the range of differences that the frame starts with
     * @param packed the bits
     */
    record Packed(float precision, int[] least, int[] ranges, int small, byte[] packed) {}

    /**
     * @return [A][3], nm, in single precision as GROMACS gives them; overwritten by the next call
     * @throws IndexOutOfBoundsException if the bits do not make a frame: they end early, or step out of the known
     *     ranges
     */
    float[] decode(Packed frame) {
        XtcBits bits = new XtcBits(frame.packed);
        boolean together = (frame.ranges[0] | frame.ranges[1] | frame.ranges[2]) >>> 24 == 0;
        int all = together ? XtcCode.bits(frame.ranges) : 0;
        float step = 1 / frame.precision;
        int small = frame.small;
        int run = 0; // values of the differences that follow an atom: three times their number
        int[] differences = new int[3];
        int[] smallRanges = new int[3];
        int[] here = new int[3];
        written = 0;
        while (written < atoms) {
            if (together) {
                bits.unpack(all, frame.ranges, here, 0);
            } else {
                for (int axis = 0; axis < 3; axis++) {
                    here[axis] = bits.read(XtcCode.bits(frame.ranges[axis]));
                }
            }
            for (int axis = 0; axis < 3; axis++) {
                here[axis] += frame.least[axis];
            }
            int change = 0;
            if (bits.read(1) == 1) {
                int code = bits.read(5);
                change = code % 3 - 1;
                run = code - code % 3;
            }
            int range = XtcCode.range(small);
            Arrays.fill(smallRanges, range);
            for (int k = 0; k < run; k += 3) {
                bits.unpack(small, smallRanges, differences, 0);
                for (int axis = 0; axis < 3; axis++) {
                    differences[axis] += here[axis] - range / 2;
                }
                put(differences, step);
                if (k == 0) {
                    put(here, step); // the writer swapped the first two, which suits water; later ones differ from the
                    // one sent last
                }
                System.arraycopy(differences, 0, here, 0, 3);
            }
            if (run == 0) {
                put(here, step);
            }
            small += change;
            Objects.checkIndex(small - XtcCode.FIRST, XtcCode.END - XtcCode.FIRST);
        }
        return out;
    }

    private void put(int[] steps, float step) {
        for (int axis = 0; axis < 3; axis++) {
            out[3 * written + axis] = steps[axis] * step;
        }
        written++;
    }
}
