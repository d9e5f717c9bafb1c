package org.arbolt.pipeline;

import java.nio.file.Path;
import org.arbolt.BadInput;

/**
 * A file of samples that follow each other in a run.
 *
 * @param file arrays as {@code samples.part.npz} has them
 * @param populations what became of their populations of sequential Monte Carlo; null for independent samples
 * @param count samples
 * @param contents what the file must hold, in words
 * @param remedy where it does not
 */
record Portion(Path file, Path populations, int count, String contents, String remedy) {
    BadInput damaged() {
        return new BadInput(file + " does not hold " + contents + "; the file is damaged, " + remedy);
    }
}
