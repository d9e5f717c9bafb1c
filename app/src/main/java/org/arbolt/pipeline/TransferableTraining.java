package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.Progress;
import org.arbolt.Remarks;
import org.arbolt.evaluate.ComparisonFeatures;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Measure;
import org.arbolt.forcefield.ForceField;
import org.arbolt.forcefield.Potential;
import org.arbolt.generator.ModelConditions;
import org.arbolt.generator.TrainedModel;
import org.arbolt.generator.TransferableModel;
import org.arbolt.io.trajectory.PublishedData;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.CartesianCoordinates;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.coordinates.Grid;
import org.arbolt.model.coordinates.SharedInternals;
import org.arbolt.model.coordinates.TokenOrder;
import org.arbolt.model.transformer.Checkpoint;
import org.arbolt.model.transformer.NetworkSize;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerVariant;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.molecule.Topology;
import org.arbolt.peptide.Peptide;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.run.RunRecord;
import org.arbolt.run.Stages;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.ChunkedSampling;
import org.arbolt.sampling.ConformationSampler;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.WeightStatistics;
import org.arbolt.tensor.Collective;
import org.arbolt.train.StreamedExamples;
import org.arbolt.units.Units;

/**
 * One model for many peptides, conditioned on what their atoms are, and how well it does on peptides it has not seen.
 * Writes {@code model.safetensors}, the training's metrics and checkpoints, and {@code transfer.json}, a list of
 * {@link UnseenPeptideResult}.
 */
public final class TransferableTraining {
    private static final double SCALE = 0.35; // nm; docs/method.md, "Two coordinate systems"
    private static final double RANGE = 4.5; // in units of the scale
    private static final int ROOM = 320; // atoms: twelve residues of Trp have 290

    private final RunFolder folder;
    private final TransferableTrainingConfig config;
    private final Collective all;
    private final Stages stages;
    private final Seed seed;
    private final LongAdder evaluations = new LongAdder();

    private TransferableTraining(RunFolder folder, TransferableTrainingConfig config, Collective all, Stages stages) {
        this.folder = folder;
        this.config = config;
        this.all = all;
        this.stages = stages;
        this.seed = new Seed(config.seed());
    }

    /**
     * Trains and tries out; what is done already is kept. By all processes that {@code mpirun} started.
     *
     * @param path run folder
     * @param given folder with {@code NAME.npz} or {@code NAME/trajectory.npz} of every peptide, or with shards of all
     *     of them, or one shard; null to make the frames here
     * @return a table for people; null in all processes but the first
     */
    public static String run(
            Path path, TransferableTrainingConfig asked, GivenFrames given, String command, Stages aloud) {
        TransferableTrainingConfig config = given == null ? asked : asked.on(given);
        return DistributedRun.run(path, aloud, (all, place, stages) -> {
            try (RunFolder folder = RunFolder.open(place, config)) {
                TransferableTraining transfer =
                        new TransferableTraining(folder, folder.config(TransferableTrainingConfig.class), all, stages);
                RunRecord record = RunRecord.begin(folder, command, config.seed());
                GivenFrames told = given == null ? null : given.with(record.remarks(stages));
                record.stage(folder, "data and training", () -> {
                    transfer.train(path, told);
                    return transfer.evaluations.sumThenReset();
                });
                if (!all.leads()) {
                    return null;
                }
                record.stage(folder, "peptides held out", () -> {
                    transfer.evaluate(told);
                    return transfer.evaluations.sumThenReset();
                });
                return transfer.table();
            }
        });
    }

    private void train(Path path, GivenFrames given) {
        boolean done = all.broadcast(folder.has(RunFiles.MODEL) ? 1 : 0)[0] == 1;
        if (done) {
            stages.note("training: reusing " + folder.file(RunFiles.MODEL));
            return;
        }
        try (TrainingData data = data(path, given)) {
            train(data);
        }
    }

