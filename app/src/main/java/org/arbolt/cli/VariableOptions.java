package org.arbolt.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Variables whose distributions are wanted. */
final class VariableOptions {
    @Option(
            names = "--cv",
            paramLabel = "NAME=VARIABLE",
            description = "a variable whose histogram and free energy go to profiles.npz and the report, e.g. 'end = "
                    + "distance(CA 1, CA 5)'; may be given several times (docs/control.md; default: none)")
    private List<String> variables = new ArrayList<>();

    List<String> variables() {
        return variables;
    }
}
