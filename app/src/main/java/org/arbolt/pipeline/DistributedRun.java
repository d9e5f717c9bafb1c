package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.arbolt.run.Stages;
import org.arbolt.tensor.Collective;
import org.arbolt.tensor.Engine;

/**
 * A command carried out by all the processes that {@code mpirun} started: the first one in the run's folder and aloud,
 * the others in folders of their own that are thrown away, and silently.
 */
final class DistributedRun {
    private DistributedRun() {}

    /** What each process does. */
    @FunctionalInterface
    interface Work {
        String run(Collective all, Path path, Stages stages);
    }

    /** @return what the first process's work returns; null in the others */
    static String run(Path path, Stages stages, Work work) {
        Collective all = Collective.ofLaunch(Engine.device());
        if (all.leads()) {
            if (all.size() > 1) {
                stages.note(all.size() + " processes train together");
            }
            String done = work.run(all, path, stages);
            all.leave();
            return done;
        }
        Path own = temporary();
        try {
            work.run(all, own, Stages.SILENT);
        } finally {
            delete(own);
        }
        all.leave();
        return null;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("arbolt-process-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