    private TrainingData data(Path path, GivenFrames given) {
        List<Path> shards = given == null ? List.of() : PublishedData.shards(given.path());
        if (!shards.isEmpty()) {
            List<Topology> topologies = config.peptides().stream()
                    .map(name -> Peptide.of(name).topology())
                    .toList();
            return new StreamedTrainingData(shards, topologies, energies(), config.training());
        }
        List<PeptideData> made = all.leads() ? read(given) : null;
        all.broadcast(0); // the others wait until all frames are there
        return InMemoryTrainingData.split(
                made != null ? made : read(given != null ? given : GivenFrames.of(path.resolve(PeptideData.FOLDER))));
    }

    /** u of frames of any of the peptides; the potentials are made when they are first asked for. */
    private StreamedExamples.ReducedEnergies energies() {
        Map<Integer, Potential> potentials = new ConcurrentHashMap<>();
        return (peptide, frames) -> {
            Potential potential = potentials.computeIfAbsent(
                    peptide,
                    p -> config.system(config.peptides().get(p))
                            .open(folder, Remarks.NONE)
                            .exact());
            evaluations.add(frames.count());
            return Units.reduced(potential.energies(frames), config.temperatureKelvin());
        };
    }

    private void train(TrainingData data) {
        Seed own = seed.child("training");
        TransferableModel model = start(data, own);
        try (Transformer network = Transformer.of(model.network())) {
            List<TrainedModel> told = IntStream.range(0, config.peptides().size())
                    .mapToObj(m ->
                            model.of(config.peptides().get(m), data.topologies().get(m)))
                    .toList();
            ModelTraining training =
                    new ModelTraining(network, told, config.training().settings(), own);
            training.run(
                    data,
                    training.validation(data, own.child("held out")),
                    folder.path(),
                    all,
                    stages,
                    "training",
                    steps -> folder.replace(config.withSteps(steps)));
            if (all.leads()) {
                model.with(network.weights()).save(folder.file(RunFiles.MODEL), Checkpoint.Storage.BFLOAT16, notes());
            }
        }
    }

