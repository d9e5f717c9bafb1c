package org.arbolt.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.arbolt.Progress;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void noPermutationIsCheaper(int n) {
        RandomStream random = new Seed(3).stream("costs", n);
        for (int trial = 0; trial < 100; trial++) {
            boolean coarse = trial % 2 == 0; // few different costs: many ties
            double[][] costs = table(n, () -> coarse ? random.nextInt(4) : (float) random.nextDouble(50));
            Assignment found = Assignment.solve(of(costs), Progress.NONE);
            assertThat(found.cost()).isEqualTo(cheapest(costs, 0, new boolean[n]), Offset.offset(1e-9));
            assertThat(found.bound()).isEqualTo(found.cost(), Offset.offset(1e-9));
            requirePermutation(found.column());
        }
    }

    @Tag("slow")
    @Test
    void rowsThatAreAllAlikeAreNoTrap() {
        double[][] costs = table(300, () -> 1);
        assertThat(Assignment.solve(of(costs), Progress.NONE).cost()).isEqualTo(300);
        assertThat(Assignment.solve(of(table(300, () -> 0)), Progress.NONE).cost())
                .isZero();
    }

    /** Points on a line, of which the cheapest assignment keeps the order, far more than a row has columns at first. */
    @Tag("slow")
    @Test
    void pointsOnALineAreAssignedInTheirOrder() {
        RandomStream random = new Seed(7).stream("costs", 0);
        int n = 1500;
        double[] a = random.doubles(n).sorted().toArray();
        double[] b = random.doubles(n).map(x -> x * x).sorted().toArray();
        double expected = 0;
        for (int i = 0; i < n; i++) {
            expected += (a[i] - b[i]) * (a[i] - b[i]);
        }
        Assignment found = Assignment.solve(
                new Assignment.Costs() {
                    @Override
                    public int size() {
                        return n;
                    }

                    @Override
                    public void row(int row, double[] out) {
                        Arrays.setAll(out, j -> (a[row] - b[j]) * (a[row] - b[j]));
                    }
                },
                Progress.NONE);
        requirePermutation(found.column());
        assertThat(found.cost()).isEqualTo(expected, Offset.offset(1e-12 * expected));
        assertThat(found.gap()).isBetween(0.0, 1e-8);
    }

    /** Most rows want the same few columns: prices must rise far, which is what auctions are slow at. */
    @Test
    void crowdedColumnsAreProvenOptimal() {
        RandomStream random = new Seed(4).stream("costs", 0);
        int n = 400;
        double[][] costs = new double[n][n];
        for (double[] row : costs) {
            Arrays.setAll(row, j -> j < 20 ? 1e-3 * random.nextDouble() : 100 + random.nextDouble());
        }
        Assignment found = Assignment.solve(of(costs), Progress.NONE);
        requirePermutation(found.column());
        assertThat(found.gap()).isBetween(0.0, 1e-7);
    }

    @Tag("slow")
    @Test
    void costsOfAnySizeAreProvenOptimal() {
        for (int n : new int[] {8, 15, 16, 17, 250}) {
            RandomStream random = new Seed(5).stream("costs", n);
            Assignment found = Assignment.solve(of(table(n, random::nextDouble)), Progress.NONE);
            requirePermutation(found.column());
            assertThat(found.gap()).isBetween(0.0, 1e-6); // costs are below 1 and rounded by 6e-8, the sum is about 1.6
        }
    }

    @Test
    void progressReachesItsTotal() {
        long[] last = new long[2];
        RandomStream random = new Seed(6).stream("costs", 0);
        Assignment.solve(of(table(50, random::nextDouble)), (done, total, detail) -> {
            assertThat(done).isGreaterThanOrEqualTo(last[0]);
            last[0] = done;
            last[1] = total;
        });
        assertThat(last[0]).isEqualTo(last[1]);
    }

    @Test
    void costsThatAreNoneAreRefused() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
            assertThatThrownBy(() -> Assignment.solve(of(new double[][] {{1, 2}, {bad, 1}}), Progress.NONE))
                    .hasMessageContaining("row 1, column 0");
        }
    }

    private static void requirePermutation(int[] column) {
        int[] sorted = column.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            assertThat(sorted[i]).isEqualTo(i);
        }
    }

    private static double cheapest(double[][] costs, int row, boolean[] taken) {
        if (row == costs.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int j = 0; j < costs.length; j++) {
            if (!taken[j]) {
                taken[j] = true;
                best = Math.min(best, costs[row][j] + cheapest(costs, row + 1, taken));
                taken[j] = false;
            }
        }
        return best;
    }

    private static double[][] table(int n, DoubleSupplier cost) {
        double[][] table = new double[n][n];
        for (double[] row : table) {
            Arrays.setAll(row, j -> cost.getAsDouble());
        }
        return table;
    }

    private static Assignment.Costs of(double[][] table) {
        return new Assignment.Costs() {
            @Override
            public int size() {
                return table.length;
            }

            @Override
            public void row(int row, double[] out) {
                System.arraycopy(table[row], 0, out, 0, table.length);
            }
        };
    }
}
