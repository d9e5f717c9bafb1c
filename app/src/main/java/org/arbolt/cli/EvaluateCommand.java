package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Compares the samples of a run folder with a reference; writes evaluation.json and the report.",
        footer = {
            "",
            "Example:",
            "  arbolt evaluate runs/Ace-A-Nme-samples --reference runs/Ace-A-Nme-md/trajectory.npz"
        })
final class EvaluateCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "a folder that arbolt run or arbolt sample wrote")
    private Path folder;

    @Option(
            names = "--reference",
            paramLabel = "FRAMES.npz",
            description = "what arbolt md wrote (default: the folder's reference.npz, if it has one)")
    private Path reference;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "folder for evaluation.json, report.html and the figures (default: the run's own)")
    private Path output;

    @Override
    public Integer call() {
        print(Pipeline.evaluate(folder, reference, output, typed(), ConsoleStages.INSTANCE));
        return 0;
    }
}
