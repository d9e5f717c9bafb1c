package org.arbolt.pipeline;

import org.arbolt.SettingBounds;
import org.arbolt.run.SourceFile;
import org.arbolt.sampling.LocalMoves;

/**
 * What goes on from finished samples (docs/control.md).
 *
 * @param move {@code mala}, {@code hmc} or {@code ula}
 * @param steps moves at each temperature
 * @param leapfrogs steps of a move of {@code hmc}
 * @param hottestKelvin where it begins, K; null for the temperature of the run
 * @param threshold share of effective samples below which they are resampled
 * @param samples the samples it goes on from
 * @param seed of resampling and moves
 */
public record AnnealPlan(
        String move, int steps, int leapfrogs, Double hottestKelvin, double threshold, SourceFile samples, long seed) {
    /** Leapfrog steps of HMC, where nothing else is said. */
    public static final int LEAPFROGS = 20;

    public AnnealPlan {
        requireLeapfrogs(LocalMoves.Kind.parse(move), leapfrogs);
        SettingBounds.between(1, 1_000_000, steps, "steps");
        SettingBounds.between(0, 1, threshold, "threshold of resampling");
        if (hottestKelvin != null) {
            SettingBounds.between(1, 5000, hottestKelvin, "hottest temperature");
        }
    }

    static void requireLeapfrogs(LocalMoves.Kind kind, int leapfrogs) {
        SettingBounds.between(1, 10_000, leapfrogs, "leapfrogs");
        SettingBounds.require(
                kind == LocalMoves.Kind.HMC || leapfrogs == 1, "leapfrogs", "1 but for --move hmc", leapfrogs);
    }

    LocalMoves.Kind kind() {
        return LocalMoves.Kind.parse(move);
    }
}
