package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.arbolt.Progress;
import org.arbolt.dynamics.ExchangeRecord;
import org.arbolt.dynamics.ExchangeStatistics;
import org.arbolt.dynamics.FrameRecorder;
import org.arbolt.dynamics.Ladder;
import org.arbolt.dynamics.LangevinSettings;
import org.arbolt.dynamics.Minimiser;
import org.arbolt.dynamics.PilotRun;
import org.arbolt.dynamics.ReplicaExchange;
import org.arbolt.dynamics.ReplicaExchangeConfig;
import org.arbolt.dynamics.TorsionMoves;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.RestrainedPotential;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.run.Part;
import org.arbolt.units.Units;

/**
 * Makes a trajectory by replica exchange with turns about bonds. Every half minute what is new, frames and the
 * state of the dynamics, is put into a folder beside the result, from which a killed run goes on to the bit.
 */
final class DynamicsStage {
    private static final String STATE = "state";
    private static final double TOLERANCE = 10; // kJ/mol/nm: no clashes left, dynamics does the rest
    private static final int MOST_STEPS = 5000;
    private static final int TRIAL = 5; // exchanges
    private static final double TRIAL_SECONDS = 2;
    private static final double ACCEPTANCE = 0.3; // of exchanges, where the ladder is chosen; the optimum is flat there

    private final Potential dynamics;
    private final Potential exact;
    private final Molecule molecule;
    private final BitSet atRest; // atoms
    private final double saveIntervalSeconds;
    private final LongConsumer saved;

    /**
     * @param simulated the molecule from its start structure; its fast energy moves it, its exact one is written
     * @param saveIntervalSeconds as of {@link PeriodicSave}
     */
    DynamicsStage(PreparedMolecule simulated, double saveIntervalSeconds) {
        this(simulated.molecule(), simulated.fast(), simulated.exact(), new BitSet(), saveIntervalSeconds, _ -> {});
    }

    private DynamicsStage(
            Molecule molecule,
            Potential dynamics,
            Potential exact,
            BitSet atRest,
            double saveIntervalSeconds,
            LongConsumer saved) {
        this.molecule = molecule;
        this.dynamics = dynamics;
        this.exact = exact;
        this.atRest = atRest;
        this.saveIntervalSeconds = saveIntervalSeconds;
        this.saved = saved;
    }

    /** The same that tells, whenever it has saved, how many energies this process has evaluated. */
    DynamicsStage telling(LongConsumer listener) {
        return new DynamicsStage(molecule, dynamics, exact, atRest, saveIntervalSeconds, listener);
    }

    /**
     * The same with biases and atoms at rest. Energies that are written are those of the molecule without biases.
     *
     * @param temperatureKelvin that biases are told at, K
     */
    DynamicsStage under(Controls controls, double temperatureKelvin) {
        if (controls.held() == null && controls.restraints().isEmpty()) {
            return this;
        }
        BitSet still = controls.held() == null ? new BitSet() : controls.held().set();
        return new DynamicsStage(
                controls.start(),
                RestrainedPotential.of(dynamics, controls.restraints(), Units.thermalEnergy(temperatureKelvin), still),
                exact,
                still,
                saveIntervalSeconds,
                saved);
    }

    /**
     * Runs the dynamics of a plan, or goes on with it, and writes the trajectory with the record of its exchanges.
     *
     * @param file where the trajectory goes
     * @return energies evaluated by this process
     */
    long run(Path file, DynamicsPlan plan, double temperatureKelvin, Seed seed, Progress progress) {
        Part all = Part.whole(Part.Work.DYNAMICS, plan.ladders());
        return run(
                file,
                start -> config(plan, all, temperatureKelvin, start, seed),
                (made, config, statistics) -> TrajectoryArrays.of(made, ExchangeRecord.of(config, statistics)),
                progress);
    }

    /** The same of the ladders of a part alone; {@link TrajectoryMerge} makes the trajectory of all parts. */
    long part(Path file, DynamicsPlan plan, Part part, double temperatureKelvin, Seed seed, Progress progress) {
        return run(
                file,
                start -> config(plan, part, temperatureKelvin, start, seed),
                (made, config, statistics) -> TrajectoryArrays.ofPart(
                        made, config.ladder(), config.frameSpacingPs(), statistics.counts(config.moves())),
                progress);
    }

    /** What is written of dynamics. */
    @FunctionalInterface
    private interface Contents {
        Map<String, NpyArray> of(Trajectory made, ReplicaExchangeConfig config, ExchangeStatistics statistics);
    }

