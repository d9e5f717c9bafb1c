package org.arbolt.pipeline;

import java.util.Map;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.sampling.LocalMoves;
import org.arbolt.sampling.ModelChains;

/**
 * Chains that are under way.
 *
 * @param chains where they are
 * @param local their conformations, as the last step left them
 * @param energies evaluated so far by others than local moves
 */
record ChainState(ModelChains.State chains, LocalMoves.State local, long energies) {

    Map<String, NpyArray> arrays() {
        Map<String, NpyArray> arrays = MovesState.arrays(local);
        arrays.put("steps", NpyArray.of(new long[] {chains.steps()}));
        if (chains.logDensity() != null) {
            arrays.put("log_q", NpyArray.of(chains.logDensity()));
        }
        arrays.put("global_moves", NpyArray.of(new long[] {chains.globalMoves()}));
        arrays.put("accepted", NpyArray.of(new long[] {chains.accepted()}));
        arrays.put("passing", NpyArray.of(new double[] {chains.passing()}));
        arrays.put("energies", NpyArray.of(new long[] {energies}));
        return arrays;
    }

    /** @throws org.arbolt.BadInput if it is not of the chains of a run */
    static ChainState of(SavedState saved, ChainConfig config, int atoms) {
        int count = config.chains();
        LocalMoves.State local = MovesState.of(saved, count, atoms);
        ModelChains.State chains = saved.checked(() -> new ModelChains.State(
                (int) Math.min(saved.count("steps"), Integer.MAX_VALUE),
                saved.has("log_q") ? saved.doubles("log_q", count) : null,
                saved.count("global_moves"),
                saved.count("accepted"),
                saved.number("passing")));
        if (chains.steps() > config.steps() || chains.steps() - chains.globalMoves() != local.moves()) {
            throw saved.damaged(local.moves() + " local and " + chains.globalMoves() + " global moves in "
                    + chains.steps() + " of " + config.steps() + " steps");
        }
        return new ChainState(chains, local, saved.count("energies"));
    }
}
