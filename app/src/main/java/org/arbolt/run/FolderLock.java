package org.arbolt.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.arbolt.BadInput;

/** The hold of one process on a folder, made where there is none. */
final class FolderLock implements AutoCloseable {
    /** The file that is locked; it stays with the folder. */
    static final String NAME = ".lock";

    private final Path folder;
    private final FileChannel channel;
    private final List<Path> made; // folders that were not there before, the innermost first

    private FolderLock(Path folder, FileChannel channel, List<Path> made) {
        this.folder = folder;
        this.channel = channel;
        this.made = made;
    }

    /** @throws BadInput if another process holds it */
    static FolderLock of(Path folder) throws IOException {
        List<Path> made = missing(folder);
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new BadInput(
                    folder + " is in use by another arbolt process; wait for it or choose another output folder");
        }
        return new FolderLock(folder, channel, made);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    private static List<Path> missing(Path folder) {
        List<Path> missing = new ArrayList<>();
        for (Path path = folder.toAbsolutePath(); path != null && Files.notExists(path); path = path.getParent()) {
            missing.add(path);
        }
        return missing;
    }

    /** Whether there is nothing else in the folder. */
    boolean isAlone() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.allMatch(path -> path.endsWith(NAME));
        }
    }

    /** Whether there is nothing in the folder but files of these names, and folders without files. */
    boolean holdsOnly(Set<String> names) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !Files.isDirectory(path))
                    .map(path -> folder.relativize(path).toString())
                    .allMatch(name -> name.equals(NAME) || names.contains(name));
        }
    }

    /** Deletes all that is in the folder, and what of it and the folders that it lies in was made for it. */
    void takeAway() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.deleteIfExists(path);
                }
            }
        }
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (DirectoryNotEmptyException e) {
                return; // another process has begun a run in it
            }
        }
    }

    /** Leaves a folder that is not ours as it was. */
    void forget() throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
