package org.arbolt.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.math.RandomStream;
import org.arbolt.molecule.Frames;
import org.arbolt.units.Units;

/**
 * Parallel tempering (Sugita and Okamoto, Chem. Phys. Lett. 314, 141 (1999)) of many independent ladders side by
 * side. Neighbouring rungs swap replicas with probability min(1, exp[(β₁−β₂)(U₁−U₂)]), even and odd pairs in turn,
 * and velocities are scaled by √(T_new/T_old). All replicas of all ladders share tiles and move in lock step; the
 * result does not depend on the number of threads nor, lane arithmetic being the same, on the size of a tile.
 *
 * <p>Work in portions and keep {@link #state()} between them: a run resumed from a state continues to the bit.
 */
public final class ReplicaExchange {
    private final Potential potential;
    private final ReplicaExchangeConfig config;
    private final int lanes;
    private final LangevinMiddle[] tiles;
    private final RandomStream[] dice; // [D]
    private final int[] replicaAt; // [D][K], which replica sits at a rung
    private ExchangeStatistics statistics;
    private long exchanges;

    private ReplicaExchange(Potential potential, ReplicaExchangeConfig config) {
        this.potential = potential;
        this.config = config;
        this.lanes = potential.newKernel().lanes();
        this.tiles = new LangevinMiddle[Math.ceilDiv(config.replicas(), lanes)];
        for (int t = 0; t < tiles.length; t++) {
            tiles[t] = new LangevinMiddle(
                    config.dynamics(),
                    potential.masses(),
                    lanes,
                    config.seed(),
                    config.firstReplica() + (long) t * lanes);
        }
        this.dice = new RandomStream[config.ladders()];
        for (int ladder = 0; ladder < dice.length; ladder++) {
            dice[ladder] = config.seed().stream("exchange", config.firstLadder() + ladder);
        }
        this.replicaAt = new int[config.replicas()];
        for (int i = 0; i < replicaAt.length; i++) {
            replicaAt[i] = i;
        }
        this.statistics = new ExchangeStatistics(config.ladder(), config.replicas());
    }

    /**
     * A run from given conformations, with velocities drawn for each replica's temperature.
     *
     * @param start [F][A][3], nm, free of clashes; ladder number d starts from frame d mod F
     * @throws BadInput if the energy of a start is not finite
     */
    public static ReplicaExchange start(Potential potential, Frames start, ReplicaExchangeConfig config) {
        if (start.atoms() != potential.atoms() || start.count() == 0) {
            throw new IllegalArgumentException(
                    "dynamics of " + potential.atoms() + " atoms needs at least one start frame "
                            + "of as many, was given " + start.count() + " of " + start.atoms());
        }
        ReplicaExchange run = new ReplicaExchange(potential, config);
        for (int place = 0; place < run.tiles.length * run.lanes; place++) {
            int ladder = place / config.ladder().rungs() % config.ladders();
            double temperature =
                    config.ladder().temperature(place % config.ladder().rungs());
            LangevinMiddle tile = run.tiles[place / run.lanes];
            tile.setPositions(
                    place % run.lanes,
                    start.xyz(),
                    (config.firstLadder() + ladder) % start.count() * 3 * start.atoms());
            tile.drawVelocities(
                    place % run.lanes, temperature, config.seed().stream("velocity", config.firstReplica() + place));
            tile.setTemperature(place % run.lanes, temperature);
        }
        run.refresh();
        run.requireFinite("at the start; minimise it first");
        return run;
    }

    /**
     * A run that goes on from where another one was.
     *
     * @param state what {@link #state()} gave; anything else is refused with {@link BadInput}
     */
    public static ReplicaExchange resume(Potential potential, ReplicaExchangeConfig config, byte[] state) {
        ReplicaExchange run = new ReplicaExchange(potential, config);
        run.restore(RunState.decode(state, potential.atoms(), config));
        run.refresh();
        run.requireFinite("in the state resumed from");
        return run;
    }

    /** Whether all frames asked for have been recorded. */
    public boolean finished() {
        return exchanges >= config.schedule().exchanges();
    }

    /** Exchanges done so far, equilibration included. */
    public long exchanges() {
        return exchanges;
    }

