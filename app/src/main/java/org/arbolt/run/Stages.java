package org.arbolt.run;

import org.arbolt.Progress;

/** Where a run says what it is doing. */
public interface Stages {
    /** Says nothing. */
    Stages SILENT = new Stages() {
        @Override
        public Progress begin(String name, String unit) {
            return Progress.NONE;
        }

        @Override
        public void note(String line) {}
    };

    /**
     * A part of the run begins.
     *
     * @param name what it does, for people
     * @param unit what its progress counts, e.g. {@code samples}
     * @return where its progress goes
     */
    Progress begin(String name, String unit);

    /** One line worth knowing. */
    void note(String line);
}
