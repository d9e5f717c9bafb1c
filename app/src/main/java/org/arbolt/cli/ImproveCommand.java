package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.Remarks;
import org.arbolt.pipeline.GivenFrames;
import org.arbolt.pipeline.ImprovementPlan;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.RunConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "improve",
        modelTransformer = ImproveCommand.Defaults.class,
        mixinStandardHelpOptions = true,
        description = {
            "Improves a model by its own weighted samples.",
            "",
            "In every round the model is sampled, the samples are weighed by their energies and resampled into a "
                    + "replay buffer, and the model goes on training on that. Writes a run folder with "
                    + "model.safetensors, improvement.json (effective samples, log Z and energy evaluations of every "
                    + "round) and rounds/. Stopped at any moment, the same command goes on where it was."
        },
        footer = {
            "",
            "Example:",
            "  arbolt improve Ace-A-Nme --model runs/Ace-A-Nme-model/model.safetensors --rounds 3 --held-out test.npz"
        })
final class ImproveCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEPTIDE", description = SystemOptions.PEPTIDE)
    private String peptide;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "the model to begin with, of the peptide or of many (.safetensors)")
    private Path model;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "10000",
            description = "samples of every round (default: ${DEFAULT-VALUE})")
    private int samples;

    @Option(
            names = "--weights",
            paramLabel = "none|psis|clip:SHARE",
            defaultValue = "psis",
            description = "treatment of their weights before they are resampled (default: ${DEFAULT-VALUE})")
    private String weights;

    @Option(
            names = "--buffer",
            paramLabel = "N",
            defaultValue = "10000",
            description = "frames that every round trains on (default: ${DEFAULT-VALUE})")
    private int buffer;

    @Option(
            names = "--old-share",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "part of them that stays from the round before (default: ${DEFAULT-VALUE})")
    private double oldShare;

    @Mixin
    private TrainingOptions training;

    @Option(
            names = "--distil",
            paramLabel = "BETA",
            defaultValue = "0",
            description = "weight of the divergence from the model at the start, per token (default: ${DEFAULT-VALUE})")
    private double distillation;

    @Option(
            names = "--held-out",
            paramLabel = "FRAMES",
            description =
                    "equilibrium frames that the models of all rounds are judged by, in any format of arbolt train "
                            + "--data (default: a tenth of each round's samples)")
    private Path heldOut;

    @Mixin
    private FrameOptions reading;

    @Mixin
    private SystemOptions system;

    @Mixin
    @SuppressWarnings("UnusedVariable") // it refuses
    private NoParts noParts;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "run folder (default: runs/PEPTIDE-improved)")
    private Path output;

    /** What is taken where an option is not given. */
    static final class Defaults implements CommandLine.IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            return TrainingOptions.tell(OptionDefaults.of(Presets.improvement()))
                    .tell(command);
        }
    }

    @Override
    public Integer call() {
        device.apply();
        Path folder = output != null ? output : Path.of("runs", MolecularSystem.label(peptide) + "-improved");
        ImprovementPlan plan = new ImprovementPlan(
                rounds, samples, weights, buffer, oldShare, training.over(Presets.improvement()), distillation);
        RunConfig config = new RunConfig(system.of(peptide, model), seed(), null, Presets.file(model), null, plan);
        GivenFrames judging = heldOut == null ? null : new GivenFrames(heldOut, reading.of(Remarks.NONE));
        System.out.println(Pipeline.improve(folder, config, judging, typed(), ConsoleStages.INSTANCE));
        return 0;
    }
}