    /** What it was trained for, and on which peptides. */
    private Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>(
                new ModelConditions(config.forceField(), config.cutoff(), config.temperatureKelvin()).note());
        notes.put("arbolt.peptides", String.join(" ", config.peptides()));
        return notes;
    }

    /** The model to begin with. */
    private TransferableModel start(TrainingData data, Seed own) {
        TrainingPlan.StartModel given = config.training().start();
        if (given != null) {
            TransferableModel model = TransferableModel.load(Path.of(given.file()));
            boolean whole =
                    !TokenOrder.TORSIONS.name().equals(model.coordinates().get("order"));
            return given.refit()
                    ? new TransferableModel(
                            describe(data, model.network().config().bins(), whole), model.network())
                    : model;
        }
        Map<String, Object> description = describe(
                data,
                config.training().network().bins(),
                config.training().coordinates() == TrainingPlan.CoordinateKind.INTERNAL);
        return new TransferableModel(description, network(description, own));
    }

    private List<PeptideData> read(GivenFrames given) {
        return config.peptides().stream()
                .map(name -> PeptideData.of(name, config, folder, given, stages, evaluations))
                .toList();
    }

    /** What makes the coordinates of any peptide. */
    private Map<String, Object> describe(TrainingData data, int bins, boolean whole) {
        if (config.training().coordinates() != TrainingPlan.CoordinateKind.CARTESIAN) {
            TokenOrder order = whole ? TokenOrder.RESIDUES : TokenOrder.TORSIONS;
            return SharedInternals.fit(
                            data.topologies(),
                            data.frames(),
                            bins,
                            new SharedInternals.Design(order, ForceField.named(config.forceField())))
                    .describe();
        }
        Map<String, Object> any = new CartesianCoordinates(1, SCALE, new Grid(-RANGE, RANGE, bins, 0)).describe();
        any.remove("atoms"); // of any molecule
        return any;
    }

    /** A network with room for every peptide, those held out too, and for others of twelve residues. */
    private TransformerWeights network(Map<String, Object> description, Seed own) {
        NetworkSize size = config.training().network();
        List<Topology> molecules = Stream.concat(config.peptides().stream(), config.heldOut().stream())
                .map(name -> config.system(name)
                        .open(folder, Remarks.NONE)
                        .molecule()
                        .topology())
                .toList();
        List<Coordinates> coordinates =
                molecules.stream().map(m -> Coordinates.from(description, m)).toList();
        int positions = coordinates.stream()
                .mapToInt(c -> TokenLayout.of(c).positions())
                .max()
                .orElseThrow();
        int atoms = molecules.stream().mapToInt(Topology::atomCount).max().orElseThrow();
        TransformerVariant design = size.design(
                TransformerVariant.TRANSFERABLE,
                coordinates.getFirst().slots(),
                coordinates.getFirst().scans() != null);
        TransformerConfig shape =
                TransformerConfig.of(size, Math.max(positions, 3 * ROOM), Math.max(atoms, ROOM), 3, design);
        return TransformerWeights.initialised(shape, null, size.frequencies(), own.child("network"));
    }

    // ---- peptides it has not seen

    private void evaluate(GivenFrames given) {
        List<UnseenPeptideResult> results = new ArrayList<>();
        for (String name : config.heldOut()) {
            PeptideData unseen = PeptideData.of(name, config, folder, given, stages, evaluations);
            results.add(tried(unseen, TrainedModel.load(folder.file(RunFiles.MODEL), name, unseen.topology())));
        }
        RunFolder.writeJson(folder.file(RunFiles.TRANSFER), results);
    }

    private UnseenPeptideResult tried(PeptideData unseen, TrainedModel model) {
        Topology topology = unseen.topology();
        Proposal.Draw drawn;
        try (ConformationSampler sampler =
                model.sampler(unseen.simulated().exact(), unseen.simulated().fast(), config.temperatureKelvin())) {
            drawn = ChunkedSampling.draw(
                    sampler,
                    seed.child("samples of " + unseen.name()),
                    config.samples(),
                    stages.begin("samples of " + unseen.name() + ", which the model has not seen", "samples"));
            evaluations.add(sampler.evaluations());
        }
        BoltzmannTarget target = new BoltzmannTarget(
                unseen.simulated().exact(),
                config.temperatureKelvin(),
                model.centroidDeviation(drawn.frames()),
                Stereocentres.of(topology, unseen.simulated().molecule().xyz()));
        Ensemble ensemble = Ensemble.of(drawn, target, ImportanceWeights.Treatment.PSIS);
        evaluations.add(ensemble.count());
        ComparisonFeatures energies = ComparisonFeatures.ofEnergies(Units.thermalEnergy(config.temperatureKelvin()));
        EnsembleDistances.Value energy = EnsembleDistances.of(
                        ensemble,
                        unseen.trajectory(),
                        energies,
                        EnsembleDistances.Plan.PUBLISHED,
                        seed.child("resampling"),
                        Progress.NONE)
                .of(Measure.ENERGY_W2);
        return new UnseenPeptideResult(
                unseen.name(),
                WeightStatistics.of(ensemble, seed.child("bootstrap of " + unseen.name())),
                outside(unseen, model.coordinates()),
                energy);
    }

    private static double outside(PeptideData unseen, Coordinates coordinates) {
        Frames frames = unseen.trajectory().frames();
        int[] tokens = new int[coordinates.tokens()];
        long outside = IntStream.range(0, frames.count())
                .filter(f -> !coordinates.tokenise(frames.xyz(), 3 * f * frames.atoms(), tokens, 0))
                .count();
        return outside / (double) frames.count();
    }

    /** Frames that are of no independent ladders tell no noise floor. */
    private static String floor(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.3f", value);
    }

    private String table() {
        StringBuilder text = new StringBuilder("model: " + folder.file(RunFiles.MODEL));
        for (UnseenPeptideResult r : folder.readJson(RunFiles.TRANSFER, UnseenPeptideResult[].class)) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-10s unseen  %s, E-W2 %.3f kT (as drawn %.3f, "
                            + "noise floor %s), %.2f %% of the reference outside the grid",
                    r.peptide(),
                    r.weights().words(),
                    r.energy().ensemble(),
                    r.energy().proposal(),
                    floor(r.energy().floor()),
                    100 * r.referenceOutside()));
        }
        return text.toString();
    }
}
