package org.arbolt.io.trajectory;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.arbolt.io.MappedFile;
import org.arbolt.molecule.Frames;

/** One reading of an XTC file: per frame magic, atoms, step, time, box, and the coordinates, plain or packed. */
final class XtcReader implements FrameSource {
    private static final int ATOMS_AT = 4;
    private static final int COORDINATES_AT = 4 * 4 + 9 * 4; // bytes from a frame's start: four numbers and the box
    private static final int PLAIN_AT = COORDINATES_AT + 4;
    private static final int PRECISION_AT = COORDINATES_AT + 4;
    private static final int LEAST_AT = PRECISION_AT + 4;
    private static final int MOST_AT = LEAST_AT + 12;
    private static final int SMALL_AT = MOST_AT + 12;
    private static final int LENGTH_AT = SMALL_AT + 4;
    private static final long ATOMS_PER_BYTE = 4; // an atom takes two bits at least

    private final Arena arena;
    private final MappedFile file;
    private final int atoms;
    private final long count;
    private final XtcDecoder decoder;
    private long at; // byte of the next frame
    private long read; // frames

    private XtcReader(Arena arena, MappedFile file, ReadOptions options) {
        this.arena = arena;
        this.file = file;
        this.atoms = file.int32(ATOMS_AT, "its first frame");
        this.count = countFrames(options);
        this.decoder = new XtcDecoder(atoms);
    }

    /**
     * Opens a file and finds its frames.
     *
     * @throws org.arbolt.BadInput if it is missing, strictly read and truncated, or something else
     */
    static XtcReader open(Path path, ReadOptions options) {
        return MappedFile.open(
                path, Arena.ofConfined(), ByteOrder.BIG_ENDIAN, (arena, file) -> new XtcReader(arena, file, options));
    }

    @Override
    public int atoms() {
        return atoms;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Frames next(int most) {
        Frames frames = Frames.allocate((int) Math.min(most, count - read), atoms);
        for (int f = 0; f < frames.count(); f++) {
            long end = frameEnd(at);
            if (isPlain()) {
                readPlain(f, frames.xyz());
            } else {
                readPacked(end, f, frames.xyz());
            }
            at = end;
            read++;
        }
        return frames;
    }

    @Override
    public void skip(long frames) {
        for (long f = 0; f < frames; f++) {
            at = frameEnd(at);
        }
        read += frames;
    }

    @Override
    public void close() {
        arena.close();
    }

    private boolean isPlain() {
        return atoms <= XtcCode.MOST_PLAIN;
    }

    private long countFrames(ReadOptions options) {
        long frames = 0;
        try {
            for (long start = 0; start < file.size(); start = frameEnd(start)) {
                frames++;
            }
        } catch (MappedFile.Truncated e) {
            frames--; // the last that was counted is not whole
            if (options.strict() || frames == 0) {
                throw e;
            }
            options.remarks()
                    .add(file.path() + ": holds " + frames
                            + " frames and part of one; it is truncated, its whole frames are read");
        }
        return frames;
    }

    /** Where the frame ends that starts at {@code start}, once its header is possible and all its bytes are there. */
    private long frameEnd(long start) {
        int magic = file.int32(start, "the header of a frame");
        if (magic != XtcCode.MAGIC && magic != XtcCode.MAGIC_LONG) {
            throw file.damaged("has no frame at byte " + start + " (magic number " + magic
                    + "), so it is no XTC trajectory or is " + "damaged");
        }
        int named = file.int32(start + ATOMS_AT, "the header of a frame");
        int present = file.int32(start + COORDINATES_AT, "the header of a frame");
        if (atoms < 1 || named != atoms || present != atoms) {
            throw file.damaged("has a frame of " + named + " atoms with " + present + " coordinates at byte " + start
                    + " in a trajectory of " + atoms + " atoms");
        }
        if (isPlain()) {
            file.require(start + PLAIN_AT, 12L * atoms, "a frame");
            return start + PLAIN_AT + 12L * atoms;
        }
        long length = length(start);
        long data = start + dataAt(magic);
        file.require(data, length, "a frame");
        if (atoms > ATOMS_PER_BYTE * length) {
            throw file.damaged("has a frame of " + atoms + " atoms in " + length + " bytes at byte " + start
                    + ", too few for them");
        }
        long padded = Math.ceilDiv(length, 4) * 4;
        file.require(data, padded, "a frame");
        return data + padded;
    }

    private long length(long start) {
        boolean wide = file.int32(start, "a frame") == XtcCode.MAGIC_LONG;
        long length = wide ? file.int64(start + LENGTH_AT, "a frame") : file.int32(start + LENGTH_AT, "a frame");
        if (length > Integer.MAX_VALUE - 8) {
            throw file.damaged("has a frame of " + length + " bytes, more than can be unpacked");
        }
        return length;
    }

    private static int dataAt(int magic) {
        return LENGTH_AT + (magic == XtcCode.MAGIC_LONG ? Long.BYTES : Integer.BYTES);
    }

    private void readPlain(int frame, double[] xyz) {
        for (int i = 0; i < 3 * atoms; i++) {
            xyz[frame * 3 * atoms + i] = file.float32(at + PLAIN_AT + 4L * i, "a frame");
        }
    }

    private void readPacked(long end, int frame, double[] xyz) {
        try {
            float[] unpacked = decoder.decode(packed());
            for (int i = 0; i < unpacked.length; i++) {
                xyz[frame * unpacked.length + i] = unpacked[i];
            }
        } catch (IndexOutOfBoundsException e) {
            throw file.damaged("frame " + (read + 1) + ", bytes " + at + " to " + end + ", does not unpack to " + atoms
                    + " atoms");
        }
    }

    private XtcDecoder.Packed packed() {
        float precision = file.float32(at + PRECISION_AT, "a frame");
        int small = file.int32(at + SMALL_AT, "a frame");
        if (!(precision > 0) || Float.isInfinite(precision) || small < XtcCode.FIRST || small >= XtcCode.END) {
            throw file.damaged(
                    "frame " + (read + 1) + " has the impossible precision " + precision + " or step code " + small);
        }
        int[] least = new int[3];
        int[] ranges = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            least[axis] = file.int32(at + LEAST_AT + 4L * axis, "a frame");
            long range = 1L + file.int32(at + MOST_AT + 4L * axis, "a frame") - least[axis];
            if (range < 1 || range > Integer.MAX_VALUE) {
                throw file.damaged("frame " + (read + 1) + " spans " + range + " steps");
            }
            ranges[axis] = (int) range;
        }
        byte[] data = file.bytes()
                .asSlice(at + dataAt(file.int32(at, "a frame")), length(at))
                .toArray(ValueLayout.JAVA_BYTE);
        return new XtcDecoder.Packed(precision, least, ranges, small, data);
    }
}
