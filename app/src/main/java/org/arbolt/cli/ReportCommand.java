package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.pipeline.EvaluationPlan;
import org.arbolt.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes report.html and its figures again from what a run folder holds.",
        footer = {"", "Example:", "  arbolt report runs/Ace-A-Nme"})
final class ReportCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "a folder that arbolt run or arbolt sample wrote")
    private Path folder;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "folder for report.html, metrics.json and the figures (default: the run's own)")
    private Path output;

    @Override
    public Integer call() {
        System.out.println("report: "
                + Pipeline.evaluate(folder, null, EvaluationPlan.ONCE, output, typed(), ConsoleStages.INSTANCE)
                        .report());
        return 0;
    }
}
