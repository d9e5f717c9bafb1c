package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.CartesianCoordinates;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.FramePasses;
import org.arbolt.model.coordinates.InternalTokens;
import org.arbolt.model.transformer.Distillation;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerVariant;
import org.arbolt.molecule.Topology;
import org.arbolt.run.Stages;
import org.arbolt.tensor.Collective;
import org.arbolt.train.DataSet;
import org.arbolt.train.Examples;
import org.arbolt.train.LogVarianceLoss;
import org.arbolt.train.TrainConfig;
import org.arbolt.train.Trainer;
import org.arbolt.train.TransformerObjective;
import org.arbolt.train.Validation;

/** Trains a model on frames by maximum likelihood; goes on from the newest checkpoint of the folder. */
final class TrainStage {
    private static final int MOST_HELD_OUT = 2000; // frames for the validation loss
    private static final int PADDING_BATCHES = 1000; // whose padding is told
    private static final double CARTESIAN_RANGE = 3; // bins tile ±3 standard deviations, as in the paper

    private final RunContext bench;
    private final TrainingPlan plan;
    private final Collective all;

    /** @param all the processes that train together, all with the same plan and data; the first of them writes */
    TrainStage(RunContext bench, TrainingPlan plan, Collective all) {
        this.bench = bench;
        this.plan = plan;
        this.all = all;
    }

    /** Trains and writes the model. */
    void run(TrainingData data, Path modelFile) {
        bench.record().usesNetwork();
        Seed seed = bench.seed().child("training");
        try (ModelFile model = start(data.frames(), seed)) {
            train(
                    model.network(),
                    List.of(model),
                    data,
                    plan,
                    seed,
                    bench.folder().path(),
                    all,
                    bench.stages());
            if (all.leads()) {
                ModelFile.save(
                        modelFile,
                        bench.system().peptide(),
                        model.coordinates(),
                        model.network(),
                        TrainingLog.summary(bench.folder().file("metrics.jsonl")));
            }
        }
    }

    /**
     * Trains a network, or goes on from the newest checkpoint of the folder.
     *
     * @param told the network told each molecule of the data
     * @param folder for metrics and checkpoints
     * @param all the processes that train together
     */
    static void train(
            Transformer network,
            List<ModelFile> told,
            TrainingData data,
            TrainingPlan plan,
            Seed seed,
            Path folder,
            Collective all,
            Stages stages) {
        List<Coordinates> coordinates =
                told.stream().map(ModelFile::coordinates).toList();
        TrainConfig config = config(plan, seed);
        Examples training = data.training(coordinates);
        DataSet batches = new DataSet(training, config.batches().examples(), seed.child("data"));
        if (told.size() > 1) {
            stages.note(String.format(
                    Locale.ROOT,
                    "training: %d peptides, %d frames, %.2f %% of the batches is padding",
                    told.size(),
                    training.count(),
                    100 * batches.paddingShare(PADDING_BATCHES)));
        }
        Validation held = new Validation(data.heldOut(coordinates), MOST_HELD_OUT, seed.child("held out"));
        List<TokenLayout> molecules =
                told.stream().map(model -> model.network().molecule()).toList();
        TransformerObjective objective = new TransformerObjective(
                network, molecules, NetworkPrecision.fastest(), config.loss(), Distillation.NONE);
        new Trainer(objective, batches, held, config, folder, all).run(stages.begin("training", "steps"));
    }

    /** How to train by a plan. */
    private static TrainConfig config(TrainingPlan plan, Seed seed) {
        TrainingPlan.Optimisation o = plan.optimisation();
        TrainingPlan.Technique t = plan.techniqueOrUsual();
        return TrainConfig.DEFAULT
                .with(TrainConfig.Schedule.ofSteps(o.steps(), o.learningRate()))
                .with(new TrainConfig.Batches(o.batch(), t.accumulate()))
                .with(new TrainConfig.Loss(
                        new LogVarianceLoss(o.dispersion(), o.dispersionStart()), t.smoothing(), t.dropoutOrNone()))
                .with(TrainConfig.Optimisation.of(t.optimiser()))
                .withSeed(seed.value());
    }

    /** The model to begin with. */
    private ModelFile start(FramePasses training, Seed seed) {
        Topology topology = bench.molecule().topology();
        if (plan.start() != null) {
            return ModelFile.load(Path.of(plan.start().file()), bench.system().peptide(), topology);
        }
        Coordinates coordinates = coordinates(topology, training);
        Transformer network = network(coordinates, seed);
        return new ModelFile(coordinates, network, network);
    }

    private Coordinates coordinates(Topology topology, FramePasses training) {
        return switch (plan.coordinates()) {
            case INTERNAL ->
                InternalTokens.fit(topology, training, plan.network().bins(), InternalTokens.Order.SOFT_FIRST);
            case CARTESIAN ->
                CartesianCoordinates.fit(
                        topology.atomCount(),
                        training,
                        CARTESIAN_RANGE,
                        plan.network().bins());
        };
    }

    private Transformer network(Coordinates coordinates, Seed seed) {
        NetworkSize size = plan.network();
        TransformerConfig config = size.config(coordinates.tokens(), coordinates.atoms(), 3, TransformerVariant.SINGLE);
        return Transformer.initialised(config, TokenLayout.of(coordinates), size.frequencies(), seed.child("network"));
    }
}
