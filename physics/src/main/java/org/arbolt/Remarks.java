package org.arbolt;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where readers of a user's files tell what they had to build, leave out or repair. Each remark is one line that names
 * the file, what was done, and to which of its parts, e.g. {@code "x.pdb: built 1 hydrogen: HB1 of ALA 2"}.
 */
@FunctionalInterface
public interface Remarks {
    /** Keeps nothing. */
    Remarks NONE = remark -> {};

    /** @param remark one line; no full stop at its end */
    void add(String remark);

    /**
     * Passes every remark on once, as one line that is safe to print: files are quoted in it, and a hostile one may
     * hold escapes of terminals. Not for several threads at a time.
     */
    static Remarks once(Consumer<String> listener) {
        Set<String> told = new HashSet<>();
        return remark -> {
            String line = BadInput.oneLine(remark);
            if (told.add(line)) {
                listener.accept(line);
            }
        };
    }
}
