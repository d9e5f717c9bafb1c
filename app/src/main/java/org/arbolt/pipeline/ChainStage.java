package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.dynamics.Convergence;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.BackboneResidue;
import org.arbolt.forcefield.Potential;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.SamplingDistribution;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.TrajectoryFormat;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.run.RunFiles;
import org.arbolt.run.Stages;
import org.arbolt.sampling.ChunkedSampling;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.LocalMoves;
import org.arbolt.sampling.ModelChains;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.Target;
import org.arbolt.units.Units;

/**
 * Makes Markov chains of a model's proposals and local moves, and says how well they mixed. Where they are is saved now
 * and then, and a killed run goes on from there to the bit.
 */
public final class ChainStage {
    private static final int START_DRAWS = 16; // of the model for each chain, of which one is chosen by weight

    private final RunContext bench;
    private final ChainConfig config;
    private final double saveIntervalSeconds;

    /** @param saveIntervalSeconds as of {@link PeriodicSave} */
    ChainStage(RunContext bench, ChainConfig config, double saveIntervalSeconds) {
        this.bench = bench;
        this.config = config;
        this.saveIntervalSeconds = saveIntervalSeconds;
    }

    /**
     * @param path run folder
     * @return a table for people
     */
    public static String run(Path path, ChainConfig config, String command, Stages stages) {
        try (RunContext bench = RunContext.open(path, config, command, stages)) {
            ChainStage stage = new ChainStage(bench, config, PeriodicSave.INTERVAL_SECONDS);
            bench.stage("chains", RunFiles.CHAINS, stage::make);
            return bench.folder().readJson(RunFiles.CHAINS, ChainReport.class).text() + System.lineSeparator()
                    + System.lineSeparator() + "states: " + bench.folder().file(RunFiles.TRAJECTORY);
        }
    }

    /**
     * @return energies evaluated on the way to the result, those that killed processes saved included, less those of
     *     {@link RunContext#energies} in this process
     */
    long make() {
        Topology topology = bench.molecule().topology();
        TrajectoryRecorder recording =
                new TrajectoryRecorder(bench.folder().file(RunFiles.TRAJECTORY), topology.atomCount());
        ChainState saved = saved(recording);
        TrainedModel model =
                TrainedModel.load(Path.of(config.model().file()), bench.system().peptide(), bench.molecule());
        double deviation = model.statedCentroidDeviation()
                .orElseThrow(() -> new BadInput(
                        "chains need a model that says the spread of its centroids; give one of internal coordinates"));
        Potential potential = MoveTarget.biased(bench);
        SamplingDistribution distribution = bench.controls().distribution(new RunConfig.SamplingPlan(1, "none", false));
        model.remarks(distribution, topology).forEach(bench.remarks()::add);
        Pipeline.tellConditions(bench, Path.of(config.model().file()));
        try (ModelProposal proposal = model.proposal(distribution, topology)) {
            ChainState from = saved != null ? saved : begin(proposal, potential, deviation);
            LocalMoves local = new LocalMoves(
                    potential,
                    MoveTarget.support(bench, deviation),
                    from.local(),
                    LocalMoves.Kind.parse(config.move()),
                    config.leapfrogs(),
                    seed().child("moves"));
            ModelChains chains = new ModelChains(
                    proposal,
                    frames -> reduced(frames, deviation),
                    Units.thermalEnergy(bench.system().temperatureKelvin()),
                    config.global(),
                    config.steps());
            write(run(chains, local, from, recording), recording);
            recording.delete();
            return local.evaluations() + from.energies();
        }
    }

    private Seed seed() {
        return bench.seed().child("chains");
    }

    private ModelChains.State run(ModelChains chains, LocalMoves local, ChainState from, TrajectoryRecorder recording) {
        PeriodicSave saving = new PeriodicSave(saveIntervalSeconds);
        return chains.run(
                local,
                from.chains(),
                seed(),
                state -> {
                    keep(state, local.frames(), recording);
                    saving.offer(() -> recording.save(
                            new ChainState(state, local.state(), from.energies() + bench.evaluations()).arrays()));
                },
                bench.stages().begin("chains", "steps"));
    }

    /** What an earlier process saved, its states in the recording; null if there is nothing. */
    private ChainState saved(TrajectoryRecorder recording) {
        SavedState saved = recording.restore();
        if (saved == null) {
            return null;
        }
        ChainState state =
                ChainState.of(saved, config, bench.molecule().topology().atomCount());
        int kept = state.chains().steps() / config.spacing() * config.chains();
        if (recording.count() != kept) {
            throw saved.damaged(recording.count() + " states instead of " + kept);
        }
        return state;
    }

