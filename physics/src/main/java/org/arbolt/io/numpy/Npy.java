package org.arbolt.io.numpy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;

/**
 * NPY files, one array each (NumPy Enhancement Proposal 1). Reads versions 1.0 to 3.0 in either byte order and either
 * index order; writes version 1.0, little endian, C order. Half precision becomes {@code float[]}, small integers
 * become {@code int[]}; pickled objects and records of fields are refused.
 */
public final class Npy {
    private static final int BUFFER = 1 << 16;

    private Npy() {}

    /** Reads the array of a file. @throws BadInput if the file is missing, damaged or holds something else */
    public static NpyArray read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            return read(in, Files.size(file), file.toString());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Writes one array. @throws BadInput if the file cannot be written */
    public static void write(Path file, NpyArray array) {
        AtomicFile.write(file, out -> write(out, array));
    }

    /**
     * Reads an array that fills a stream.
     *
     * @param bytes length of the stream
     * @param where the file, and the array in it, for messages
     */
    static NpyArray read(InputStream in, long bytes, String where) throws IOException {
        return readNumbers(in, NpyHeader.read(in, where), bytes, where);
    }

    /** The same, when the header has been read already. */
    public static NpyArray readNumbers(InputStream in, NpyHeader.Read read, long bytes, String where)
            throws IOException {
        NpyHeader header = read.header();
        int count = header.count(bytes - read.bytes(), where);
        Object data;
        try {
            data = header.type().decode(in, count);
        } catch (IOException e) {
            throw new BadInput(
                    where + ": " + AtomicFile.reason(e) + "; the file is truncated or altered, make it again", e);
        }
        return new NpyArray(header.shape(), header.fortran() ? toC(data, header.shape()) : data);
    }

    public static void write(OutputStream out, NpyArray array) throws IOException {
        NpyType type = NpyType.of(array.data());
        out.write(new NpyHeader(type, false, array.shape()).bytes());
        type.encode(out, array.data(), 0, array.size());
    }

    public static BadInput unreadable(Path file, IOException cause) {
        return new BadInput(
                "cannot read " + file + ": " + AtomicFile.reason(cause) + "; check the name and the file", cause);
    }

    /** The same array with the last index fastest instead of the first. */
    private static Object toC(Object data, long[] shape) {
        int count = Array.getLength(data);
        Object out = Array.newInstance(data.getClass().getComponentType(), count);
        int[] index = new int[shape.length];
        for (int to = 0; to < count; to++) {
            int from = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from = from * (int) shape[axis] + index[axis];
            }
            System.arraycopy(data, from, out, to, 1);
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return out;
    }
}