    /** What happened since the end of equilibration. */
    public ExchangeStatistics statistics() {
        return statistics;
    }

    /** Runs to the end on all cores. */
    public void run(FrameRecorder recorder, Progress progress) {
        advance(Long.MAX_VALUE, Runtime.getRuntime().availableProcessors(), recorder, progress);
    }

    /**
     * Runs on, at most to the end of the schedule.
     *
     * @param portion how many exchanges
     * @param threads how many threads move replicas
     * @param recorder takes the frames of the cold rungs; called on this thread
     * @param progress told after every exchange, in exchanges of the whole run
     * @throws BadInput if a replica's energy stops being finite
     */
    public void advance(long portion, int threads, FrameRecorder recorder, Progress progress) {
        long last = exchanges + Math.min(portion, config.schedule().exchanges() - exchanges);
        Rate rate = new Rate(System.nanoTime(), exchanges);
        try (TileWorkers workers = new TileWorkers(potential, threads)) {
            while (exchanges < last) {
                workers.forEachTile(tiles.length, (tile, kernel) -> move(tiles[tile], kernel));
                requireFinite("after " + (exchanges + 1) * config.schedule().stepsBetweenExchanges()
                        + " steps; take a shorter time step or a lower temperature");
                countTurns();
                exchange();
                exchanges++;
                observe(recorder);
                progress.report(exchanges, config.schedule().exchanges(), rate.describe());
            }
        }
    }

    private void move(LangevinMiddle tile, TileKernel kernel) {
        tile.run(config.schedule().stepsBetweenExchanges(), kernel);
        if (config.moves().trials() > 0) {
            tile.turn(config.moves(), kernel);
        }
    }

    private void countTurns() {
        for (int place = 0; inStatistics() && place < replicaAt.length; place++) {
            statistics.turn(
                    place % config.ladder().rungs(), tile(replicaAt[place]).backboneTurns(replicaAt[place] % lanes));
        }
    }

    /** Whether the exchange that comes next belongs to the time after equilibration. */
    private boolean inStatistics() {
        return exchanges >= config.schedule().equilibrationExchanges();
    }

    private void exchange() {
        int rungs = config.ladder().rungs();
        for (int ladder = 0; ladder < config.ladders(); ladder++) {
            for (int rung = (int) (exchanges % 2); rung + 1 < rungs; rung += 2) {
                boolean success = tryToSwap(ladder, rung);
                boolean counts =
                        config.ladder().temperature(rung) < config.ladder().temperature(rung + 1);
                if (counts && inStatistics()) {
                    statistics.attempt(rung, success);
                }
            }
        }
    }

    private boolean tryToSwap(int ladder, int rung) {
        int place = ladder * config.ladder().rungs() + rung;
        double cold = config.ladder().temperature(rung);
        double hot = config.ladder().temperature(rung + 1);
        double betaDifference = 1 / Units.thermalEnergy(cold) - 1 / Units.thermalEnergy(hot);
        double exponent = betaDifference * (energy(replicaAt[place]) - energy(replicaAt[place + 1]));
        if (dice[ladder].nextDouble() >= Math.exp(exponent)) {
            return false;
        }
        int rises = replicaAt[place];
        replicaAt[place] = replicaAt[place + 1];
        replicaAt[place + 1] = rises;
        change(replicaAt[place], hot, cold);
        change(rises, cold, hot);
        return true;
    }

    private void change(int replica, double fromKelvin, double toKelvin) {
        tile(replica).setTemperature(replica % lanes, toKelvin);
        tile(replica).scaleVelocities(replica % lanes, Math.sqrt(toKelvin / fromKelvin));
    }

    private void observe(FrameRecorder recorder) {
        if (exchanges <= config.schedule().equilibrationExchanges()) {
            return;
        }
        int rungs = config.ladder().rungs();
        for (int place = 0; place < replicaAt.length; place++) {
            statistics.energy(place % rungs, energy(replicaAt[place]));
            statistics.visit(replicaAt[place], place % rungs);
            if (place % rungs < config.ladder().coldRungs() && config.schedule().recordsAfter(exchanges)) {
                recordFrame(recorder, place, replicaAt[place]);
            }
        }
    }

