package org.arbolt.cli;

import picocli.CommandLine.Option;

/** The seed, which every command takes. */
final class SeedOption {
    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "all random numbers come from it: equal seeds give equal results (default: ${DEFAULT-VALUE})")
    long seed;
}
