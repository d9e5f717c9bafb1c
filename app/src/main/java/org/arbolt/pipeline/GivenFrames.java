package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.io.trajectory.ReadOptions;
import org.arbolt.io.trajectory.TrajectoryFile;
import org.arbolt.run.LargeFiles;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;

/**
 * Frames that a user gives.
 *
 * @param path a file, or a folder of them
 * @param options how they are read
 */
public record GivenFrames(Path path, ReadOptions options) {

    /** Files as Arbolt writes them. */
    public static GivenFrames of(Path path) {
        return new GivenFrames(path, ReadOptions.STRICT);
    }

    /**
     * What a run that learns from them is known by.
     *
     * @param names of the peptides, for a folder with a file of each
     * @throws BadInput if there is no such file
     */
    LargeFiles identity(List<String> names) {
        List<Path> shards = PublishedData.shards(path);
        if (!shards.isEmpty()) {
            return LargeFiles.of(path, shards);
        }
        if (names.isEmpty()) {
            TrajectoryFile.requireFile(path);
            return LargeFiles.of(path, List.of(path));
        }
        return LargeFiles.of(path, names.stream().map(this::of).toList());
    }

    /** The file of a peptide, where a folder is given. @throws BadInput if there is none */
    Path of(String name) {
        return Stream.of(path.resolve(name + ".npz"), path.resolve(name).resolve(RunFiles.TRAJECTORY))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new BadInput("there is neither " + path.resolve(name + ".npz") + " nor "
                        + path.resolve(name).resolve(RunFiles.TRAJECTORY) + "; make it with arbolt md " + name
                        + ", or name no folder to have it made"));
    }

    /** What dynamics made them, where they lie in the folder of a run that says so. */
    Optional<MolecularSystem> simulated() {
        try {
            RunConfig config =
                    RunFolder.toRead(path.toAbsolutePath().getParent()).config(RunConfig.class);
            return Optional.ofNullable(config.dynamics() == null ? null : config.system());
        } catch (BadInput unknown) {
            return Optional.empty();
        }
    }

    GivenFrames with(Remarks remarks) {
        return new GivenFrames(path, options.with(remarks));
    }
}
