package org.arbolt.io.numpy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;

/**
 * Reads one array of an NPZ file in pieces, so that it need not fit memory; what {@link NpzWriter} is to writing. The
 * checksum is verified when the last element has been read. For one thread at a time.
 */
public final class NpzReader implements Closeable {
    private final NpzArchive archive;
    private final NpzArchive.NpzStream stream;
    private final String where;
    private final NpyHeader header;
    private long left; // elements

    private NpzReader(NpzArchive archive, String name) throws IOException {
        this.archive = archive;
        ZipEntry entry = archive.entry(name);
        where = archive.where(entry);
        stream = archive.stream(entry);
        NpyHeader.Read start = NpyHeader.read(stream.in(), where);
        header = start.header();
        left = header.elements(entry.getSize() - start.bytes(), where);
        if (header.fortran()) {
            throw new BadInput(where + ": its first index is fastest; make it again in C order");
        }
    }

    /**
     * Opens an array.
     *
     * @throws BadInput if there is none of that name, or the file is missing, damaged or something else
     */
    public static NpzReader open(Path file, String name) {
        NpzArchive archive = NpzArchive.open(file);
        try {
            return new NpzReader(archive, name);
        } catch (IOException | RuntimeException e) {
            closeQuietly(archive);
            throw e instanceof BadInput bad ? bad : NpzArchive.unreadable(file, e);
        }
    }

    private static void closeQuietly(NpzArchive archive) {
        try {
            archive.close();
        } catch (IOException e) {
            // What made it unreadable is told instead.
        }
    }

    /** Shape of the array, the outermost dimension first. */
    public long[] shape() {
        return header.shape();
    }

    /**
     * The next elements, in C order.
     *
     * @param most how many are wanted; there are fewer only at the end
     * @return an array of the element type; empty when all have been read
     * @throws BadInput if the file is damaged there
     */
    public Object next(int most) {
        int count = (int) Math.min(most, left);
        try {
            Object numbers = header.type().decode(stream.in(), count);
            left -= count;
            if (left == 0 && count > 0) {
                stream.requireWhole();
            }
            return numbers;
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            String reason = e instanceof IOException io ? AtomicFile.reason(io) : String.valueOf(e.getMessage());
            throw new BadInput(where + ": cannot be read (" + reason + "); the file is damaged, make it again", e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
        archive.close();
    }
}
