package org.arbolt.pipeline;

import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.run.Part;
import org.arbolt.sampling.LocalMoves;

/**
 * What identifies Markov chains with a model as their global proposal.
 *
 * @param system what is sampled
 * @param seed where all random numbers come from
 * @param model of the proposal
 * @param control what is asked of conformations; null for nothing
 * @param move local moves, {@code mala} or {@code hmc}
 * @param leapfrogs steps of a move of {@code hmc}
 * @param global share of steps that are global
 * @param chains how many
 * @param steps of each
 * @param spacing a state is kept after so many steps
 */
public record ChainConfig(
        MolecularSystem system,
        long seed,
        RunConfig.ModelSource model,
        ControlPlan control,
        String move,
        int leapfrogs,
        double global,
        int chains,
        int steps,
        int spacing)
        implements MoleculeConfig {
    private static final int MOST_FRAMES = 10_000_000;

    public ChainConfig {
        if (kind(move) == LocalMoves.Kind.ULA) {
            throw new BadInput("a chain has no weights for moves that are not tested; give --move mala or hmc");
        }
        AnnealPlan.requireLeapfrogs(kind(move), leapfrogs);
        SettingBounds.require(global > 0 && global < 1, "global", "between 0 and 1, without them", global);
        SettingBounds.between(2, 100_000, chains, "chains");
        SettingBounds.between(4, MOST_FRAMES, steps, "steps");
        SettingBounds.between(1, steps, spacing, "spacing");
        SettingBounds.between(4L * chains, MOST_FRAMES, (long) (steps / spacing) * chains, "states to keep");
    }

    private static LocalMoves.Kind kind(String move) {
        return LocalMoves.Kind.parse(move);
    }

    /** @throws BadInput if so many states of a molecule are more than an array holds */
    void requireRoom(int atoms) {
        long states = (long) (steps / spacing) * chains;
        if (3 * states * atoms > Integer.MAX_VALUE) {
            throw new BadInput(String.format(
                    "%,d states of %d atoms are more than fit; keep fewer, by a larger --spacing", states, atoms));
        }
    }

    @Override
    public Part part() {
        return null;
    }
}
