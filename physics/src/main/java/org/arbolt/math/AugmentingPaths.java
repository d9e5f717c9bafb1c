package org.arbolt.math;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.Progress;

/**
 * The cheapest assignment along given arcs by shortest augmenting paths (Jonker and Volgenant, Computing 38, 325
 * (1987)), from any column prices: exact whatever they are, quick when they are good. Where rows get further arcs, they
 * are freed and assigned again.
 */
final class AugmentingPaths {
    private static final int PASSES = 3; // of bids without ε; each assigns most rows that are left
    private static final double DONE = Double.NEGATIVE_INFINITY; // distance of a column reached for good

    private final CandidateArcs arcs;
    private final double[] prices; // [n]
    private final int[] owner; // [n], row of each column, -1 for none
    private final int[] column; // [n], column of each row, -1 for none
    private final double[] paid; // [n], cost of each row's arc
    private final double[] distance; // [n], +∞ for columns not seen
    private final int[] over; // [n], row before each column on the path
    private final double[] overCost; // [n], cost of the arc from it
    private final int[] seen; // columns with a distance
    private int seenCount;
    private final int[] reached; // columns reached for good, in order
    private final double[] length; // their distances
    private final int[] heap; // columns seen and not reached, nearest first
    private final int[] place; // [n], of a column in the heap
    private int heapCount;

    AugmentingPaths(CandidateArcs arcs, double[] prices) {
        int n = arcs.size();
        this.arcs = arcs;
        this.prices = prices;
        this.owner = new int[n];
        this.column = new int[n];
        this.paid = new double[n];
        this.distance = new double[n];
        this.over = new int[n];
        this.overCost = new double[n];
        this.seen = new int[n];
        this.reached = new int[n];
        this.length = new double[n];
        this.heap = new int[n];
        this.place = new int[n];
        Arrays.fill(owner, -1);
        Arrays.fill(column, -1);
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
    }

    /** Assigns all rows. */
    void solve(Progress progress) {
        int[] free = IntStream.range(0, arcs.size()).toArray();
        for (int pass = 0; pass < PASSES; pass++) {
            free = bids(free);
        }
        augment(free, progress);
    }

    /** Assigns rows again that have got further arcs. */
    void again(int[] rows, Progress progress) {
        for (int row : rows) {
            owner[column[row]] = -1;
            column[row] = -1;
        }
        augment(rows, progress);
    }

    private void augment(int[] free, Progress progress) {
        for (int f = 0; f < free.length; f++) {
            augment(free[f]);
            progress.report(f + 1, free.length, "");
        }
    }

    /** [n], the column of each row. */
    int[] column() {
        return column;
    }

    double[] prices() {
        return prices;
    }

    /** Augmenting row reduction: every row takes its cheapest column and pays its lead; who held it is free again. */
    private int[] bids(int[] free) {
        CandidateArcs.Cheapest bid = new CandidateArcs.Cheapest();
        int[] left = new int[arcs.size()];
        int count = 0;
        for (int row : free) {
            arcs.cheapest(row, prices, bid);
            if (Double.isFinite(bid.second)) {
                prices[bid.column] -= bid.second - bid.value;
            }
            int before = owner[bid.column];
            if (before >= 0) {
                column[before] = -1;
                left[count++] = before;
            }
            assign(row, bid.column, arcs.get(row, bid.column));
        }
        return Arrays.copyOf(left, count);
    }

    private void assign(int row, int to, double cost) {
        owner[to] = row;
        column[row] = to;
        paid[row] = cost;
    }

    private void augment(int start) {
        int count = 0;
        relax(start, 0);
        int nearest = nearest();
        double shortest = distance[nearest];
        while (owner[nearest] >= 0) {
            reached[count] = nearest;
            length[count++] = shortest;
            distance[nearest] = DONE;
            int row = owner[nearest];
            relax(row, shortest - (paid[row] - prices[nearest]));
            nearest = nearest();
            shortest = Math.max(shortest, distance[nearest]); // rounding must not lead back
        }
        for (int i = 0; i < count; i++) {
            prices[reached[i]] += length[i] - shortest;
        }
        turn(start, nearest);
        for (int i = 0; i < seenCount; i++) {
            distance[seen[i]] = Double.POSITIVE_INFINITY;
        }
        seenCount = 0;
        heapCount = 0;
    }

    /** One step of Dijkstra's search: columns that can be reached more cheaply over a row get its distance. */
    private void relax(int row, double offset) {
        int[] columns = arcs.columns(row);
        double[] costs = arcs.costs(row);
        for (int a = 0; a < columns.length; a++) {
            int j = columns[a];
            double x = costs[a] - prices[j] + offset;
            double known = distance[j];
            if (x < known) {
                if (known == Double.POSITIVE_INFINITY) {
                    seen[seenCount++] = j;
                    place[j] = heapCount++;
                }
                distance[j] = x;
                over[j] = row;
                overCost[j] = costs[a];
                rise(j);
            }
        }
    }

    /** Takes the nearest column from the heap. */
    private int nearest() {
        int top = heap[0];
        int last = heap[--heapCount];
        if (heapCount > 0) {
            sink(last);
        }
        return top;
    }

    private void rise(int j) {
        int at = place[j];
        while (at > 0 && distance[heap[(at - 1) / 2]] > distance[j]) {
            put(at, heap[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        put(at, j);
    }

    private void sink(int j) {
        int at = 0;
        while (2 * at + 1 < heapCount) {
            int child = 2 * at + 1;
            child += child + 1 < heapCount && distance[heap[child + 1]] < distance[heap[child]] ? 1 : 0;
            if (distance[heap[child]] >= distance[j]) {
                break;
            }
            put(at, heap[child]);
            at = child;
        }
        put(at, j);
    }

    private void put(int at, int j) {
        heap[at] = j;
        place[j] = at;
    }

    /** Moves every row of the path to the next column of it. */
    private void turn(int start, int end) {
        int to = end;
        int row;
        do {
            row = over[to];
            int from = column[row];
            assign(row, to, overCost[to]);
            to = from;
        } while (row != start);
    }
}
