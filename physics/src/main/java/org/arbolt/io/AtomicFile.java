package org.arbolt.io;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.arbolt.BadInput;

/**
 * A file that appears under its name whole or not at all: written beside its place under a hidden temporary name,
 * flushed to the disk, then renamed over what was there. A full disk, an exception or {@code kill -9} leaves the old
 * file as it was; what a killed process left behind is removed by the next writer of the same file.
 *
 * <pre>{@code
 * AtomicFile.write(path, out -> out.write(bytes));
 * }</pre>
 */
public final class AtomicFile implements Closeable {
    private static final String ENDING = ".part";
    private static final int BUFFER = 1 << 16;
    private static final AtomicLong COUNTER = new AtomicLong();

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean committed;

    private AtomicFile(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /**
     * Writes a file in one go.
     *
     * @param target the file to make or replace; its folder must exist
     * @param body writes the contents to the stream given; need not close it
     * @throws BadInput if the file cannot be written, with its name, the reason and a remedy
     */
    public static void write(Path target, IOConsumer<OutputStream> body) {
        try (AtomicFile file = open(target)) {
            body.accept(file.stream());
            file.commit();
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /**
     * Starts a file that is written piece by piece: it takes its place at {@link #commit()} and is thrown away by
     * {@link #close()} if that was not reached.
     *
     * @throws BadInput if the folder is missing or not writable, or the name is taken by something that is not a plain
     *     file
     */
    public static AtomicFile open(Path target) {
        try {
            Path place = place(target);
            Path folder = place.getParent();
            String prefix = "." + place.getFileName() + ".";
            removeAbandoned(folder, prefix);
            Path temporary = folder.resolve(prefix + ownMark() + COUNTER.incrementAndGet() + ENDING);
            FileChannel channel = FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.lock();
            return new AtomicFile(place, temporary, channel);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Where the contents go, buffered. */
    public OutputStream stream() {
        return out;
    }

    /** The temporary file itself, for formats that come back to their header; whatever was streamed is in it. */
    public FileChannel channel() throws IOException {
        out.flush();
        return channel;
    }

    /** Flushes to the disk and gives the file its name. */
    public void commit() throws IOException {
        out.flush();
        channel.force(true);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
        try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Ends writing; without {@link #commit()} nothing of it remains. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed) {
            Files.deleteIfExists(temporary);
        }
    }

    /** What a failure to write is told as. */
    public static BadInput unwritable(Path target, IOException cause) {
        return new BadInput(
                "cannot write " + target + ": " + reason(cause)
                        + "; free space or make the folder writable, or choose another output",
                cause);
    }

    /** The reason of a failed file operation in a few words, without the path. */
    public static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        String detail = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        return detail == null
                ? cause.getClass().getSimpleName()
                : detail.lines().findFirst().orElse("");
    }

    private static Path place(Path target) throws IOException {
        Path place = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
        if (Files.exists(place) && !Files.isRegularFile(place)) {
            throw new BadInput("cannot write " + target + ": it is not a plain file; choose another output");
        }
        return place;
    }

    private static String ownMark() {
        return ProcessHandle.current().pid() + "-";
    }

    private static void removeAbandoned(Path folder, String prefix) throws IOException {
        String own = prefix + ownMark();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(ENDING) && !name.startsWith(own) && isAbandoned(entry)) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    /** Whether nobody holds the lock that a writer keeps on its temporary file. */
    private static boolean isAbandoned(Path temporary) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException | AccessDeniedException e) {
            return false; // its writer has just finished, or is another user
        }
    }
}
