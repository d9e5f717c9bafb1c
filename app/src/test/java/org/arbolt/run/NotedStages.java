package org.arbolt.run;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.Progress;

/**
 * Keeps the lines that a run says.
 *
 * @param lines told so far
 */
public record NotedStages(List<String> lines) implements Stages {
    public NotedStages() {
        this(new ArrayList<>());
    }

    @Override
    public Progress begin(String name, String unit) {
        return Progress.NONE;
    }

    @Override
    public void note(String line) {
        lines.add(line);
    }
}
