package org.arbolt.io.numpy;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.arbolt.io.AtomicFile;
import org.arbolt.io.ZipRecords;

/**
 * Writes an NPZ file whose arrays may come in pieces, several of them side by side, so that none has to fit memory:
 * their sizes are known when they begin, hence each has its place in the file from then on. The file appears at
 * {@link #commit()}. The same arrays give the same bytes.
 *
 * <pre>{@code
 * try (NpzWriter out = NpzWriter.create(path)) {
 *   NpzWriter.Column energy = out.begin("energy", new double[0], frames);
 *   NpzWriter.Column forces = out.begin("forces", new double[0], frames, atoms, 3);
 *   for (Energies block : blocks) {
 *     energy.append(block.total());
 *     forces.append(block.forces());
 *   }
 *   out.commit();
 * }
 * }</pre>
 */
public final class NpzWriter implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final AtomicFile file;
    private final List<Column> columns = new ArrayList<>();
    private long end; // bytes taken

    private NpzWriter(Path path) {
        this.path = path;
        this.file = AtomicFile.open(path);
    }

    /** Starts a file. @throws org.arbolt.BadInput if it cannot be written there */
    public static NpzWriter create(Path path) {
        return new NpzWriter(path);
    }

    /** Adds a whole array. @throws org.arbolt.BadInput if it cannot be written */
    public void put(String name, NpyArray array) {
        begin(name, NpyType.of(array.data()), array.shape()).append(array.data());
    }

    /**
     * Begins an array that comes in pieces.
     *
     * @param like an array of the element type, e.g. {@code new float[0]}; not text
     * @param shape extents of the whole array
     * @throws org.arbolt.BadInput if it cannot be written
     */
    public Column begin(String name, Object like, long... shape) {
        if (like instanceof String[]) {
            throw new IllegalArgumentException("text cannot come in pieces; use put");
        }
        return begin(name, NpyType.of(like), shape);
    }

    private Column begin(String name, NpyType type, long[] shape) {
        String entry = name + ".npy";
        if (columns.stream().anyMatch(c -> c.entry.name().equals(entry))) {
            throw new IllegalArgumentException("two arrays are called " + name);
        }
        byte[] header = new NpyHeader(type, false, shape).bytes();
        long elements = NpyHeader.elements(shape);
        long size = header.length + elements * type.itemBytes();
        Column column = new Column(new ZipRecords.Entry(entry, end, size, 0), type, elements);
        columns.add(column);
        end = column.at + size;
        guarded(() -> column.out.write(header));
        return column;
    }

    /** Finishes the file and gives it its name. @throws org.arbolt.BadInput if that fails */
    public void commit() {
        guarded(() -> {
            List<ZipRecords.Entry> entries = new ArrayList<>();
            for (Column column : columns) {
                entries.add(column.finish());
            }
            write(ZipRecords.directory(entries, end), end);
            file.commit();
        });
    }

    /** Ends writing; without {@link #commit()} nothing of it remains. */
    @Override
    public void close() {
        guarded(file::close);
    }

    private void write(byte[] bytes, long at) throws IOException {
        write(ByteBuffer.wrap(bytes), at);
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        FileChannel channel = file.channel();
        long next = at;
        while (bytes.hasRemaining()) {
            next += channel.write(bytes, next);
        }
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

    /** An array of the file that grows to its announced size. */
    public final class Column {
        private final ZipRecords.Entry entry; // checksum still unknown
        private final NpyType type;
        private final CRC32 checksum = new CRC32();
        private final OutputStream out = new BufferedOutputStream(new Place(), BUFFER);
        private long at; // byte of the file that is next
        private long missing; // elements still to come

        private Column(ZipRecords.Entry entry, NpyType type, long elements) {
            this.entry = entry;
            this.type = type;
            this.at = entry.offset() + ZipRecords.header(entry).length;
            this.missing = elements;
        }

        /** Adds the next elements, in C order. @throws org.arbolt.BadInput if they cannot be written */
        public void append(Object data) {
            int count = Array.getLength(data);
            if (!NpyType.of(data).equals(type) || count > missing) {
                throw new IllegalArgumentException(count + " elements of "
                        + data.getClass().getSimpleName() + " where " + missing + " of " + type + " are missing");
            }
            missing -= count;
            guarded(() -> type.encode(out, data, 0, count));
        }

        /** Writes the header, now that the checksum is known. */
        private ZipRecords.Entry finish() throws IOException {
            if (missing != 0) {
                throw new IllegalStateException("array " + entry.name() + " lacks " + missing + " elements");
            }
            out.flush();
            ZipRecords.Entry whole =
                    new ZipRecords.Entry(entry.name(), entry.offset(), entry.size(), checksum.getValue());
            write(ZipRecords.header(whole), whole.offset());
            return whole;
        }

        /** Where the array's bytes go in the file. */
        private final class Place extends OutputStream {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                checksum.update(bytes, from, length);
                NpzWriter.this.write(ByteBuffer.wrap(bytes, from, length), at);
                at += length;
            }
        }
    }
}
