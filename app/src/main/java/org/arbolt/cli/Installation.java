package org.arbolt.cli;

import java.nio.file.Path;

/** Where Arbolt is installed, as its launcher says. */
final class Installation {
    private Installation() {}

    /** The folder with the models that ship; the one Arbolt is started in where no launcher started it. */
    static Path home() {
        return Path.of(System.getProperty("arbolt.home", ""));
    }
}
