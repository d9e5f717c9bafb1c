package org.arbolt.experiment;

import java.nio.file.Path;
import java.util.List;
import org.arbolt.Progress;
import org.arbolt.math.Seed;
import org.arbolt.model.CartesianCoordinates;
import org.arbolt.model.Coordinates;
import org.arbolt.model.Distillation;
import org.arbolt.model.FramePasses;
import org.arbolt.model.InternalTokens;
import org.arbolt.model.Layout;
import org.arbolt.model.Precision;
import org.arbolt.model.Transformer;
import org.arbolt.model.TransformerConfig;
import org.arbolt.molecule.Topology;
import org.arbolt.tensor.Collective;
import org.arbolt.train.DataSet;
import org.arbolt.train.HeldOut;
import org.arbolt.train.LogDispersion;
import org.arbolt.train.TrainConfig;
import org.arbolt.train.Trainer;
import org.arbolt.train.TransformerObjective;

/** Trains a model on frames by maximum likelihood; goes on from the newest checkpoint of the folder. */
final class TrainStage {
  private static final int MOST_HELD_OUT = 2000;
  private static final double CARTESIAN_RANGE = 3; // bins tile ±3 standard deviations, as in the paper

  private final Workbench bench;
  private final TrainingPlan plan;
  private final Collective all;

  /** @param all the processes that train together, all with the same plan and data; the first of them writes */
  TrainStage(Workbench bench, TrainingPlan plan, Collective all) {
    this.bench = bench;
    this.plan = plan;
    this.all = all;
  }

  /** Trains and writes the model. */
  void run(TrainingData data, Path modelFile, Progress progress) {
    bench.record().usesNetwork();
    Seed seed = bench.seed().child("training");
    try (ModelFile model = start(data.frames(), seed)) {
      List<Coordinates> coordinates = List.of(model.coordinates());
      TrainConfig config = config(plan, seed);
      DataSet batches = new DataSet(data.training(coordinates), config.batches().examples(), seed.child("data"));
      HeldOut held = new HeldOut(data.heldOut(coordinates), MOST_HELD_OUT, seed.child("held out"));
      TransformerObjective objective = new TransformerObjective(model.network(), List.of(model.network().molecule()),
          Precision.fastest(), config.loss(), Distillation.NONE);
      new Trainer(objective, batches, held, config, bench.folder().path(), all).run(progress);
      if (all.leads()) {
        ModelFile.save(modelFile, bench.system().peptide(), model.coordinates(), model.network(),
            TrainingLog.summary(bench.folder().file("metrics.jsonl")));
      }
    }
  }

  /** How to train by a plan. */
  static TrainConfig config(TrainingPlan plan, Seed seed) {
    TrainingPlan.Optimisation o = plan.optimisation();
    TrainingPlan.Technique t = plan.techniqueOrUsual();
    return TrainConfig.DEFAULT
        .with(TrainConfig.Schedule.ofSteps(o.steps(), o.learningRate()))
        .with(new TrainConfig.Batches(o.batch(), t.accumulate()))
        .with(new TrainConfig.Loss(
            new LogDispersion(o.dispersion(), o.dispersionStart()), t.smoothing(), t.dropoutOrNone()))
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
      case INTERNAL -> InternalTokens.fit(topology, training, plan.network().bins(), InternalTokens.Order.SOFT_FIRST);
      case CARTESIAN -> CartesianCoordinates.fit(topology.atomCount(), training, CARTESIAN_RANGE, plan.network().bins());
    };
  }

  private Transformer network(Coordinates coordinates, Seed seed) {
    TrainingPlan.Network n = plan.network();
    TransformerConfig config = new TransformerConfig(
        n.layers(), n.channels(), n.heads(), n.bins(), coordinates.tokens(), coordinates.atoms(), 3);
    return Transformer.initialised(config, Layout.of(coordinates), n.frequencies(), seed.child("network"));
  }
}
