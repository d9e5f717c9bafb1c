package org.arbolt.math;

import java.util.Arrays;
import org.arbolt.Progress;

/**
 * The cheapest assignment by shortest augmenting paths (Jonker and Volgenant, Computing 38, 325 (1987)), from any
 * column prices: exact whatever they are, quick when they are good.
 */
final class AugmentingPaths {
    private static final int PASSES = 3; // of bids without ε; each assigns most rows that are left

    private final DenseCosts costs;
    private final double[] prices; // [width]
    private final int[] owner; // [n], row of each column, -1 for none
    private final int[] column; // [n], column of each row, -1 for none
    private final double[] distance; // [width], −∞ for columns reached for good
    private final double[] over; // [width], row before each column on the path
    private final int[] reached; // columns reached for good, in order
    private final double[] length; // their distances

    AugmentingPaths(DenseCosts costs, double[] prices) {
        int n = costs.size();
        this.costs = costs;
        this.prices = prices;
        this.owner = new int[n];
        this.column = new int[n];
        this.distance = new double[costs.width()];
        this.over = new double[costs.width()];
        this.reached = new int[n];
        this.length = new double[n];
        Arrays.fill(owner, -1);
        Arrays.fill(column, -1);
    }

    /** @return [n], the column of each row */
    int[] solve(Progress progress) {
        int[] free = new int[costs.size()];
        Arrays.setAll(free, i -> i);
        for (int pass = 0; pass < PASSES; pass++) {
            free = bids(free);
        }
        for (int f = 0; f < free.length; f++) {
            augment(free[f]);
            progress.report(costs.size() - free.length + f + 1, costs.size(), "paths");
        }
        return column;
    }

    /** Augmenting row reduction: every row takes its cheapest column and pays its lead; who held it is free again. */
    private int[] bids(int[] free) {
        DenseCosts.Cheapest bid = new DenseCosts.Cheapest();
        int[] left = new int[costs.size()];
        int count = 0;
        for (int row : free) {
            costs.cheapest(row, prices, bid);
            if (Double.isFinite(bid.second)) {
                prices[bid.column] -= bid.second - bid.value;
            }
            int before = owner[bid.column];
            if (before >= 0) {
                column[before] = -1;
                left[count++] = before;
            }
            owner[bid.column] = row;
            column[row] = bid.column;
        }
        return Arrays.copyOf(left, count);
    }

    private void augment(int start) {
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int count = 0;
        int nearest = costs.relax(start, 0, prices, distance, over);
        double shortest = distance[nearest];
        while (owner[nearest] >= 0) {
            reached[count] = nearest;
            length[count++] = shortest;
            distance[nearest] = Double.NEGATIVE_INFINITY;
            int row = owner[nearest];
            double offset = shortest - (costs.get(row, nearest) - prices[nearest]);
            nearest = costs.relax(row, offset, prices, distance, over);
            shortest = Math.max(shortest, distance[nearest]); // rounding must not lead back
        }
        for (int i = 0; i < count; i++) {
            prices[reached[i]] += length[i] - shortest;
        }
        turn(start, nearest);
    }

    /** Moves every row of the path to the next column of it. */
    private void turn(int start, int end) {
        int to = end;
        int row;
        do {
            row = (int) over[to];
            int from = column[row];
            owner[to] = row;
            column[row] = to;
            to = from;
        } while (row != start);
    }

    double[] prices() {
        return prices;
    }
}
