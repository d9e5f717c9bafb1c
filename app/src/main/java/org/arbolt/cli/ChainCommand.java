package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import org.arbolt.pipeline.ChainConfig;
import org.arbolt.pipeline.ChainStage;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Presets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        description = {
            "Unweighted Markov chains: a model's independent samples as global moves, moves by forces between them.",
            "",
            "Every kind of move leaves the Boltzmann distribution as it is, so averages need no weights. Writes a run "
                    + "folder with trajectory.npz (chains as ladders), trajectory.dcd and chain.json: acceptance, "
                    + "autocorrelation times and R-hat of the energy and of every backbone torsion. Stopped at any "
                    + "moment, the same command goes on where it was."
        },
        footer = {
            "",
            "Examples:",
            "  arbolt chain Ace-A-Nme --steps 2000",
            "  arbolt chain YGGFL --model runs/YGGFL/model.safetensors --steps 5000 --move hmc"
        })
final class ChainCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEPTIDE", description = SystemOptions.PEPTIDE)
    private String peptide;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "a trained model (.safetensors) (default: the one that ships for PEPTIDE)")
    private Path model;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "steps of every chain (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(
            names = "--chains",
            paramLabel = "K",
            defaultValue = "32",
            description = "independent chains (default: ${DEFAULT-VALUE})")
    private int chains;

    @Option(
            names = "--global",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "share of steps that offer a sample of the model (default: ${DEFAULT-VALUE})")
    private double global;

    @Mixin
    private MoveOptions moves;

    @Option(
            names = "--spacing",
            paramLabel = "N",
            defaultValue = "1",
            description = "steps between states that are kept (default: ${DEFAULT-VALUE})")
    private int spacing;

    @Mixin
    private ControlOptions control;

    @Mixin
    private SystemOptions system;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "run folder (default: runs/PEPTIDE-chain)")
    private Path output;

    @Override
    public Integer call() {
        device.apply();
        Path file =
                model != null ? model : Presets.shippedModel(Installation.home(), MolecularSystem.name(peptide), true);
        if (file == null) {
            throw new BadInput("no model of " + peptide + " ships; name one by --model, e.g. what arbolt run " + peptide
                    + " --coordinates internal made");
        }
        ChainConfig config = new ChainConfig(
                system.of(peptide, file),
                seed(),
                Presets.file(file),
                control.plan(),
                moves.move(),
                moves.leapfrogs(),
                global,
                chains,
                steps,
                spacing);
        Path folder = output != null ? output : Path.of("runs", MolecularSystem.label(peptide) + "-chain");
        System.out.println(ChainStage.run(folder, config, typed(), ConsoleStages.INSTANCE));
        return 0;
    }
}
