package org.arbolt.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.arbolt.molecule.Frames;
import org.arbolt.units.Units;

/** One reading of a DCD file: a header, then per frame [cell] x y z [w], each a Fortran record. */
final class DcdReader {
  private static final int CONTROL = 84;
  private static final int CORD = 0x44524F43; // "CORD", little endian
  private static final int CELL = 48 + 8; // bytes of the record of a unit cell, six doubles

  private final MappedFile file;
  private final int announced; // frames by the header; 0 in a file whose writer did not come back to it
  private final int atoms;
  private final int[] free; // atoms that move after the first frame
  private final boolean charmm;
  private final boolean fourDimensional;
  private final long firstFrame;

  DcdReader(MappedFile unordered) {
    file = ordered(unordered);
    if (file.int32(4, "its header") != Integer.reverseBytes(CORD) && file.int32(4, "its header") != CORD) {
      throw file.damaged("is no DCD trajectory of coordinates");
    }
    announced = control(0);
    int fixed = control(8);
    charmm = control(19) != 0;
    fourDimensional = charmm && control(11) == 1;
    long titles = recordEnd(0, "its header");
    long count = recordEnd(titles, "its title");
    atoms = file.int32(count + 4, "its number of atoms");
    long end = recordEnd(count, "its number of atoms");
    if (end - count != 12 || atoms < 1 || fixed < 0 || fixed >= atoms || announced < 0) {
      throw file.damaged("claims " + announced + " frames of " + atoms + " atoms, " + fixed + " of them fixed");
    }
    boolean empty = announced == 0 && file.size() == end;
    file.require(end, empty ? 0 : 4L * (atoms - fixed), "its first frame"); // before anything of this size is allocated
    free = empty ? new int[0] : fixed == 0 ? all(atoms) : freeAtoms(end, atoms - fixed);
    firstFrame = empty || fixed == 0 ? end : recordEnd(end, "its list of free atoms");
  }

  Frames frames() {
    boolean cell = charmm && control(10) != 0;
    long first = frameBytes(atoms, cell);
    long later = frameBytes(free.length, cell);
    int count = count(first, later);
    long numbers = 3L * atoms * count; // far more than the file's, if most atoms are fixed
    if (numbers > Integer.MAX_VALUE - 8 || 8 * numbers > Runtime.getRuntime().maxMemory()) {
      throw file.damaged("its " + count + " frames of " + atoms + " atoms do not fit the memory given to Java; raise -Xmx or split it");
    }
    Frames frames = Frames.allocate(count, atoms);
    int[] all = count == 0 ? free : all(atoms);
    for (int f = 0; f < count; f++) {
      long at = f == 0 ? firstFrame : firstFrame + first + (f - 1) * later;
      if (f > 0 && free.length < atoms) {
        System.arraycopy(frames.xyz(), (f - 1) * 3 * atoms, frames.xyz(), f * 3 * atoms, 3 * atoms);
      }
      readFrame(at + (cell ? CELL : 0), f, f == 0 ? all : free, frames);
    }
    return frames;
  }

  private int count(long first, long later) {
    long present = file.size() - firstFrame;
    long whole = present < first ? 0 : 1 + (present - first) / later;
    long rest = present - (whole == 0 ? 0 : first + (whole - 1) * later);
    if (rest != 0 || whole < announced || whole > Integer.MAX_VALUE) {
      throw file.damaged("announces " + announced + " frames but holds " + whole + (rest == 0 ? "" : " and part of one")
          + "; it is truncated");
    }
    return (int) whole;
  }

  private void readFrame(long start, int frame, int[] moved, Frames frames) {
    long at = start;
    for (int axis = 0; axis < 3; axis++) {
      long end = recordEnd(at, "frame " + (frame + 1));
      if (end - at != 8 + 4L * moved.length) {
        throw file.damaged("frame " + (frame + 1) + " has a record of " + (end - at - 8) + " bytes where "
            + 4L * moved.length + " belong");
      }
      ValueLayout.OfFloat number = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(file.order());
      MemorySegment record = file.bytes().asSlice(at + 4, 4L * moved.length);
      for (int i = 0; i < moved.length; i++) {
        frames.xyz()[(frame * atoms + moved[i]) * 3 + axis] = record.getAtIndex(number, i) * Units.NM_PER_ANGSTROM;
      }
      at = end;
    }
  }

  private long frameBytes(int moved, boolean cell) {
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
