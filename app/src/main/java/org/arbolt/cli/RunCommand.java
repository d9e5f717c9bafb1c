package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "From a peptide's name to a weighted ensemble and its report.",
            "",
            "Makes reference dynamics, takes the model that ships (or trains one), samples, reweights, evaluates and "
                    + "writes report.html. Stopped at any moment, the same command goes on where it was; with more "
                    + "--samples it tops up."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt run Ace-A-Nme                    with the model that ships",
            "  arbolt run Ace-A-Nme --train            trained from nothing, within the hour",
            "  arbolt run Ace-A-Nme --quick            the whole path in miniature, for a look"
        })
final class RunCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEPTIDE", description = SystemOptions.PEPTIDE)
    private String peptide;

    @Option(names = "--train", description = "train from nothing instead of using the model that ships")
    private boolean train;

    @Option(names = "--quick", description = "the whole path in miniature, trained from nothing in about a minute")
    private boolean quick;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "a trained model (.safetensors) instead of the one that ships")
    private Path model;

    @Option(
            names = "--coordinates",
            defaultValue = "internal",
            description =
                    "coordinates of the model: internal, or cartesian as in the paper (default: ${DEFAULT-VALUE})")
    private CoordinateKind coordinates;

    @Option(names = "--samples", description = "samples to draw (default: 10000; 2000 with --quick)")
    private Integer samples;

    @Mixin
    private SamplingOptions sampling;

    @Mixin
    private SystemOptions system;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "run folder (default: runs/PEPTIDE, -quick or -train added)")
    private Path output;

    @Override
    public Integer call() {
        device.apply();
        if ((train ? 1 : 0) + (quick ? 1 : 0) + (model != null ? 1 : 0) > 1) {
            throw new BadInput("--train, --quick and --model exclude one another; give one of them");
        }
        int wanted = samples != null ? samples : quick ? 2000 : 10_000;
        MolecularSystem simulated = system.of(peptide);
        RunConfig config = new RunConfig(
                simulated, seed(), Presets.reference(quick), source(simulated.peptide()), sampling.plan());
        print(Pipeline.run(folder(), config, wanted, typed(), ConsoleStages.INSTANCE));
        return 0;
    }

    private RunConfig.ModelSource source(String name) {
        if (train || quick) {
            return new RunConfig.ModelSource(null, null, Presets.training(coordinates, quick));
        }
        Path file = model != null ? model : Presets.shippedModel(Installation.home(), name, coordinates);
        if (file == null) {
            throw new BadInput("no trained model of " + name + " in these coordinates ships with arbolt; train one with"
                    + " --train, or name one with --model");
        }
        return Presets.file(file);
    }

    private Path folder() {
        if (output != null) {
            return output;
        }
        String kind = coordinates == CoordinateKind.CARTESIAN ? "-cartesian" : "";
        return Path.of("runs", MolecularSystem.label(peptide) + kind + (quick ? "-quick" : train ? "-train" : ""));
    }
}
