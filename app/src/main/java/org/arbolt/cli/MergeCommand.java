package org.arbolt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbolt.pipeline.PartMerge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = {
            "Makes one run of parts that were computed with --part, each by a process or a machine of its own.",
            "",
            "The run's folder is the one that a single process would have made: equal to the bit where the processors "
                    + "have vectors of one width. Weights, their smoothing and all else that belongs to all samples "
                    + "together are computed here. run.json has the sums of the parts' costs, and the machines. A "
                    + "part that is missing, there twice, not done or of another run is named. The same command as of "
                    + "the parts, without --part, then goes on with the folder."
        },
        footer = {
            "",
            "Example:",
            "  arbolt sample AAA --model m.safetensors --samples 10000 --part 1/2 --output parts/1",
            "  arbolt sample AAA --model m.safetensors --samples 10000 --part 2/2 --output parts/2",
            "  arbolt merge parts --output runs/AAA-samples"
        })
final class MergeCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PART",
            arity = "1..*",
            description =
                    "folders of the parts, in any order, or folders that hold them; @FILE reads names from a file")
    private List<Path> parts;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "RUN",
            description = "the run's folder; of arbolt energy, the file of energies")
    private Path output;

    @Override
    public Integer call() {
        System.out.println(PartMerge.run(parts, output, typed(), ConsoleStages.INSTANCE));
        return 0;
    }
}
