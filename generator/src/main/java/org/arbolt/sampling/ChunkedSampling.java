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

    public static Proposal.Draw draw(Proposal proposal, Seed seed, int wanted, Progress progress) {
        return draw(proposal, seed, 0, List.of(), wanted, progress, _ -> {});
    }

    /**
     * @param first number of the first sample wanted
     * @param before the samples from there on that are drawn already
     * @param wanted samples in all, those included
     * @param afterEach given all samples so far after each portion but the last
     */
    public static Proposal.Draw draw(
            Proposal proposal,
            Seed seed,
            long first,
            List<Proposal.Draw> before,
            int wanted,
            Progress progress,
            Consumer<List<Proposal.Draw>> afterEach) {
        List<Proposal.Draw> parts = new ArrayList<>(before);
        int done = parts.stream().mapToInt(p -> p.frames().count()).sum();
        int portion = FIRST;
        progress.report(done, wanted, "");
        while (done < wanted) {
            int count = Math.min(portion, wanted - done);
            long start = System.nanoTime();
            parts.add(proposal.draw(seed, first + done, count));
            portion = next(portion, count / (1e-9 * (System.nanoTime() - start)));
            done += count;
            progress.report(done, wanted, "");
            if (done < wanted) {
                afterEach.accept(parts);
            }
        }
        return Proposal.Draw.join(parts, proposal.atoms());
    }

    private static int next(int portion, double samplesPerSecond) {
        double most = Math.min(MOST, (double) GROWTH * portion);
        return (int) Math.clamp(SECONDS * samplesPerSecond, 1, most);
    }
}
