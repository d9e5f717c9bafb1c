package org.arbolt.sampling;

import java.util.function.Consumer;
import java.util.function.Function;
import org.arbolt.Progress;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;

/**
 * Unweighted Markov chains with a proposal's independent samples as global moves (the independence sampler: Tierney,
 * Ann. Stat. 22, 1701, 1994) and local moves by forces between them. Each kind leaves the target invariant, so a
 * chain's averages need no weights; where the proposal misses what the target holds, chains stay there long, and R̂
 * says so.
 *
 * @param proposal of global moves
 * @param reduced reduced energies of the target, kT, the density of centroids included; +∞ where it has none
 * @param thermalEnergy kT, kJ/mol
 * @param global share of steps that are global
 * @param steps of each chain
 */
public record ModelChains(
        Proposal proposal, Function<Frames, double[]> reduced, double thermalEnergy, double global, int steps) {
    /** The step of local moves adapts in the first tenth of the steps, which averages are to leave out. */
    public static final int EQUILIBRATION = 10;

    /**
     * Where K chains are after a step: with the state of the local moves, all that is needed to go on.
     *
     * @param steps made
     * @param logDensity of the proposal where the chains are, [K]; null where it is not known, as after a local move
     * @param globalMoves steps that were global
     * @param accepted samples of the proposal that chains took
     * @param passing sum over local moves of their mean probability of the test
     */
    public record State(int steps, double[] logDensity, long globalMoves, long accepted, double passing) {
        /** Before the first step. */
        public static final State BEGIN = new State(0, null, 0, 0, 0);

        public State {
            if (steps < 0 || globalMoves < 0 || globalMoves > steps || accepted < 0 || !(passing >= 0)) {
                throw new IllegalArgumentException(globalMoves + " global ones of " + steps + " steps, " + accepted
                        + " accepted and a sum of " + passing + " of local ones are impossible");
            }
        }

        /** Accepted share of global moves; 0 where there were none. @param chains K */
        public double globalAcceptance(int chains) {
            return globalMoves == 0 ? 0 : (double) accepted / (globalMoves * chains);
        }

        /** Mean probability of the test of local moves; 0 where there were none. */
        public double localAcceptance() {
            return globalMoves == steps ? 0 : passing / (steps - globalMoves);
        }
    }

    /**
     * Goes on to the last step.
     *
     * @param local moves of the chains, which are its conformations
     * @param from {@link State#BEGIN}, or what {@code afterEach} was given
     * @param afterEach given the state after every step
     */
    public State run(LocalMoves local, State from, Seed seed, Consumer<State> afterEach, Progress progress) {
        RandomStream kinds = seed.stream("kinds", 0);
        for (int step = 0; step < from.steps; step++) {
            kinds.nextDouble(); // of a step that is made
        }
        State state = from;
        progress.report(state.steps, steps, "");
        while (state.steps < steps) {
            if (state.steps == steps / EQUILIBRATION) {
                local.keepStep();
            }
            state = kinds.nextDouble() < global ? jump(local, state, seed) : move(local, state);
            progress.report(state.steps, steps, "");
            afterEach.accept(state);
        }
        return state;
    }

    private State move(LocalMoves local, State state) {
        double passing = state.passing + local.move(thermalEnergy, null);
        return new State(state.steps + 1, null, state.globalMoves, state.accepted, passing);
    }

    /** Offers every chain a sample. */
    private State jump(LocalMoves local, State state, Seed seed) {
        Frames at = local.frames();
        int chains = at.count();
        double[] logDensity = state.logDensity == null ? proposal.logDensity(at) : state.logDensity.clone();
        long first = state.globalMoves * chains;
        Proposal.Draw offered = proposal.draw(seed.child("offers"), first, chains);
        double[] there = reduced.apply(offered.frames());
        double[] here = reduced.apply(at);
        long accepted = state.accepted;
        for (int k = 0; k < chains; k++) {
            double log = here[k] + logDensity[k] - there[k] - offered.logDensity()[k];
            if (Math.log(seed.stream("jump", first + k).nextDouble()) < log) {
                local.replace(k, offered.frames().xyz(), 3 * k * at.atoms());
                logDensity[k] = offered.logDensity()[k];
                accepted++;
            }
        }
        return new State(state.steps + 1, logDensity, state.globalMoves + 1, accepted, state.passing);
    }
}
