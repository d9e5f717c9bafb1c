package org.arbolt.pipeline;

import org.arbolt.Progress;
import org.arbolt.run.Stages;

/**
 * Ends work in the middle, as {@code kill} would.
 *
 * @param stage whose progress ends it
 * @param step from which on it does
 */
record InterruptedStages(String stage, long step) implements Stages {
    static final String MESSAGE = "killed";

    @Override
    public Progress begin(String name, String unit) {
        return (done, _, _) -> {
            if (name.equals(stage) && done >= step) {
                throw new IllegalStateException(MESSAGE);
            }
        };
    }

    @Override
    public void note(String line) {}
}
