package org.arbolt.io.trajectory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import org.arbolt.io.AtomicFile;

/** Writes a shard of many peptides ({@link PeptideShards}) frame by frame; it appears at {@link #commit()}. */
public final class PeptideShardWriter implements Closeable {
    private final Path path;
    private final AtomicFile file;
    private int count;

    /** Starts a shard. @throws org.arbolt.BadInput if it cannot be written there */
    public PeptideShardWriter(Path path) {
        this.path = path;
        this.file = AtomicFile.open(path);
    }

    /**
     * Adds a frame.
     *
     * @param sequence of the peptide, in one-letter codes
     * @param xyz [A][3], nm, in the order of the sequence's PDB
     * @throws org.arbolt.BadInput if it cannot be written
     */
    public void add(String sequence, float[] xyz) {
        if (!sequence.matches("[A-Za-z0-9-]+") || xyz.length == 0 || xyz.length % 3 != 0) {
            throw new IllegalArgumentException(
                    "no frame of a peptide: '" + sequence + "' with " + xyz.length + " numbers");
        }
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES * xyz.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(xyz);
        try {
            TarWriter.put(file.stream(), String.format(Locale.ROOT, "%s_%08d.bin", sequence, count++), data.array());
        } catch (IOException e) {
            throw AtomicFile.unwritable(path, e);
        }
    }

    /** Finishes the shard and gives it its name. @throws org.arbolt.BadInput if that fails */
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
