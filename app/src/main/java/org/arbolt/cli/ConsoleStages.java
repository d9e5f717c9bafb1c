package org.arbolt.cli;

import org.arbolt.Progress;
import org.arbolt.run.Stages;

/** Stages on standard error, where they do not mix with results. */
enum ConsoleStages implements Stages {
    INSTANCE;

    @Override
    public Progress begin(String name, String unit) {
        return ConsoleProgress.of(name, unit);
    }

    @Override
    public void note(String line) {
        System.err.println(line);
    }
}
