package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.arbolt.BadInput;
import org.arbolt.generator.TrainedModel;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.transformer.Distillation;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.run.Stages;
import org.arbolt.tensor.Collective;
import org.arbolt.train.DataSet;
import org.arbolt.train.Examples;
import org.arbolt.train.SelectedExamples;
import org.arbolt.train.TrainConfig;
import org.arbolt.train.Trainer;
import org.arbolt.train.TransformerObjective;
import org.arbolt.train.Validation;

/**
 * The one way from frames to a trained network: examples, objective and settings are put together here, for a network
 * of one molecule or of many, trained by frames or by its own samples.
 *
 * @param network what is trained
 * @param told the model told each molecule of the data
 * @param settings how
 * @param distillation how near another network it stays
 * @param seed of the order of the data, its augmentation and dropout
 */
record ModelTraining(
        Transformer network, List<TrainedModel> told, TrainConfig settings, Distillation distillation, Seed seed) {
    /** Frames that a validation loss is measured on, at most. */
    static final int MOST_HELD_OUT = 2000;

    private static final int PADDING_BATCHES = 1000; // whose padding is told

    /** On frames of molecules. */
    ModelTraining(Transformer network, List<TrainedModel> told, TrainConfig settings, Seed seed) {
        this(network, told, settings, Distillation.NONE, seed);
    }

    /** What the network is judged on; null where the data keeps no frames out of training. */
    Validation validation(TrainingData data, Seed turns) {
        Examples heldOut = data.heldOut(coordinates());
        return heldOut.count() == 0 ? null : new Validation(heldOut, MOST_HELD_OUT, turns);
    }

    /** What is made small. */
    TransformerObjective objective() {
        List<TokenLayout> molecules =
                told.stream().map(model -> model.network().molecule()).toList();
        return new TransformerObjective(network, molecules, NetworkPrecision.fastest(), settings.loss(), distillation);
    }

    /**
     * Trains the network, or goes on from the newest checkpoint of a folder.
     *
     * @param validation chooses which step's parameters are left; null for the last
     * @param folder for metrics and checkpoints
     * @param processes those that train together
     * @param name of what is done, for people
     * @param measured is told how many steps there are where the schedule gives minutes
     */
    void run(
            TrainingData data,
            Validation validation,
            Path folder,
            Collective processes,
            Stages stages,
            String name,
            LongConsumer measured) {
        Examples all = data.training(coordinates());
        Examples examples = data.streamed() ? all : SelectedExamples.onGrid(all, seed.child("on the grid"));
        tellLeftOut(all.count(), examples.count(), name, stages);
        DataSet batches = new DataSet(examples, settings.batches().examples(), seed.child("data"));
        if (told.size() > 1) {
            stages.note(String.format(
                    Locale.ROOT,
                    "%s: %d peptides, %d frames, %.2f %% of the batches is padding",
                    name,
                    told.size(),
                    examples.count(),
                    100 * batches.paddingShare(PADDING_BATCHES)));
        }
        TransformerObjective objective = objective();
        long steps = steps(objective, batches, processes, stages, measured);
        TrainConfig known = settings.with(settings.schedule().withSteps(steps)).withSeed(seed.value());
        new Trainer(objective, batches, validation, known, folder, processes).run(stages.begin(name, "steps"));
    }

    /** @throws BadInput if nothing is left */
    private static void tellLeftOut(int all, int left, String name, Stages stages) {
        if (left == 0) {
            throw new BadInput(
                    "none of the " + all + " training frames lies on the model's grids; train without --from,"
                            + " or give frames of its molecule");
        }
        if (left < all) {
            stages.note(name + ": " + (all - left) + " of " + all
                    + " frames lie outside of the model's grids and are left out");
        }
    }

    /** As many as the first process knows of, or as fit into the minutes. */
    private long steps(
            TransformerObjective objective, DataSet batches, Collective all, Stages stages, LongConsumer measured) {
        long given = (long) all.broadcast(settings.schedule().steps())[0];
        if (given > 0) {
            return given;
        }
        long steps = Trainer.stepsWithin(
                settings.withSeed(seed.value()), objective, batches, all, stages.begin("measuring", "steps"));
        stages.note(String.format(
                Locale.ROOT,
                "%,d steps fit into %s minutes",
                steps,
                settings.schedule().minutes()));
        measured.accept(steps);
        return steps;
    }

    private List<Coordinates> coordinates() {
        return told.stream().map(TrainedModel::coordinates).toList();
    }
}
