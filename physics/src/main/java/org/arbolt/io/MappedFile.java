package org.arbolt.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BiFunction;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.Npy;

/**
 * A binary file to read, as memory. Whoever reads checks with {@link #require} that the bytes are there, and gets a
 * {@link BadInput} where they are not.
 *
 * @param path for messages
 * @param bytes all of the file, read only
 * @param order order of the bytes of a number
 */
public record MappedFile(Path path, MemorySegment bytes, ByteOrder order) {

    /** Maps a file for as long as the arena lives. @throws BadInput if it cannot be read */
    public static MappedFile open(Path path, Arena arena, ByteOrder order) {
        InputFile.refuseFolder(path, "a file in it");
        if (!Files.isRegularFile(path)) {
            throw new BadInput("cannot read " + path + ": no such file; check the name");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new MappedFile(path, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena), order);
        } catch (IOException e) {
            throw Npy.unreadable(path, e);
        }
    }

    /**
     * Maps a file for what reads it.
     *
     * @param arena closed by the reader when it is done, and here where the file is refused
     * @param reader made of the arena and the file
     */
    public static <T> T open(Path path, Arena arena, ByteOrder order, BiFunction<Arena, MappedFile, T> reader) {
        try {
            return reader.apply(arena, open(path, arena, order));
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** The same bytes, their numbers in another order. */
    public MappedFile withOrder(ByteOrder other) {
        return new MappedFile(path, bytes, other);
    }

    public long size() {
        return bytes.byteSize();
    }

    /**
     * @throws BadInput if fewer than {@code count} bytes follow {@code offset}; {@code what} names what they would be
     */
    public void require(long offset, long count, String what) {
        if (offset < 0 || count < 0 || count > size() - offset) {
            throw new Truncated(message("ends at byte " + size() + ", inside " + what + "; it is truncated"));
        }
    }

    /** The file ends where more of it should be. */
    public static final class Truncated extends BadInput {
        private static final long serialVersionUID = 1L;

        private Truncated(String message) {
            super(message);
        }
    }

    public int int32(long offset, String what) {
        require(offset, Integer.BYTES, what);
        return bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), offset);
    }

    public long int64(long offset, String what) {
        require(offset, Long.BYTES, what);
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), offset);
    }

    public float float32(long offset, String what) {
        return Float.intBitsToFloat(int32(offset, what));
    }

    /** What to throw where the contents are impossible. */
    public BadInput damaged(String what) {
        return new BadInput(message(what));
    }

    private String message(String what) {
        return path + ": " + what + "; make it again or give another file";
    }
}
