package org.arbolt.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.arbolt.BadInput;
import org.arbolt.Remarks;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.pipeline.GivenFrames;
import org.arbolt.pipeline.MolecularSystem;
import org.arbolt.pipeline.Pipeline;
import org.arbolt.pipeline.Presets;
import org.arbolt.pipeline.RunConfig;
import org.arbolt.pipeline.TrainingPlan;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import org.arbolt.pipeline.TransferableTraining;
import org.arbolt.pipeline.TransferableTrainingConfig;
import org.arbolt.train.TrainConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train",
        modelTransformer = TrainCommand.Defaults.class,
        mixinStandardHelpOptions = true,
        description = {
            "Trains a model on frames.",
            "",
            "Writes a run folder with model.safetensors, metrics.jsonl and checkpoints. Stopped at any moment, the "
                    + "same command goes on from the newest checkpoint. Under mpirun (Open MPI) each process takes "
                    + "its part of every batch."
        },
        footer = {
            "",
            "Example:",
            "  arbolt train Ace-A-Nme --data runs/Ace-A-Nme-md/trajectory.npz --output models/ala2",
            "  mpirun -n 2 arbolt train Ace-A-Nme --data frames.npz --optimiser muon --learning-rate 0.02",
            "  arbolt train --peptides list.txt --held-out AS,SG --output models/peptides",
            "  arbolt train SA --data SA.npz --from models/peptides/model.safetensors"
        })
