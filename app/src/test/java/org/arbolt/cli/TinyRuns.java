package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** Runs of seconds that tests of commands begin with. */
final class TinyRuns {
    private TinyRuns() {}

    /** Frames of Ace-A-Nme. @return the trajectory */
    static Path frames(Path folder) {
        return frames(folder, "");
    }

    /** The same with other options. */
    static Path frames(Path folder, String options) {
        succeeds("md Ace-A-Nme --frames 120 --ladders 4 --rungs 1 --cold-rungs 2 --equilibration 0.2 --spacing 0.1 "
                + options + " -o " + folder);
        return folder.resolve("trajectory.npz");
    }

    /** A command that ends well. */
    static Typed succeeds(String words) {
        Typed typed = Typed.line(words);
        assertThat(typed.exitCode()).as(typed.error()).isZero();
        assertThat(typed.complaints()).isEmpty();
        return typed;
    }
}
