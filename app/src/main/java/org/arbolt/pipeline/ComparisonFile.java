package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;

/**
 * The distances of an ensemble from its reference, {@code comparison.json}: they take most of the time of an
 * evaluation, and one that wants something else, such as profiles, need not find them again.
 *
 * @param sha256 of what they follow from, see {@link InputDigest}
 */
record ComparisonFile(String sha256, EnsembleDistances distances) {

    /** The distances in a folder; null where there are none, or they follow from something else. */
    static EnsembleDistances read(Path folder, String sha256) {
        Path file = folder.resolve(RunFiles.COMPARISON);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        ComparisonFile there = RunFolder.readJson(file, ComparisonFile.class);
        return sha256.equals(there.sha256) ? there.distances : null;
    }

    static void write(Path folder, String sha256, EnsembleDistances distances) {
        RunFolder.writeJson(folder.resolve(RunFiles.COMPARISON), new ComparisonFile(sha256, distances));
    }
}
