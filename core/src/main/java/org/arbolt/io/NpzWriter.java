package org.arbolt.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an NPZ file array by array, and an array piece by piece where it does not fit memory. The file appears at
 * {@link #commit()}. The same arrays give the same bytes: entries carry a fixed time.
 *
 * <pre>{@code
 * try (NpzWriter out = NpzWriter.create(path)) {
 *   out.put("energy", NpyArray.of(energy));
 *   out.begin("positions", new float[0], frames, atoms, 3);
 *   for (float[] block : blocks) {
 *     out.append(block);
 *   }
 *   out.commit();
 * }
 * }</pre>
 */
public final class NpzWriter implements Closeable {
  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // the first a zip can say

  private final Path path;
  private final AtomicFile file;
  private final ZipOutputStream zip;
  private NpyType type;
  private long missing; // elements of the array begun that are still to come

  private NpzWriter(Path path) {
    this.path = path;
    this.file = AtomicFile.open(path);
    this.zip = new ZipOutputStream(file.stream());
    zip.setLevel(0);
  }

  /** Starts a file. @throws org.arbolt.BadInput if it cannot be written there */
  public static NpzWriter create(Path path) {
    return new NpzWriter(path);
  }

  /** Adds a whole array. @throws org.arbolt.BadInput if it cannot be written */
  public void put(String name, NpyArray array) {
    requireComplete();
    guarded(() -> {
      CRC32 checksum = new CRC32();
      CountingSink sink = new CountingSink();
      Npy.write(new CheckedOutputStream(sink, checksum), array);
      ZipEntry entry = entry(name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(sink.count);
      entry.setCrc(checksum.getValue());
      zip.putNextEntry(entry);
      Npy.write(zip, array);
      zip.closeEntry();
    });
  }

  /**
   * Begins an array that comes in pieces.
   *
   * @param like an array of the element type, e.g. {@code new float[0]}; not text
   * @param shape extents of the whole array
   */
  public void begin(String name, Object like, long... shape) {
    requireComplete();
    if (like instanceof String[]) {
      throw new IllegalArgumentException("text cannot come in pieces; use put");
    }
    type = NpyType.of(like);
    missing = NpyHeader.elements(shape);
    guarded(() -> {
      zip.putNextEntry(entry(name));
      zip.write(new NpyHeader(type, false, shape).bytes());
    });
  }

  /** Adds the next elements of the array begun, in C order. @throws org.arbolt.BadInput if they cannot be written */
  public void append(Object data) {
    int count = Array.getLength(data);
    if (!NpyType.of(data).equals(type) || count > missing) {
      throw new IllegalArgumentException(count + " elements of " + data.getClass().getSimpleName() + " where "
          + missing + " of " + type + " are missing");
    }
    missing -= count;
    guarded(() -> {
      type.encode(zip, data, 0, count);
    });
  }

  /** Finishes the file and gives it its name. @throws org.arbolt.BadInput if that fails */
  public void commit() {
    requireComplete();
    guarded(() -> {
      zip.finish();
      file.commit();
    });
  }

  /** Ends writing; without {@link #commit()} nothing of it remains. */
  @Override
  public void close() {
    guarded(file::close);
  }

  private void requireComplete() {
    if (missing != 0) {
      throw new IllegalStateException("the array begun lacks " + missing + " elements");
    }
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(FIXED_TIME);
    return entry;
  }

  private interface Action {
    void run() throws IOException;
  }

  private void guarded(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw AtomicFile.unwritable(path, e);
    }
  }

  /** Counts what is written to it and drops it. */
  private static final class CountingSink extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      count += length;
    }
  }
}
