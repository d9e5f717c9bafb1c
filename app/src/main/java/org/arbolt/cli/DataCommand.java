package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.pipeline.BenchmarkSystem;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.run.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the benchmark data set of a system: training, validation and test frames by independent "
                    + "replica-exchange runs with the published force field, temperature and friction.",
            "",
            "Writes NAME_TK_{train,val,test}.npy ([F,A,3] float32 nm) with NAME.pdb, {train,val,test}.npz with "
                    + "'energy' [F] kJ/mol and 'ladder', 'walker' [F] beside the same 'positions', and data.json: "
                    + "noise floors and convergence. Validation and test sets have as many frames as the training "
                    + "set, at most 10000. Stopped at any moment, the same command goes on where it was."
        },
        footer = {"", "Examples:", "  arbolt data AAA", "  arbolt data Ace-A-Nme --quick      in miniature, for a look"
        })
final class DataCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SYSTEM",
            description = "one of ${COMPLETION-CANDIDATES}",
            completionCandidates = Names.class)
    private String name;

    @Option(
            names = "--frames",
            description = "frames of the training set, at least (default: 100000; 1000 with --quick)")
    private Integer frames;

    @Option(names = "--quick", description = "few frames, close to each other and after little equilibration")
    private boolean quick;

    @Mixin
    private PartOption part;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "folder (default: runs/SYSTEM-data, -quick and -part-i-N added)")
    private Path output;

    /** Names of the systems, for the help text. */
    static final class Names extends java.util.ArrayList<String> {
        Names() {
            super(java.util.List.of(BenchmarkSystem.names()));
        }
    }

    @Override
    public Integer call() {
        BenchmarkSystem benchmark = BenchmarkSystem.of(name);
        int wanted = frames == null ? BenchmarkSystem.frames(quick) : frames;
        Path folder = output != null
                ? output
                : Path.of("runs", benchmark.peptide() + "-data" + (quick ? "-quick" : "") + part.suffix());
        RunConfig config = new RunConfig(benchmark.system(), seed(), benchmark.dynamics(wanted, quick), null, null);
        config = config.withPart(part.of(Part.Work.DATA, config.dynamics().ladders()));
        if (part.elsewhere()) {
            System.out.println(part.run(folder, typed()));
            return 0;
        }
        System.out.println(Pipeline.data(folder, config, typed(), ConsoleStages.INSTANCE));
        return 0;
    }
}