    private void recordFrame(FrameRecorder recorder, int place, int replica) {
        int rungs = config.ladder().rungs();
        double[] xyz = new double[3 * potential.atoms()];
        tile(replica).positions(replica % lanes, xyz, 0);
        long step = exchanges * config.schedule().stepsBetweenExchanges();
        recorder.record(new FrameRecorder.Frame(
                config.firstLadder() + place / rungs, place % rungs, replica % rungs, step, xyz, energy(replica)));
    }

    /**
     * All that is needed to go on later, to the bit; protected by a checksum. Only the caller's thread may be in here.
     */
    public byte[] state() {
        int size = 3 * potential.atoms();
        double[] x = new double[config.replicas() * size];
        double[] v = new double[config.replicas() * size];
        for (int replica = 0; replica < config.replicas(); replica++) {
            tile(replica).positions(replica % lanes, x, replica * size);
            tile(replica).velocities(replica % lanes, v, replica * size);
        }
        long[] diceStates = new long[dice.length];
        for (int ladder = 0; ladder < dice.length; ladder++) {
            diceStates[ladder] = dice[ladder].state();
        }
        return new RunState(exchanges, x, v, replicaAt, diceStates, statistics).encode(potential.atoms(), config);
    }

    private void restore(RunState state) {
        exchanges = state.exchanges();
        System.arraycopy(state.replicaAt(), 0, replicaAt, 0, replicaAt.length);
        for (int ladder = 0; ladder < dice.length; ladder++) {
            dice[ladder] = RandomStream.restore(state.dice()[ladder], dice[ladder].gamma());
        }
        statistics = state.statistics();
        int size = 3 * potential.atoms();
        for (int place = 0; place < tiles.length * lanes; place++) {
            int replica = replicaAt[place % replicaAt.length]; // lanes beyond the last replica copy some other one
            int lane = place < replicaAt.length ? replica : place;
            LangevinMiddle tile = tile(lane);
            tile.setPositions(lane % lanes, state.x(), replica * size);
            tile.setVelocities(lane % lanes, state.v(), replica * size);
            tile.setTemperature(
                    lane % lanes,
                    config.ladder().temperature(place % config.ladder().rungs()));
        }
        for (LangevinMiddle tile : tiles) {
            tile.seek(
                    exchanges * config.schedule().stepsBetweenExchanges(),
                    exchanges * config.moves().draws());
        }
    }

    private void refresh() {
        TileKernel kernel = potential.newKernel();
        for (LangevinMiddle tile : tiles) {
            tile.refresh(kernel);
        }
    }

    private void requireFinite(String when) {
        List<Integer> lost = new ArrayList<>();
        for (int replica = 0; replica < config.replicas(); replica++) {
            if (!Double.isFinite(energy(replica))) {
                lost.add(replica);
            }
        }
        if (!lost.isEmpty()) {
            throw new BadInput(
                    "energy of " + lost.size() + " of " + config.replicas() + " replicas is not finite " + when);
        }
    }

    private LangevinMiddle tile(int replica) {
        return tiles[replica / lanes];
    }

    private double energy(int replica) {
        return tile(replica).potentialEnergy(replica % lanes);
    }

    /** How fast the present portion goes. */
    private final class Rate {
        private final long startNanos;
        private final long startExchanges;

        Rate(long startNanos, long startExchanges) {
            this.startNanos = startNanos;
            this.startExchanges = startExchanges;
        }

        String describe() {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            double stepsOfEach =
                    (double) (exchanges - startExchanges) * config.schedule().stepsBetweenExchanges();
            double perSecond = stepsOfEach * config.replicas() / seconds;
            double microsecondsPerDay = perSecond * config.dynamics().timeStepPs() * 86_400 / 1e6;
            String speed = "%.2f M steps/s, %.0f µs/day".formatted(perSecond / 1e6, microsecondsPerDay);
            double acceptance = statistics.acceptance();
            return Double.isNaN(acceptance) ? speed : speed + ", acceptance %.0f %%".formatted(100 * acceptance);
        }
    }
}
