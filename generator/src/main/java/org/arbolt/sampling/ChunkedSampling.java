package org.arbolt.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.arbolt.Progress;
import org.arbolt.math.Seed;

/**
 * Draws many samples in portions of some seconds each, whatever the network's size: small enough for progress and
 * saving, large enough to keep all cores busy. What is drawn does not depend on how it is portioned.
 */
public final class ChunkedSampling {
    private static final int FIRST = 16;
    private static final int MOST = 2016; // 8 parts of TokenSampler's most rows
    private static final int GROWTH = 8;
    private static final double SECONDS = 5;

    private ChunkedSampling() {}

    /** Draws samples 0 to before {@code wanted}. */
    public static Proposal.Draw draw(ConformationSampler sampler, Seed seed, int wanted, Progress progress) {
        List<Proposal.Draw> portions = new ArrayList<>();
        draw(sampler, seed, 0, 0, wanted, progress, portions::add);
        return Proposal.Draw.join(portions, sampler.atoms());
    }

    /**
     * @param first number of the first sample wanted
     * @param done samples from there on that are drawn already
     * @param wanted samples in all, those included
     * @param take given each portion, in order
     */
    public static void draw(
            ConformationSampler sampler,
            Seed seed,
            long first,
            int done,
            int wanted,
            Progress progress,
            Consumer<Proposal.Draw> take) {
        int portion = FIRST;
        progress.report(done, wanted, "");
        for (int next = done; next < wanted; ) {
            int count = Math.min(portion, wanted - next);
            long start = System.nanoTime();
            take.accept(sampler.draw(seed, first + next, count));
            portion = next(portion, count / (1e-9 * (System.nanoTime() - start)));
            next += count;
            progress.report(next, wanted, "");
        }
    }

    private static int next(int portion, double samplesPerSecond) {
        double most = Math.min(MOST, (double) GROWTH * portion);
        return (int) Math.clamp(SECONDS * samplesPerSecond, 1, most);
    }
}
