package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders of what a stage has saved while it was under way. */
final class UnfinishedFolder {
    private UnfinishedFolder() {}

    /**
     * Removes a folder, if it is there, with its files.
     *
     * @param first files of it that go first, in this order, so that a process killed meanwhile leaves what can be gone
     *     on from, or nothing
     */
    static void delete(Path folder, List<Path> first) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            for (Path file : first) {
                Files.deleteIfExists(file);
            }
            try (Stream<Path> rest = Files.list(folder)) { // and what a killed process had only begun to write
                for (Path file : rest.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