    private void keep(ModelChains.State state, Frames frames, TrajectoryRecorder recording) {
        for (int k = 0; state.steps() % config.spacing() == 0 && k < frames.count(); k++) {
            recording.add(k, Trajectory.UNKNOWN, frames.slice(k, k + 1).xyz());
        }
    }

    private double[] reduced(Frames frames, double deviation) {
        Target.Evaluation said = bench.evaluate(deviation, frames, bench.energies(frames));
        return said.reducedEnergy();
    }

    private ChainState begin(Proposal proposal, Potential potential, double deviation) {
        return new ChainState(ModelChains.State.BEGIN, LocalMoves.State.of(potential, start(proposal, deviation)), 0);
    }

    /** A first state for every chain, by the weights of draws of its own, or of all where its own have none. */
    private Frames start(Proposal proposal, double deviation) {
        int chains = config.chains();
        Proposal.Draw drawn = ChunkedSampling.draw(
                proposal,
                seed().child("start"),
                chains * START_DRAWS,
                bench.stages().begin("first states", "samples"));
        double[] logWeight = ImportanceWeights.of(
                        reduced(drawn.frames(), deviation), drawn.logDensity(), ImportanceWeights.Treatment.NONE)
                .rawLogWeights();
        Weights all = Weights.of(logWeight);
        if (all.areZero()) {
            throw new BadInput("the model draws nothing that the target holds; train it longer");
        }
        int[] chosen = IntStream.range(0, chains)
                .map(k -> {
                    int from = k * START_DRAWS;
                    Weights own = Weights.of(Arrays.copyOfRange(logWeight, from, from + START_DRAWS));
                    double u = seed().stream("first", k).nextDouble();
                    return own.areZero() ? chosen(all, u) : from + chosen(own, u);
                })
                .toArray();
        return drawn.frames().select(chosen);
    }

    private static int chosen(Weights weights, double u) {
        int i = 0;
        for (double sum = weights.share()[0]; sum <= u && i < weights.share().length - 1; sum += weights.share()[i]) {
            i++;
        }
        return i;
    }

    private void write(ModelChains.State end, TrajectoryRecorder recording) {
        Frames frames = recording.frames();
        double[] energy = bench.energies(frames);
        Trajectory trajectory = new Trajectory(frames, energy, recording.ladders(), recording.walkers());
        Npz.write(bench.folder().file(RunFiles.TRAJECTORY), TrajectoryArrays.of(trajectory));
        TrajectoryFormat.DCD.write(
                bench.folder().file("trajectory.dcd"), bench.molecule().topology(), frames);
        List<ChainReport.Quantity> quantities = new ArrayList<>();
        quantities.add(quantity("energy (kJ/mol)", energy));
        for (BackboneResidue residue : BackboneResidue.of(bench.molecule().topology())) {
            follow(quantities, "phi " + residue.name(), BackboneResidue.angles(frames, residue.phi()));
            follow(quantities, "psi " + residue.name(), BackboneResidue.angles(frames, residue.psi()));
        }
        bench.folder()
                .writeJson(
                        RunFiles.CHAINS,
                        new ChainReport(
                                config.chains(),
                                config.steps(),
                                end.globalMoves() * config.chains(),
                                end.globalAcceptance(config.chains()),
                                end.localAcceptance(),
                                quantities));
    }

    private void follow(List<ChainReport.Quantity> into, String name, double[] angles) {
        into.add(quantity("cos " + name, Arrays.stream(angles).map(Math::cos).toArray()));
        into.add(quantity("sin " + name, Arrays.stream(angles).map(Math::sin).toArray()));
    }

    private ChainReport.Quantity quantity(String name, double[] values) {
        int chains = config.chains();
        int states = values.length / chains;
        int from = states / ModelChains.EQUILIBRATION;
        double[][] series = new double[chains][states - from];
        for (int k = 0; k < chains; k++) {
            for (int s = from; s < states; s++) {
                series[k][s - from] = values[s * chains + k];
            }
        }
        double mean =
                Arrays.stream(series).flatMapToDouble(Arrays::stream).average().orElseThrow();
        double variance = Arrays.stream(series)
                .flatMapToDouble(Arrays::stream)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        double time = Convergence.autocorrelationTime(series);
        return new ChainReport.Quantity(
                name,
                mean,
                Math.sqrt(variance * Math.max(1, time) / (chains * (double) (states - from))),
                time * config.spacing(),
                Convergence.splitRHat(series));
    }
}
