package org.arbolt.io.numpy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.arbolt.BadInput;

/**
 * NPZ files: named NPY arrays in a zip archive, stored or deflated, as {@code numpy.savez} and
 * {@code numpy.savez_compressed} write them. The checksum of every array read is verified.
 */
public final class Npz {
    private Npz() {}

    /**
     * Reads all arrays, by name, in the order of the file.
     *
     * @throws BadInput if the file is missing, damaged or holds something else
     */
    public static Map<String, NpyArray> read(Path file) {
        return open(file, arrays -> {
            Map<String, NpyArray> all = new LinkedHashMap<>();
            for (Map.Entry<String, ZipEntry> entry : arrays.entries().entrySet()) {
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
        return open(file, arrays -> arrays.entries().keySet());
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
        R on(NpzArchive archive) throws IOException;
    }

    private static <R> R open(Path file, Work<R> work) {
        try (NpzArchive archive = NpzArchive.open(file)) {
            return work.on(archive);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw NpzArchive.unreadable(file, e);
        }
    }
}
