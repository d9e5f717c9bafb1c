package org.arbolt.io;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbolt.BadInput;

/**
 * A shard of the published data of many peptides (<i>ManyPeptidesMD</i>): a tar archive with an entry
 * {@code SEQUENCE_….bin} per frame, raw little-endian float32 [A][3], nm, atoms in the order of the sequence's PDB. Any
 * frame can be read at any time, in any thread; entries of other names are passed over.
 */
public final class PeptideShard implements Closeable {
  private static final String ENDING = ".bin";
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final Arena arena;
  private final List<Entry> entries;

  /**
   * One frame of one peptide.
   *
   * @param name of the entry, without folders
   * @param sequence what stands before the first underscore
   * @param data [A][3] float32
   */
  private record Entry(String name, String sequence, MemorySegment data) {}

  private PeptideShard(Path path, Arena arena, List<Entry> entries) {
    this.path = path;
    this.arena = arena;
    this.entries = entries;
  }

  /** Opens a shard and lists its frames. @throws BadInput if it is no tar archive, damaged, or has no frame */
  public static PeptideShard open(Path path) {
    return open(path, Arena.ofShared());
  }

  /** The same, for the threads that may use the arena; it is closed with the shard. */
  static PeptideShard open(Path path, Arena arena) {
    try {
      List<Entry> entries = new ArrayList<>();
      TarReader archive = new TarReader(MappedFile.open(path, arena, ByteOrder.LITTLE_ENDIAN));
      for (TarReader.Entry entry = archive.next(); entry != null; entry = archive.next()) {
        if (entry.name().endsWith(ENDING)) {
          entries.add(entry(path, entry));
        }
      }
      if (entries.isEmpty()) {
        throw new BadInput(path + ": has no entry SEQUENCE_….bin; give a shard of frames");
      }
      return new PeptideShard(path, arena, List.copyOf(entries));
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static Entry entry(Path path, TarReader.Entry entry) {
    String name = entry.name().substring(entry.name().lastIndexOf('/') + 1);
    int end = name.indexOf('_');
    if (end < 1 || entry.data().byteSize() == 0 || entry.data().byteSize() % (3 * Float.BYTES) != 0) {
      throw new BadInput(path + ", entry " + entry.name() + ": " + entry.data().byteSize() + " bytes, where a frame "
          + "SEQUENCE_….bin has 12 for each atom; make the shard again");
    }
    return new Entry(name, name.substring(0, end), entry.data());
  }

  /** Frames in the shard. */
  public int count() {
    return entries.size();
  }

  /** The peptide that a frame is of, in one-letter codes. */
  public String sequence(int frame) {
    return entries.get(frame).sequence;
  }

  /** Atoms of a frame. */
  public int atoms(int frame) {
    return (int) (entries.get(frame).data.byteSize() / (3 * Float.BYTES));
  }

  /**
   * A frame.
   *
   * @return [A][3], nm, in the order of the PDB of its sequence
   * @throws BadInput if a coordinate is not finite
   */
  public float[] xyz(int frame) {
    Entry entry = entries.get(frame);
    float[] xyz = new float[3 * atoms(frame)];
    MemorySegment.copy(entry.data, FLOAT, 0, xyz, 0, xyz.length);
    for (int i = 0; i < xyz.length; i++) {
      if (!Float.isFinite(xyz[i])) {
        throw new BadInput(path + ", entry " + entry.name + ": atom " + i / 3 + " has coordinate " + xyz[i]
            + ", which is not finite; remove the entry");
      }
    }
    return xyz;
  }

  @Override
  public void close() {
    arena.close();
  }

  /** Starts a shard; it appears at {@link Writer#commit()}. @throws BadInput if it cannot be written there */
  public static Writer create(Path path) {
    return new Writer(path);
  }

  /** Writes a shard frame by frame. */
  public static final class Writer implements Closeable {
    private final Path path;
    private final AtomicFile file;
    private int count;

    private Writer(Path path) {
      this.path = path;
      this.file = AtomicFile.open(path);
    }

    /**
     * Adds a frame.
     *
     * @param sequence of the peptide, in one-letter codes
     * @param xyz [A][3], nm, in the order of the sequence's PDB
     * @throws BadInput if it cannot be written
     */
    public void add(String sequence, float[] xyz) {
      if (!sequence.matches("[A-Za-z0-9-]+") || xyz.length == 0 || xyz.length % 3 != 0) {
        throw new IllegalArgumentException("no frame of a peptide: '" + sequence + "' with " + xyz.length + " numbers");
      }
      ByteBuffer data = ByteBuffer.allocate(Float.BYTES * xyz.length).order(ByteOrder.LITTLE_ENDIAN);
      data.asFloatBuffer().put(xyz);
      try {
        TarWriter.put(file.stream(), String.format(Locale.ROOT, "%s_%08d%s", sequence, count++, ENDING), data.array());
      } catch (IOException e) {
        throw AtomicFile.unwritable(path, e);
      }
    }

    /** Finishes the shard and gives it its name. @throws BadInput if that fails */
    public void commit() {
      try {
        TarWriter.end(file.stream());
        file.commit();
      } catch (IOException e) {
        throw AtomicFile.unwritable(path, e);
      }
    }

    /** Ends writing; without {@link #commit()} nothing of it remains. */
    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw AtomicFile.unwritable(path, e);
      }
    }
  }
}
