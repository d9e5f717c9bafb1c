package org.arbolt.cli;

import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import picocli.CommandLine.Command;

/** Here for the help text; the launcher runs the tests, because they need the sources and Maven. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs all tests from the source folder (needs Maven).",
        footer = {"", "Example:", "  ./arbolt test"})
final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new BadInput(
                "the tests are run by the launcher in the source folder: ./arbolt test, without further arguments");
    }
}
