package org.arbolt.math;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.arbolt.Progress;

/**
 * Some columns of every row with their costs, of which the cheapest assignment is looked for; whole rows are computed
 * when they are asked for and held by no one. A row always has the column of its own number, so that there is an
 * assignment. Rows are searched by all cores; what is found does not depend on how many there are.
 */
final class CandidateArcs {
    private static final int FIRST = 40; // columns of a row to begin with, those of least cost
    private static final int MORE = 12; // that a search adds at most
    private static final int ROWS_AT_ONCE = 64;
    private static final double ROUNDING = 1e-13; // of the largest cost

    private final Rows costs;
    private final int size;
    private final int[][] column; // [n][arcs]
    private final double[][] cost; // [n][arcs]
    private final double[] largestOfRow; // [n]
    private double largest;

    /** Computes costs. */
    @FunctionalInterface
    interface Rows {
        /** Writes the costs of a row to {@code out}, [n]. Thread safe. */
        void row(int row, double[] out);
    }

    CandidateArcs(int size, Rows costs) {
        this.costs = costs;
        this.size = size;
        this.column = new int[size][];
        this.cost = new double[size][];
        this.largestOfRow = new double[size];
    }

    int size() {
        return size;
    }

    double largest() {
        return largest;
    }

    /** Columns of a row. */
    int[] columns(int row) {
        return column[row];
    }

    /** Their costs. */
    double[] costs(int row) {
        return cost[row];
    }

    /** Takes the cheapest columns of every row. @throws IllegalArgumentException if a cost is negative or not finite */
    void choose(Progress progress) {
        forRows(progress, (row, all) -> {
            require(row, all);
            Chosen chosen = new Chosen(Math.min(FIRST, size));
            for (int step = 0; step < size; step++) { // from a row's own number on: equal costs spread over the columns
                int j = row + step < size ? row + step : row + step - size;
                chosen.offer(j, all[j]);
            }
            column[row] = chosen.with(row);
            cost[row] = pick(all, column[row]);
        });
        largest = Arrays.stream(largestOfRow).max().orElse(0);
    }

    private void require(int row, double[] all) {
        for (int j = 0; j < size; j++) {
            if (!(all[j] >= 0 && all[j] <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("costs must be finite and not negative, that of row " + row
                        + ", column " + j + " is " + all[j]);
            }
            largestOfRow[row] = Math.max(largestOfRow[row], all[j]);
        }
    }

    private static double[] pick(double[] all, int[] columns) {
        return Arrays.stream(columns).mapToDouble(j -> all[j]).toArray();
    }

    /**
     * What a search of all rows found.
     *
     * @param least [n], of c_ij − v_j over all columns
     * @param lacking rows with a column cheaper than any of their arcs, which they have been given
     */
    record Search(double[] least, int[] lacking) {}

    /** Searches all rows for columns that are cheaper after prices than any of their arcs. @param v [n] */
    Search search(double[] v, Progress progress) {
        double[] least = new double[size];
        boolean[] lacks = new boolean[size];
        forRows(progress, (row, all) -> {
            double known = Double.POSITIVE_INFINITY;
            for (int a = 0; a < column[row].length; a++) {
                known = Math.min(known, cost[row][a] - v[column[row][a]]);
            }
            double low = Double.POSITIVE_INFINITY;
            for (int j = 0; j < size; j++) {
                low = Math.min(low, all[j] - v[j]);
            }
            least[row] = low;
            double below = known - ROUNDING * largest;
            if (low < below) {
                Chosen chosen = new Chosen(Math.min(MORE, size));
                for (int j = 0; j < size; j++) {
                    if (all[j] - v[j] < below) {
                        chosen.offer(j, all[j] - v[j]);
                    }
                }
                add(row, all, chosen.columns());
                lacks[row] = true;
            }
        });
        return new Search(
                least, IntStream.range(0, size).filter(row -> lacks[row]).toArray());
    }

    private void add(int row, double[] all, int[] more) {
        int before = column[row].length;
        column[row] = Arrays.copyOf(column[row], before + more.length);
        System.arraycopy(more, 0, column[row], before, more.length);
        cost[row] = pick(all, column[row]);
    }

    @FunctionalInterface
    private interface RowWork {
        /** @param all [n], costs of the row */
        void of(int row, double[] all);
    }

    private void forRows(Progress progress, RowWork work) {
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, Math.ceilDiv(size, ROWS_AT_ONCE)).parallel().forEach(part -> {
            double[] all = new double[size];
            int end = Math.min(size, (part + 1) * ROWS_AT_ONCE);
            for (int row = part * ROWS_AT_ONCE; row < end; row++) {
                costs.row(row, all);
                work.of(row, all);
            }
            synchronized (done) {
                progress.report(done.addAndGet(end - part * ROWS_AT_ONCE), size, "");
            }
        });
    }

    /** The columns of least value so far, a heap with the greatest of them on top. */
    private static final class Chosen {
        private final int[] column;
        private final double[] value;
        private int count;

        Chosen(int most) {
            column = new int[most];
            value = new double[most];
        }

        void offer(int j, double x) {
            if (count < column.length) {
                int at = count++;
                for (; at > 0 && value[(at - 1) / 2] < x; at = (at - 1) / 2) {
                    put(at, column[(at - 1) / 2], value[(at - 1) / 2]);
                }
                put(at, j, x);
            } else if (x < value[0]) {
                sink(j, x);
            }
        }

        private void sink(int j, double x) {
            int at = 0;
            while (2 * at + 1 < count) {
                int child = 2 * at + 1;
                child += child + 1 < count && value[child + 1] > value[child] ? 1 : 0;
                if (value[child] <= x) {
                    break;
                }
                put(at, column[child], value[child]);
                at = child;
            }
            put(at, j, x);
        }

        private void put(int at, int j, double x) {
            column[at] = j;
            value[at] = x;
        }

        int[] columns() {
            return Arrays.copyOf(column, count);
        }

        /** These and one more, unless it is among them. */
        int[] with(int own) {
            int[] columns = columns();
            if (Arrays.stream(columns).anyMatch(j -> j == own)) {
                return columns;
            }
            columns = Arrays.copyOf(columns, count + 1);
            columns[count] = own;
            return columns;
        }
    }

    /** The two cheapest columns of a row, after prices. */
    static final class Cheapest {
        int column;
        double value;
        double second; // +∞ for a single column
    }

    /** Finds the smallest and the second smallest of c_ij − v_j among the arcs of a row. @param v [n] */
    void cheapest(int row, double[] v, Cheapest found) {
        int[] columns = column[row];
        double[] c = cost[row];
        double first = Double.POSITIVE_INFINITY;
        double second = first;
        int best = -1;
        for (int a = 0; a < columns.length; a++) {
            double x = c[a] - v[columns[a]];
            if (x < first) {
                second = first;
                first = x;
                best = columns[a];
            } else if (x < second) {
                second = x;
            }
        }
        found.column = best;
        found.value = first;
        found.second = second;
    }

    /** Cost of an arc. */
    double get(int row, int wanted) {
        int[] columns = column[row];
        for (int a = 0; a < columns.length; a++) {
            if (columns[a] == wanted) {
                return cost[row][a];
            }
        }
        throw new IllegalArgumentException("row " + row + " has no arc to column " + wanted);
    }
}
