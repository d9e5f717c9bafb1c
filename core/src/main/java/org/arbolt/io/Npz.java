package org.arbolt.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.arbolt.BadInput;

/**
 * NPZ files: named NPY arrays in a zip archive, stored or deflated, as {@code numpy.savez} and
 * {@code numpy.savez_compressed} write them. The checksum of every array read is verified.
 */
public final class Npz {
  private static final int BUFFER = 1 << 16;
  private static final long MOST_INFLATION = 1032; // bytes deflate can make of one (zlib, "Maximum Compression Factor")
  private static final long SMALLEST_STREAM = 64;
  private static final String ENDING = ".npy";

  private Npz() {}

  /**
   * Reads all arrays, by name, in the order of the file.
   *
   * @throws BadInput if the file is missing, damaged or holds something else
   */
  public static Map<String, NpyArray> read(Path file) {
    return open(file, arrays -> {
      Map<String, NpyArray> all = new LinkedHashMap<>();
      for (Map.Entry<String, ZipEntry> entry : arrays.entries.entrySet()) {
        all.put(entry.getKey(), arrays.read(entry.getValue()));
      }
      return all;
    });
  }

  /**
   * Reads one array and leaves the others alone.
   *
   * @throws BadInput if there is none of that name, or the file is missing, damaged or something else
   */
  public static NpyArray read(Path file, String name) {
    return open(file, arrays -> arrays.read(arrays.entry(name)));
  }

  /** Names of the arrays, in the order of the file. */
  public static Set<String> names(Path file) {
    return open(file, arrays -> arrays.entries.keySet());
  }

  /** Shape of one array, without reading its numbers. */
  public static long[] shape(Path file, String name) {
    return open(file, arrays -> arrays.header(arrays.entry(name)).shape());
  }

  /** Writes named arrays, stored without compression. @throws BadInput if the file cannot be written */
  public static void write(Path file, Map<String, NpyArray> arrays) {
    try (NpzWriter writer = NpzWriter.create(file)) {
      arrays.forEach(writer::put);
      writer.commit();
    }
  }

  private interface Work<R> {
    R on(Archive archive) throws IOException;
  }

  /** An open archive and its arrays by name. */
  private record Archive(Path file, ZipFile zip, Map<String, ZipEntry> entries) {

    ZipEntry entry(String name) {
      ZipEntry entry = entries.get(name);
      if (entry == null) {
        throw new BadInput(file + ": has no array '" + name + "', only " + entries.keySet() + "; give a file that has it");
      }
      return entry;
    }

    NpyArray read(ZipEntry entry) throws IOException {
      String where = file + ", array " + entry.getName();
      CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
      InputStream in = new BufferedInputStream(checked, BUFFER);
      NpyArray array = Npy.read(in, entry.getSize(), where);
      if (in.read() != -1) {
        throw new BadInput(where + ": unpacks to more bytes than the archive says; the file is altered, make it again");
      }
      if (checked.getChecksum().getValue() != entry.getCrc()) {
        throw new BadInput(where + ": its checksum does not match; the file is damaged, make it again");
      }
      return array;
    }

    NpyHeader header(ZipEntry entry) throws IOException {
      try (InputStream in = zip.getInputStream(entry)) {
        return NpyHeader.read(in, file + ", array " + entry.getName()).header();
      }
    }
  }

  private static <R> R open(Path file, Work<R> work) {
    if (!Files.isRegularFile(file)) {
      throw new BadInput("cannot read " + file + ": no such file; check the name");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return work.on(new Archive(file, zip, entries(file, zip)));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      String reason = e instanceof IOException io ? AtomicFile.reason(io) : "a malformed archive";
      throw new BadInput(file + ": is not a readable NPZ archive (" + reason + "); make it again or give another", e);
    }
  }

  /** The arrays of an archive, once their sizes are possible for a file of this length. */
  private static Map<String, ZipEntry> entries(Path file, ZipFile zip) throws IOException {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    long left = Files.size(file);
    for (ZipEntry entry : zip.stream().toList()) {
      long packed = entry.getCompressedSize();
      left -= packed;
      if (packed < 0 || left < 0 || entry.getSize() < 0 || entry.getSize() > MOST_INFLATION * packed + SMALLEST_STREAM) {
        throw new BadInput(file + ", array " + entry.getName() + ": claims " + entry.getSize() + " bytes from " + packed
            + " packed ones, which the file cannot hold; it is damaged, make it again");
      }
      if (!entry.getName().endsWith(ENDING)) {
        throw new BadInput(file + ": holds '" + entry.getName() + "', which is not an array; give a file that numpy.savez "
            + "wrote");
      }
      String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
      if (entries.put(name, entry) != null) {
        throw new BadInput(file + ": holds two arrays '" + name + "'; make it again with one");
      }
    }
    return entries;
  }
}