    private long run(
            Path file, Function<Frames, ReplicaExchangeConfig> settings, Contents contents, Progress progress) {
        Frames start = start();
        ReplicaExchangeConfig config = settings.apply(start);
        TrajectoryRecorder recording =
                new TrajectoryRecorder(file, molecule.topology().atomCount());
        SavedState saved = recording.restore();
        ReplicaExchange exchange = saved == null
                ? ReplicaExchange.start(dynamics, start, config)
                : ReplicaExchange.resume(dynamics, config, saved.bytes(STATE));
        long before = exchange.exchanges();
        long energies =
                (config.schedule().stepsBetweenExchanges() + config.moves().trials())
                        * (long) config.replicas(); // of an exchange
        advance(exchange, recording, progress, () -> this.saved.accept((exchange.exchanges() - before) * energies));
        Npz.write(file, contents.of(trajectory(recording), config, exchange.statistics()));
        recording.delete();
        return (exchange.exchanges() - before) * energies + recording.ladders().length;
    }

    /**
     * Time that a picosecond of a plan takes, s, on a second's trial that changes nothing.
     *
     * @param plan with the rungs and steps that are meant; how long it is does not matter
     */
    double secondsPerPs(DynamicsPlan plan, double temperatureKelvin, Seed seed) {
        Frames start = start();
        Part all = Part.whole(Part.Work.DYNAMICS, plan.ladders());
        ReplicaExchange trial =
                ReplicaExchange.start(dynamics, start, config(plan, all, temperatureKelvin, start, seed));
        int threads = Runtime.getRuntime().availableProcessors();
        trial.advance(TRIAL, threads, FrameRecorder.NONE, Progress.NONE); // until everything is compiled
        long before = trial.exchanges();
        long begin = System.nanoTime();
        double seconds = 0;
        while (seconds < TRIAL_SECONDS && !trial.finished()) {
            trial.advance(TRIAL, threads, FrameRecorder.NONE, Progress.NONE);
            seconds = (System.nanoTime() - begin) * 1e-9;
        }
        return seconds / ((trial.exchanges() - before) * DynamicsPlan.EXCHANGE_PS);
    }

    private Frames start() {
        Frames built = molecule.frames();
        return Minimiser.minimise(dynamics, built, TOLERANCE, MOST_STEPS).frames();
    }

    private ReplicaExchangeConfig config(
            DynamicsPlan plan, Part part, double temperatureKelvin, Frames start, Seed seed) {
        int stepsBetweenExchanges = (int) Math.round(DynamicsPlan.EXCHANGE_PS / plan.timeStepPs());
        int exchangesBetweenFrames = (int) Math.round(plan.spacingPs() / DynamicsPlan.EXCHANGE_PS);
        long equilibration = Math.round(plan.equilibrationPs() / DynamicsPlan.EXCHANGE_PS);
        LangevinSettings settings =
                atRest.isEmpty() ? plan.langevin() : plan.langevin().inPlace();
        return new ReplicaExchangeConfig(
                ladder(plan, temperatureKelvin, settings, start, seed).withColdRungs(plan.coldRungs()),
                (int) part.first(),
                (int) part.count(),
                settings,
                new ReplicaExchangeConfig.Schedule(
                        stepsBetweenExchanges, exchangesBetweenFrames, equilibration, plan.framesPerRung()),
                TorsionMoves.of(molecule.topology(), plan.turns()).sparing(atRest),
                seed);
    }

    /** A chosen ladder is chosen alike when a run is resumed: its pilot run depends on the seed alone. */
    private Ladder ladder(
            DynamicsPlan plan, double temperatureKelvin, LangevinSettings settings, Frames start, Seed seed) {
        return plan.rungs() == DynamicsPlan.CHOSEN
                ? PilotRun.ladder(dynamics, start, temperatureKelvin, plan.hottestKelvin(), settings, ACCEPTANCE, seed)
                : Ladder.geometric(temperatureKelvin, plan.hottestKelvin(), plan.rungs());
    }

    private void advance(
            ReplicaExchange exchange, TrajectoryRecorder recording, Progress progress, Runnable afterSaving) {
        int threads = Runtime.getRuntime().availableProcessors();
        PeriodicSave saving = new PeriodicSave(saveIntervalSeconds);
        while (!exchange.finished()) {
            exchange.advance(
                    20, threads, frame -> recording.add(frame.ladder(), frame.walker(), frame.xyz()), progress);
            if (!exchange.finished()) {
                saving.offer(() -> {
                    recording.save(Map.of(STATE, NpyArray.of(exchange.state())));
                    afterSaving.run();
                });
            }
        }
    }

    private Trajectory trajectory(TrajectoryRecorder recording) {
        Frames frames = recording.frames();
        return new Trajectory(frames, exact.energies(frames), recording.ladders(), recording.walkers());
    }
}