final class TrainCommand extends RecordedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEPTIDE", arity = "0..1", description = SystemOptions.PEPTIDE)
    private String peptide;

    @Mixin
    private TransferOptions transfer;

    @Option(
            names = "--data",
            paramLabel = "FRAMES",
            description =
                    "what arbolt md wrote (.npz), or published data: .npy with its PDB beside it, a .tar shard or a "
                            + "folder of them with SEQUENCE.pdb beside them, which are streamed; .dcd, .xtc and .pdb "
                            + "too. With --peptides shards, or a folder with NAME.npz or NAME/trajectory.npz, without "
                            + "which dynamics makes the frames")
    private Path data;

    @Mixin
    private FrameOptions reading;

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description = "go on from this model, of the same peptide or of many (.safetensors), with its network, "
                    + "coordinates and conditions")
    private Path from;

    @Option(
            names = "--refit",
            description = "with --from and --peptides: keep the network of the model, but fit the coordinates to the "
                    + "frames anew")
    private boolean refit;

    @Option(
            names = "--first",
            paramLabel = "SELECTION",
            description = "atoms that the model writes first, e.g. 'residue 2-3', so that they can be held by --fix "
                    + "(docs/control.md; default: the start of the chain)")
    private String first;

    @Option(
            names = "--coordinates",
            description = "torsions, the others by their energy; internal, all of them, as control needs it; or "
                    + "cartesian as in the paper (default: torsions; internal with --first)")
    private CoordinateKind coordinates;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private TrainingOptions training;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description =
                    "train as many steps as fit into this time, instead of --steps: measured in the first steps, then "
                            + "written to config.yaml, so that the result does not depend on the time (default: by "
                            + "--steps)")
    private Double minutes;

    @Option(
            names = "--shuffle-buffer",
            paramLabel = "N",
            description =
                    "with shards: frames that are shuffled at a time, of which up to three times as many are in memory "
                            + "(default: 20000, or 20 batches if that is more)")
    private Integer shuffleBuffer;

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
            description = "run folder (default: runs/PEPTIDE-model)")
    private Path output;

    /** What is taken where an option is not given. */
    static final class Defaults implements CommandLine.IModelTransformer {
        private static final String CARTESIAN = "with --coordinates cartesian";

        @Override
        public CommandSpec transform(CommandSpec command) {
            TrainingPlan torsions = Presets.training(CoordinateKind.TORSIONS, false);
            TrainingPlan internal = Presets.training(CoordinateKind.INTERNAL, false);
            TrainingPlan cartesian = Presets.training(CoordinateKind.CARTESIAN, false);
            NetworkOptions.tell(OptionDefaults.of(torsions.network()).in(CARTESIAN, cartesian.network()))
                    .tell(command);
            return TrainingOptions.tell(OptionDefaults.of(torsions.settings())
                            .in("with --coordinates internal", internal.settings())
                            .in(CARTESIAN, cartesian.settings())
                            .in("with --from", Presets.continuation()))
                    .tell(command);
        }
    }

    @Override
    public Integer call() {
        device.apply();
        if ((peptide == null) == (transfer.list() == null)) {
            throw new BadInput("give one PEPTIDE to train a model of it, or --peptides FILE for one model of many");
        }
        String done = peptide == null ? trainMany() : trainOne();
        if (done != null) { // null in all processes of mpirun but the first
            System.out.println(done);
        }
        return 0;
    }

    private String trainMany() {
        Path folder = output != null ? output : Path.of("runs", "transfer");
        if (first != null) {
            throw new BadInput("a model of many peptides begins at the start of the chain; leave out --first");
        }
        TransferableTrainingConfig config = transfer.config(system, from, plan(), seed());
        return TransferableTraining.run(folder, config, given(), typed(), ConsoleStages.INSTANCE);
    }

    private String trainOne() {
        transfer.requireAbsent();
        if (data == null) {
            throw new BadInput(
                    "there is nothing to learn from; give --data FRAMES, e.g. what arbolt md " + peptide + " wrote");
        }
        Path folder = output != null ? output : Path.of("runs", MolecularSystem.label(peptide) + "-model");
        RunConfig config = new RunConfig(
                system.of(peptide, from),
                seed(),
                null,
                new RunConfig.ModelSource(null, null, plan().beginningWith(first)),
                null);
        return Pipeline.train(folder, config, given(), typed(), ConsoleStages.INSTANCE);
    }

    /** The run adds where remarks go. */
    private GivenFrames given() {
        return data == null ? null : new GivenFrames(data, reading.of(Remarks.NONE));
    }

    /** Without dynamics: a model of one peptide is trained on frames that are given. */
    private TrainingPlan plan() {
        TrainingPlan usual = Presets.training(
                Given.or(coordinates, first == null ? CoordinateKind.TORSIONS : CoordinateKind.INTERNAL), false);
        TrainConfig settings = lasting(training.over(from == null ? usual.settings() : Presets.continuation()));
        Integer buffer = buffer(settings.batches().examples());
        return from != null
                ? new TrainingPlan(null, null, null, settings, buffer, start())
                : new TrainingPlan(
                        null,
                        usual.coordinates(),
                        network.over(usual.network(), usual.coordinates()),
                        settings,
                        buffer,
                        null);
    }

    private TrainConfig lasting(TrainConfig settings) {
        if (minutes == null) {
            return settings;
        }
        if (training.givesSteps()) {
            throw new BadInput("--steps and --minutes both say how long to train; give one of them");
        }
        return settings.with(
                TrainConfig.Schedule.ofMinutes(minutes, settings.schedule().learningRate()));
    }

    private TrainingPlan.StartModel start() {
        if (coordinates != null || network.given()) {
            throw new BadInput("--from goes on with the network and coordinates of " + from
                    + "; leave out --coordinates, --preset, --bins, --layers, --channels, --heads and --frequencies");
        }
        if (refit && peptide != null) {
            throw new BadInput("--refit is for models of many peptides; leave it out, or give --peptides");
        }
        return refit ? Presets.start(from).refitted() : Presets.start(from);
    }

    /** Null where all frames are in memory. */
    private Integer buffer(int batch) {
        if (data == null || PublishedData.shards(data).isEmpty()) {
            if (shuffleBuffer != null) {
                throw new BadInput(
                        "--shuffle-buffer is for shards; give them by --data FOLDER or --data X.tar, or leave it out");
            }
            return null;
        }
        return shuffleBuffer != null ? shuffleBuffer : TrainingPlan.usualBuffer(batch);
    }
}
