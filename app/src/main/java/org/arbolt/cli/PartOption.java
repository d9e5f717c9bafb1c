package org.arbolt.cli;

import org.arbolt.run.Part;
import picocli.CommandLine.Option;

/** Which part of a run a command computes. */
final class PartOption {
    @Option(
            names = "--part",
            paramLabel = "i/N",
            description =
                    "compute the i-th of N parts alone, i from 1, into its own folder; arbolt merge makes the run of "
                            + "all of them (default: the whole run)")
    private String part;

    /** Null for the whole run. @param items that are shared out */
    Part of(Part.Work work, long items) {
        return part == null ? null : Part.parse(part, work, items);
    }

    /** What the name of a part's folder ends with. */
    String suffix() {
        return part == null ? "" : "-part-" + part.replace('/', '-');
    }
}
