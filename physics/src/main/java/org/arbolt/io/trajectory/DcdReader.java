package org.arbolt.io.trajectory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.arbolt.io.MappedFile;
import org.arbolt.molecule.Frames;
import org.arbolt.units.Units;

/** One reading of a DCD file: a header, then per frame [cell] x y z [w], each a Fortran record. */
final class DcdReader implements FrameSource {
    private static final int CONTROL = 84;
    private static final int CORD = 0x44524F43; // "CORD", little endian
    private static final int CELL = 48 + 8; // bytes of the record of a unit cell, six doubles

    private final Arena arena;
    private final MappedFile file;
    private final int announced; // frames by the header; 0 in a file whose writer did not come back to it
    private final int atoms;
    private final int[] free; // atoms that move after the first frame
    private final boolean cell;
    private final boolean fourDimensional;
    private final long firstFrame;
    private final int count;
    private final double[] last; // [A][3], nm, the frame before: where fixed atoms are
    private int read;

    private DcdReader(Arena arena, MappedFile unordered, ReadOptions options) {
        this.arena = arena;
        file = ordered(unordered);
        if (file.int32(4, "its header") != Integer.reverseBytes(CORD) && file.int32(4, "its header") != CORD) {
            throw file.damaged("is no DCD trajectory of coordinates");
        }
        announced = control(0);
        int fixed = control(8);
        boolean charmm = control(19) != 0;
        cell = charmm && control(10) != 0;
        fourDimensional = charmm && control(11) == 1;
        long titles = recordEnd(0, "its header");
        long number = recordEnd(titles, "its title");
        atoms = file.int32(number + 4, "its number of atoms");
        long end = recordEnd(number, "its number of atoms");
        if (end - number != 12 || atoms < 1 || fixed < 0 || fixed >= atoms || announced < 0) {
            throw file.damaged("claims " + announced + " frames of " + atoms + " atoms, " + fixed + " of them fixed");
        }
        boolean empty = announced == 0 && file.size() == end;
        file.require(
                end, empty ? 0 : 4L * (atoms - fixed), "its first frame"); // before anything of this size is allocated
        free = empty ? new int[0] : fixed == 0 ? all(atoms) : freeAtoms(end, atoms - fixed);
        firstFrame = empty || fixed == 0 ? end : recordEnd(end, "its list of free atoms");
        count = empty ? 0 : countFrames(options);
        last = new double[count == 0 ? 0 : 3 * atoms];
    }

    /** Opens a file. @throws org.arbolt.BadInput if it is missing, strictly read and truncated, or something else */
    static DcdReader open(Path path, ReadOptions options) {
        return MappedFile.open(
                path,
                Arena.ofConfined(),
                ByteOrder.LITTLE_ENDIAN,
                (arena, file) -> new DcdReader(arena, file, options));
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
        Frames frames = Frames.allocate(Math.min(most, count - read), atoms);
        for (int f = 0; f < frames.count(); f++, read++) {
            long at = firstFrame + (read == 0 ? 0 : frameBytes(atoms) + (read - 1) * frameBytes(free.length));
            readFrame(at + (cell ? CELL : 0));
            System.arraycopy(last, 0, frames.xyz(), f * last.length, last.length);
        }
        return frames;
    }

    @Override
    public void skip(long frames) {
        if (free.length < atoms && read == 0 && frames > 0) {
            next(1); // says where the fixed atoms are
            read += (int) frames - 1;
        } else {
            read += (int) frames;
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    private int countFrames(ReadOptions options) {
        long first = frameBytes(atoms);
        long later = frameBytes(free.length);
        long present = file.size() - firstFrame;
        long whole = present < first ? 0 : 1 + (present - first) / later;
        long rest = present - (whole == 0 ? 0 : first + (whole - 1) * later);
        if (rest != 0 || whole < announced || whole > Integer.MAX_VALUE) {
            String cut =
                    "announces " + announced + " frames but holds " + whole + (rest == 0 ? "" : " and part of one");
            if (options.strict() || whole == 0 || whole > Integer.MAX_VALUE) {
                throw file.damaged(cut + "; it is truncated");
            }
            options.remarks().add(file.path() + ": " + cut + "; it is truncated, its whole frames are read");
        }
        return (int) whole;
    }

    private void readFrame(long start) {
        boolean whole = read == 0 || free.length == atoms;
        int moved = whole ? atoms : free.length;
        ValueLayout.OfFloat number = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(file.order());
        long at = start;
        for (int axis = 0; axis < 3; axis++) {
            long end = recordEnd(at, "frame " + (read + 1));
            if (end - at != 8 + 4L * moved) {
                throw file.damaged("frame " + (read + 1) + " has a record of " + (end - at - 8) + " bytes where "
                        + 4L * moved + " belong");
            }
            MemorySegment record = file.bytes().asSlice(at + 4, 4L * moved);
            for (int i = 0; i < moved; i++) {
                last[3 * (whole ? i : free[i]) + axis] = record.getAtIndex(number, i) * Units.NM_PER_ANGSTROM;
            }
            at = end;
        }
    }

    private long frameBytes(int moved) {
        return (cell ? CELL : 0) + (fourDimensional ? 4 : 3) * (8 + 4L * moved);
    }

    private int[] freeAtoms(long at, int count) {
        if (recordEnd(at, "its list of free atoms") - at != 8 + 4L * count) {
            throw file.damaged("its list of free atoms has another length than its header says");
        }
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = file.int32(at + 4 + 4L * i, "its list of free atoms") - 1;
            if (indices[i] < 0 || indices[i] >= atoms) {
                throw file.damaged("its list of free atoms names atom " + (indices[i] + 1) + " of " + atoms);
            }
        }
        return indices;
    }

    private int control(int index) {
        return file.int32(8 + 4L * index, "its header");
    }

    /** Where the record that starts at {@code at} ends, its length being the same before and after it. */
    private long recordEnd(long at, String what) {
        long length = file.int32(at, what);
        file.require(at + 4, length, what);
        if (file.int32(at + 4 + length, what) != length) {
            throw file.damaged("the two lengths of a record of " + what + " differ");
        }
        return at + 8 + length;
    }

    private static int[] all(int atoms) {
        int[] indices = new int[atoms];
        Arrays.setAll(indices, i -> i);
        return indices;
    }

    private static MappedFile ordered(MappedFile file) {
        if (file.int32(0, "its header") == CONTROL) {
            return file;
        }
        MappedFile other = file.withOrder(ByteOrder.BIG_ENDIAN);
        if (other.int32(0, "its header") != CONTROL) {
            throw file.damaged("is no DCD trajectory with 32-bit records");
        }
        return other;
    }
}
