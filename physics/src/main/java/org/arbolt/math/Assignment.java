package org.arbolt.math;

import java.util.Arrays;
import org.arbolt.Progress;

/**
 * The cheapest one-to-one assignment of rows to columns, with a proof of how cheap it can be: for any column prices v,
 * Σ_j v_j + Σ_i min_j (c_ij − v_j) is at most the cost of every assignment (linear programming duality).
 *
 * @param column [n], the column of each row
 * @param cost what the assignment costs, in double precision
 * @param bound what every assignment costs at least
 */
public record Assignment(int[] column, double cost, double bound) {
    private static final int STAGES = 4; // of equal length on the progress bar: costs, auction, paths, proof

    /** A square table of costs, finite and not negative, given row by row. */
    public interface Costs {
        /** Number of rows and of columns, n. */
        int size();

        /** Writes the costs of a row to {@code out}, [n]. */
        void row(int row, double[] out);
    }

    /**
     * Solves by auction and shortest augmenting paths. Holds the costs in single precision, 4 n² bytes: the assignment
     * is the optimum of costs rounded to float, and {@link #gap()} says what that is worth.
     *
     * @param costs read twice
     * @throws IllegalArgumentException if a cost is negative or not finite
     */
    public static Assignment solve(Costs costs, Progress progress) {
        int n = costs.size();
        DenseCosts dense = new DenseCosts(n);
        double[] row = new double[n];
        for (int i = 0; i < n; i++) {
            costs.row(i, row);
            dense.set(i, row);
            report(progress, 0, i + 1, n, "costs");
        }
        Auction auction = new Auction(dense);
        auction.run((done, total, detail) -> report(progress, 1, done, total, detail));
        AugmentingPaths paths = new AugmentingPaths(dense, auction.prices());
        int[] column = paths.solve((done, total, detail) -> report(progress, 2, done, total, detail));
        return proven(costs, column, paths.prices(), progress);
    }

    private static void report(Progress progress, int stage, long done, long total, String detail) {
        progress.report((stage * total + done) * 1000 / Math.max(1, total), STAGES * 1000L, detail);
    }

    private static Assignment proven(Costs costs, int[] column, double[] prices, Progress progress) {
        int n = costs.size();
        double[] row = new double[n];
        double cost = 0;
        double bound = Arrays.stream(prices, 0, n).sum();
        for (int i = 0; i < n; i++) {
            costs.row(i, row);
            cost += row[column[i]];
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                least = Math.min(least, row[j] - prices[j]);
            }
            bound += least;
            report(progress, 3, i + 1, n, "proof");
        }
        return new Assignment(column, cost, Math.min(bound, cost));
    }

    /**
     * By how much, at most, the assignment is dearer than the cheapest there is, relative to its cost; 0 for no cost.
     */
    public double gap() {
        return cost == 0 ? 0 : (cost - bound) / cost;
    }
}
