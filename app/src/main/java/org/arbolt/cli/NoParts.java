package org.arbolt.cli;

import org.arbolt.BadInput;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Refuses {@code --part} where what is computed hangs together. */
final class NoParts {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--part", hidden = true, paramLabel = "i/N")
    void refuse(String part) {
        throw new BadInput(
                "arbolt " + command.name() + " has no --part: each step needs all the frames of the one before;"
                        + " parts are of sample, energy, md and data. arbolt train runs on several machines under "
                        + "mpirun");
    }
}
