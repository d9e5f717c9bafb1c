package org.arbolt.cli;

import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Here for the help text; the launcher runs the tests, because they need the sources and Maven. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs the tests from the source folder (needs Maven) and lists those that were skipped.",
        footer = {"", "Example:", "  ./arbolt test --fast"})
@SuppressWarnings("UnusedVariable") // options for --help alone: the launcher runs the tests
final class TestCommand implements Callable<Integer> {
    @ArgGroup
    private Tier tier;

    private static final class Tier {
        @Option(
                names = "--fast",
                description = "Only the tests that take a second or less each: a minute and a half in all.")
        private boolean fast;

        @Option(names = "--long", description = "Only the tests that take minutes and no other run includes.")
        private boolean slowest;
    }

    @Override
    public Integer call() {
        throw new BadInput("the tests are run by the launcher in the source folder: ./arbolt test, alone or with one of"
                + " --fast and --long");
    }
}
