package org.arbolt.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * @param global share of steps that are global
 * @param steps of each chain
 * @param spacing a state is kept after so many steps
 */
public record ModelChains(double global, int steps, int spacing) {
    /** The step of local moves adapts in the first tenth of the steps, which averages are to leave out. */
    public static final int EQUILIBRATION = 10;

    /**
     * @param frames states kept, [S·K][A][3], nm, all chains after a step together
     * @param chain of each, [S·K]
     * @param globalAcceptance accepted share of global moves; 0 where there were none
     * @param localAcceptance mean probability of the test of local moves; 0 where there were none
     * @param drawn samples of the proposal
     */
    public record Result(Frames frames, int[] chain, double globalAcceptance, double localAcceptance, long drawn) {}

    /**
     * @param proposal of global moves
     * @param state the chains, their first states in it, which is moved; [K]
     * @param local moves of {@code state}
     * @param reduced reduced energies of the target, kT, the density of centroids included; +∞ where it has none
     * @param thermalEnergy kT, kJ/mol
     */
    public Result run(
            Proposal proposal,
            Frames state,
            LocalMoves local,
            Function<Frames, double[]> reduced,
            double thermalEnergy,
            Seed seed,
            Progress progress) {
        int chains = state.count();
        List<Frames> kept = new ArrayList<>();
        RandomStream kinds = seed.stream("kinds", 0);
        double[] logDensity = proposal.logDensity(state);
        boolean known = true;
        long globalMoves = 0;
        long accepted = 0;
        long localMoves = 0;
        double passing = 0;
        for (int step = 0; step < steps; step++) {
            if (step == steps / EQUILIBRATION) {
                local.keepStep();
            }
            if (kinds.nextDouble() < global) {
                logDensity = known ? logDensity : proposal.logDensity(state);
                known = true;
                accepted += jump(proposal, state, local, reduced, logDensity, seed, globalMoves);
                globalMoves++;
            } else {
                passing += local.move(thermalEnergy, null);
                localMoves++;
                known = false;
            }
            if ((step + 1) % spacing == 0) {
                kept.add(new Frames(state.atoms(), state.xyz().clone()));
            }
            progress.report(step + 1, steps, "");
        }
        int[] chain = new int[kept.size() * chains];
        Arrays.setAll(chain, i -> i % chains);
        return new Result(
                Frames.concatenate(kept, state.atoms()),
                chain,
                globalMoves == 0 ? 0 : (double) accepted / (globalMoves * chains),
                localMoves == 0 ? 0 : passing / localMoves,
                globalMoves * chains);
    }

    /** Offers every chain a sample; changes the log-densities of those that take it. */
    private static int jump(
            Proposal proposal,
            Frames state,
            LocalMoves local,
            Function<Frames, double[]> reduced,
            double[] logDensity,
            Seed seed,
            long number) {
        int chains = state.count();
        Proposal.Draw offered = proposal.draw(seed.child("offers"), number * chains, chains);
        double[] there = reduced.apply(offered.frames());
        double[] here = reduced.apply(state);
        int accepted = 0;
        for (int k = 0; k < chains; k++) {
            double log = here[k] + logDensity[k] - there[k] - offered.logDensity()[k];
            if (Math.log(seed.stream("jump", number * chains + k).nextDouble()) < log) {
                local.replace(k, offered.frames().xyz(), 3 * k * state.atoms());
                logDensity[k] = offered.logDensity()[k];
                accepted++;
            }
        }
        return accepted;
    }
}
