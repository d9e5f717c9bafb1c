package org.arbolt.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.arbolt.BadInput;
import org.arbolt.io.InputFile;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.pipeline.TrainingPlan.CoordinateKind;
import org.arbolt.run.SourceFile;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;

/** The settings behind the short commands. */
public final class Presets {
    private static final int LADDERS = 32;
    private static final int COLD_RUNGS = 6; // share the hotter ones: 60 % of the work gives frames
    private static final double HOTTEST_KELVIN = 700; // crossings of φ > 0 take tens of ps there

    private static final double MUON_RATE = 0.02; // of matrices; vectors have a tenth by AdamW

    /** The same where training begins with a trained model. */
    static final double ADAPTING_RATE = 0.01;

    private Presets() {}

    /**
     * Reference dynamics: 2·10⁴ frames, so that its independent halves are as large as the sets that the papers
     * compare.
     */
    public static DynamicsPlan reference(boolean quick) {
        return quick
                ? new DynamicsPlan(LADDERS, DynamicsPlan.CHOSEN, COLD_RUNGS, HOTTEST_KELVIN, 5, 0.5, 11)
                : new DynamicsPlan(LADDERS, DynamicsPlan.CHOSEN, COLD_RUNGS, HOTTEST_KELVIN, 20, 1, 105);
    }

    /** Training from nothing, or that in miniature. */
    public static TrainingPlan training(CoordinateKind coordinates, boolean quick) {
        return new TrainingPlan(
                trainingDynamics(quick), coordinates, network(coordinates, quick), settings(coordinates, quick));
    }

    /** Dynamics that makes frames to learn from. */
    static DynamicsPlan trainingDynamics(boolean quick) {
        DynamicsPlan data = quick
                ? new DynamicsPlan(LADDERS, DynamicsPlan.CHOSEN, COLD_RUNGS, HOTTEST_KELVIN, 5, 0.2, 43)
                : new DynamicsPlan(LADDERS, DynamicsPlan.CHOSEN, COLD_RUNGS, HOTTEST_KELVIN, 30, 0.5, 2084);
        return data.forTraining();
    }

    /** Training from nothing within minutes; how much of them it has, and how much dynamics it needs, is planned. */
    public static TrainingPlan within(double minutes, CoordinateKind coordinates) {
        return new TrainingPlan(null, coordinates, network(coordinates, false), hasty(coordinates)).lasting(minutes);
    }

    /** Few steps: Muon learns more in them (docs/lab-notes/model.md). */
    private static TrainConfig hasty(CoordinateKind coordinates) {
        TrainConfig usual = settings(coordinates, false);
        return coordinates == CoordinateKind.CARTESIAN
                ? usual
                : usual.with(TrainConfig.Schedule.ofSteps(usual.schedule().steps(), MUON_RATE))
                        .with(TrainConfig.Optimisation.of(TrainConfig.OptimiserKind.MUON));
    }

    private static NetworkSize network(CoordinateKind coordinates, boolean quick) {
        if (coordinates == CoordinateKind.CARTESIAN) {
            return quick ? new NetworkSize(1024, 2, 64, 4, 64) : new NetworkSize(4096, 6, 192, 6, 192);
        }
        return quick ? new NetworkSize(256, 2, 64, 4, 32) : new NetworkSize(512, 4, 128, 4, 48);
    }

    /**
     * The networks of the paper (arXiv 2606.27361, and the published settings), and a small one for trials.
     *
     * @param name {@code tiny}, {@code paper-single}, {@code paper-chignolin} or {@code robin}
     */
    public static NetworkSize network(String name) {
        return switch (name) {
            case "tiny" -> new NetworkSize(256, 2, 64, 4, 0);
            case "paper-single" -> new NetworkSize(4096, 8, 256, 8, 0);
            case "paper-chignolin" -> new NetworkSize(8192, 12, 512, 8, 0);
            case "robin" -> new NetworkSize(8192, 16, 768, 12, 0);
            default ->
                throw new BadInput(
                        "there is no preset " + name + "; take tiny, paper-single, paper-chignolin or robin");
        };
    }

    private static TrainConfig settings(CoordinateKind coordinates, boolean quick) {
        if (coordinates
                == CoordinateKind.CARTESIAN) { // turned at random, no frame comes twice: little to gain from its energy
            return TrainConfig.of(quick ? 300 : 4000, quick ? 128 : 256, quick ? 3e-3 : 1.5e-3, LogVarianceLoss.NONE);
        }
        LogVarianceLoss physics = coordinates == CoordinateKind.TORSIONS
                ? LogVarianceLoss.NONE // torsions alone have no energy
                : LogVarianceLoss.BY_NOISE;
        return TrainConfig.of(quick ? 300 : 4000, 128, quick ? 3e-3 : 2e-3, physics);
    }

    /** Training that goes on from a model. */
    public static TrainConfig continuation() {
        return TrainConfig.of(1000, 128, 5e-4, LogVarianceLoss.BY_NOISE);
    }

    /** Training in a round of improvement. */
    public static TrainConfig improvement() {
        return TrainConfig.of(300, 128, 5e-4, LogVarianceLoss.BY_NOISE);
    }

    /** A model in a file, with its checksum. */
    public static RunConfig.ModelSource file(Path file) {
        requireModel(file);
        return new RunConfig.ModelSource(file.toString(), SourceFile.sha256(file), null);
    }

    /** @throws BadInput unless there is such a file that may be a model of Arbolt */
    public static void requireModel(Path file) {
        InputFile.refuseFolder(file, "a model in it, an existing .safetensors file");
        if (!Files.isRegularFile(file)) {
            throw new BadInput("there is no model " + file + "; name an existing .safetensors file");
        }
        if (ModelConversion.isPyTorch(file)) {
            throw new BadInput(file + " is a checkpoint of PyTorch; make a model of it first, by arbolt import");
        }
    }

    /** A model in a file that training begins with. */
    public static TrainingPlan.StartModel start(Path file) {
        RunConfig.ModelSource source = file(file);
        return new TrainingPlan.StartModel(source.file(), source.sha256());
    }

    /**
     * The model that ships for a peptide, or null where there is none.
     *
     * @param home folder that Arbolt is installed in
     * @param whole whether it must draw all coordinates, as control needs it; else one that draws soft torsions is
     *     preferred, whose samples are better
     */
    public static Path shippedModel(Path home, String peptide, boolean whole) {
        Path torsions = whole ? null : shipped(home, peptide, CoordinateKind.TORSIONS);
        return torsions != null ? torsions : shipped(home, peptide, CoordinateKind.INTERNAL);
    }

    private static Path shipped(Path home, String name, CoordinateKind coordinates) {
        String kind = coordinates.name().toLowerCase(Locale.ROOT);
        Path file = home.resolve("models").resolve(name + "." + kind + ".safetensors");
        return Files.isRegularFile(file) ? file : null;
    }

    /**
     * The model of many peptides that ships, or null where there is none.
     *
     * @param home as above
     * @param whole as above
     */
    public static Path transferableModel(Path home, boolean whole) {
        return shipped(home, "peptides", whole ? CoordinateKind.INTERNAL : CoordinateKind.TORSIONS);
    }

    /**
     * Trained models that ship and may know a peptide, its own first, then that of many.
     *
     * @param home as above
     * @param whole as above
     */
    public static List<Path> candidates(Path home, String peptide, boolean whole) {
        return Stream.of(shippedModel(home, peptide, whole), transferableModel(home, whole))
                .filter(Objects::nonNull)
                .toList();
    }
}
