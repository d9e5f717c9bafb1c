package org.arbolt.math;

import java.util.Arrays;
import org.arbolt.Progress;

/**
 * Good column prices by auction with ε-scaling (Bertsekas, Ann. Oper. Res. 14, 105 (1988)): rows without a column bid
 * for the cheapest one, paying the lead over the second cheapest and ε; ε shrinks from phase to phase. The prices are
 * within n ε of optimal, which makes the paths of {@link AugmentingPaths} short; that alone makes the result exact.
 */
final class Auction {
    private static final double FIRST = 0.03; // ε of the first phase, relative to the largest cost
    private static final double SHRINK = 0.2;
    private static final int PHASES = 6;
    private static final int MOST_BIDS = 40; // of a phase, per row: what is not settled by then is left to the paths

    private final CandidateArcs arcs;
    private final double[] prices; // [n]
    private final int[] owner; // [n], row that holds a column, -1 for none
    private final int[] waiting; // rows without a column, a stack
    private final CandidateArcs.Cheapest bid = new CandidateArcs.Cheapest();

    Auction(CandidateArcs arcs) {
        this.arcs = arcs;
        this.prices = new double[arcs.size()];
        this.owner = new int[arcs.size()];
        this.waiting = new int[arcs.size()];
    }

    void run(Progress progress) {
        double epsilon = arcs.largest() * FIRST;
        for (int phase = 0; phase < PHASES && arcs.size() > 1; phase++) {
            phase(epsilon);
            epsilon *= SHRINK;
            progress.report(phase + 1, PHASES, "auction");
        }
    }

    private void phase(double epsilon) {
        int n = arcs.size();
        Arrays.fill(owner, -1);
        for (int i = 0; i < n; i++) {
            waiting[i] = n - 1 - i;
        }
        int left = n;
        for (long bids = 0; left > 0 && bids < (long) MOST_BIDS * n; bids++) {
            int row = waiting[--left];
            arcs.cheapest(row, prices, bid);
            prices[bid.column] -= bid.second - bid.value + epsilon;
            if (owner[bid.column] >= 0) {
                waiting[left++] = owner[bid.column];
            }
            owner[bid.column] = row;
        }
    }

    double[] prices() {
        return prices;
    }
}
