package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbolt.benchmark.Comparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Shows runs side by side: a table here, and one HTML page that fetches nothing.",
            "",
            "RUN is a folder that arbolt run or arbolt evaluate wrote; nothing is computed again."
        },
        footer = {"", "Example:", "  arbolt compare runs/Ace-A-Nme runs/Ace-A-Nme-train --output comparison.html"})
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "2..*", description = "folders with metrics.json, two or more")
    private List<Path> runs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "comparison.html",
            description = "the page (default: ${DEFAULT-VALUE})")
    private Path output;

    @Override
    public Integer call() {
        System.out.println(Comparison.run(runs, output));
        return 0;
    }
}
