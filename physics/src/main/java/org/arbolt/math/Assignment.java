package org.arbolt.math;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.Progress;

/**
 * The cheapest one-to-one assignment of rows to columns, with a proof of how cheap it can be: for any column prices v,
 * Σ_j v_j + Σ_i min_j (c_ij − v_j) is at most the cost of every assignment (linear programming duality).
 *
 * @param column [n], the column of each row
 * @param cost what the assignment costs, in double precision
 * @param bound what every assignment costs at least, up to rounding
 */
public record Assignment(int[] column, double cost, double bound) {
    private static final int PARTS = 12; // of a search or an assignment each, so many are expected
    private static final long STEPS = 1000;
    private static final double ROUNDING = 1e-12; // of a row, relative to the largest cost

    /** A square table of costs, finite and not negative, given row by row. */
    public interface Costs {
        /** Number of rows and of columns, n. */
        int size();

        /** Writes the costs of a row to {@code out}, [n]; by several threads at a time. */
        void row(int row, double[] out);
    }

    /**
     * Solves by auction and shortest augmenting paths along some columns of each row, the cheapest. Then all rows are
     * searched for columns that are cheaper after prices; rows that find some are assigned again, until none does. That
     * last search is the proof. Holds some tens of columns for each row.
     *
     * @param costs read row by row, by several threads at a time, several times
     * @throws IllegalArgumentException if a cost is negative or not finite
     */
    public static Assignment solve(Costs costs, Progress progress) {
        CandidateArcs arcs = new CandidateArcs(costs.size(), costs::row);
        arcs.choose(part(progress, 0));
        Auction auction = new Auction(arcs);
        auction.run(part(progress, 1));
        AugmentingPaths paths = new AugmentingPaths(arcs, auction.prices());
        paths.solve(part(progress, 2));
        CandidateArcs.Search search = arcs.search(paths.prices(), part(progress, 3));
        for (int step = 4; search.lacking().length > 0; step += 2) {
            paths.again(search.lacking(), part(progress, step));
            search = arcs.search(paths.prices(), part(progress, step + 1));
        }
        progress.report(PARTS * STEPS, PARTS * STEPS, "");
        double cost = IntStream.range(0, arcs.size())
                .mapToDouble(row -> arcs.get(row, paths.column()[row]))
                .sum();
        double bound = Arrays.stream(paths.prices()).sum()
                + Arrays.stream(search.least()).sum();
        boolean rounded = cost - bound <= ROUNDING * arcs.size() * arcs.largest();
        return new Assignment(paths.column(), cost, rounded ? cost : bound);
    }

    /** Later parts are shown as the last but one, however many there are. */
    private static Progress part(Progress progress, int part) {
        int shown = Math.min(part, PARTS - 2);
        return (done, total, detail) -> {
            if (part == shown || done >= total) {
                progress.report(
                        shown * STEPS + (part == shown ? done * STEPS / Math.max(1, total) : STEPS),
                        PARTS * STEPS,
                        detail);
            }
        };
    }

    /**
     * By how much, at most, the assignment is dearer than the cheapest there is, relative to its cost; 0 for no cost.
     */
    public double gap() {
        return cost == 0 ? 0 : (cost - bound) / cost;
    }
}
