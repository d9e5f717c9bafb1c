package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.arbolt.BadInput;
import org.arbolt.generator.TrainedModel;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.CartesianCoordinates;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.FramePasses;
import org.arbolt.model.coordinates.InternalTokens;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerVariant;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.InternalCoordinates;
import org.arbolt.molecule.Topology;
import org.arbolt.run.RunFiles;
import org.arbolt.tensor.Collective;

/** Trains a model on frames by maximum likelihood; goes on from the newest checkpoint of the folder. */
final class TrainStage {
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

    /** Trains and writes the model. @param measured is told how many steps there are where the plan gives minutes */
    void run(TrainingData data, Path modelFile, LongConsumer measured) {
        Seed seed = bench.seed().child("training");
        TrainedModel model = start(data.frames(), seed);
        try (Transformer network = Transformer.of(model.network())) {
            ModelTraining training = new ModelTraining(network, List.of(model), plan.settings(), seed);
            training.run(
                    data,
                    training.validation(data, seed.child("held out")),
                    bench.folder().path(),
                    all,
                    bench.stages(),
                    "training",
                    measured);
            if (all.leads()) {
                model.with(network.weights()).save(modelFile, Checkpoint.Storage.BFLOAT16, notes());
            }
        }
    }

    /** Refuses atoms that the model could not hold when it is trained. @throws BadInput if there are such */
    void requireHoldable() {
        HeldAtoms held = bench.controls().held();
        if (held != null && plan.coordinates() != TrainingPlan.CoordinateKind.INTERNAL) {
            throw new BadInput(
                    "only a model of all internal coordinates can hold atoms; leave out --coordinates or --fix");
        }
        if (held != null) {
            InternalTokens.requireHoldable(held, bench.molecule().topology(), layout());
        }
    }

    private InternalTokens.Layout layout() {
        Topology topology = bench.molecule().topology();
        boolean torsions = plan.coordinates() == TrainingPlan.CoordinateKind.TORSIONS
                && InternalCoordinates.of(topology).turns(); // of a rigid molecule there would be no token
        return torsions ? InternalTokens.Layout.TORSIONS : InternalTokens.Layout.DEFAULT.beginningWith(first(topology));
    }

    /** What it was trained for, and how that went. */
    private Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        bench.system().conditions().ifPresent(conditions -> notes.putAll(conditions.note()));
        notes.putAll(TrainingLog.note(bench.folder().file(RunFiles.METRICS)));
        return notes;
    }

    /** The model to begin with. */
    private TrainedModel start(FramePasses training, Seed seed) {
        Topology topology = bench.molecule().topology();
        if (plan.start() != null) {
            return TrainedModel.load(
                    Path.of(plan.start().file()), bench.system().peptide(), bench.molecule());
        }
        Coordinates coordinates = coordinates(topology, training);
        return new TrainedModel(bench.system().peptide(), coordinates, network(coordinates, seed));
    }

    private Coordinates coordinates(Topology topology, FramePasses training) {
        return switch (plan.coordinates()) {
            case TORSIONS, INTERNAL ->
                InternalTokens.fit(topology, training, plan.network().bins(), layout());
            case CARTESIAN ->
                CartesianCoordinates.fit(
                        topology.atomCount(),
                        training,
                        CARTESIAN_RANGE,
                        plan.network().bins());
        };
    }

    private BitSet first(Topology topology) {
        BitSet first = new BitSet();
        if (plan.first() != null) {
            AtomSelection.of(plan.first(), topology, bench.molecule().xyz())
                    .atoms()
                    .forEach(first::set);
        }
        return first;
    }

    private TransformerWeights network(Coordinates coordinates, Seed seed) {
        NetworkSize size = plan.network();
        TokenLayout layout = TokenLayout.of(coordinates);
        TransformerConfig config = TransformerConfig.of(
                size,
                layout.positions(),
                coordinates.atoms(),
                3,
                size.design(TransformerVariant.SINGLE, coordinates.slots(), coordinates.scans() != null));
        return TransformerWeights.initialised(config, layout, size.frequencies(), seed.child("network"));
    }
}
