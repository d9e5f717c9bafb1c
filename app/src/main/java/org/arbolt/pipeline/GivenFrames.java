package org.arbolt.pipeline;

import java.nio.file.Path;
import org.arbolt.Remarks;
import org.arbolt.io.trajectory.ReadOptions;

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

    GivenFrames with(Remarks remarks) {
        return new GivenFrames(path, options.with(remarks));
    }
}
