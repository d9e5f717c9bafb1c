package org.arbolt.math;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A table of costs in single precision and the two scans of a row that assignment spends its time in. Rows are padded
 * with infinite costs to whole vectors; indices ride in the lanes as doubles, so that one mask serves values and
 * indices.
 */
final class DenseCosts {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();
    private static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(LANES * Float.SIZE));
    private static final DoubleVector LANE = DoubleVector.fromArray(DOUBLES, lanes(), 0);

    private final int size;
    private final int width; // n rounded up to whole vectors
    private final float[][] cost; // [n][width]
    private double largest;

    DenseCosts(int size) {
        this.size = size;
        this.width = Math.ceilDiv(size, LANES) * LANES;
        this.cost = new float[size][];
    }

    private static double[] lanes() {
        double[] lanes = new double[LANES];
        Arrays.setAll(lanes, i -> i);
        return lanes;
    }

    void set(int row, double[] costs) {
        cost[row] = new float[width];
        for (int j = 0; j < size; j++) {
            if (!(costs[j] >= 0 && costs[j] <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("costs must be finite and not negative, that of row " + row
                        + ", column " + j + " is " + costs[j]);
            }
            cost[row][j] = (float) costs[j];
            largest = Math.max(largest, costs[j]);
        }
        Arrays.fill(cost[row], size, width, Float.POSITIVE_INFINITY);
    }

    int size() {
        return size;
    }

    /** Length of arrays over columns. */
    int width() {
        return width;
    }

    double largest() {
        return largest;
    }

    double get(int row, int column) {
        return cost[row][column];
    }

    /** The two cheapest columns of a row, after prices. */
    static final class Cheapest {
        int column;
        double value;
        double second; // +∞ for a single column
    }

    /**
     * Finds the smallest and the second smallest of c_ij − v_j.
     *
     * @param v [width], prices of the columns
     */
    void cheapest(int row, double[] v, Cheapest found) {
        float[] c = cost[row];
        DoubleVector first = DoubleVector.broadcast(DOUBLES, Double.POSITIVE_INFINITY);
        DoubleVector second = first;
        DoubleVector where = DoubleVector.zero(DOUBLES);
        DoubleVector here = LANE;
        for (int j = 0; j < width; j += LANES) {
            DoubleVector x = wide(c, j).sub(DoubleVector.fromArray(DOUBLES, v, j));
            VectorMask<Double> less = x.compare(VectorOperators.LT, first);
            second = second.min(x.max(first));
            first = first.min(x);
            where = where.blend(here, less);
            here = here.add(LANES);
        }
        reduce(first, second, where, found);
    }

    private static void reduce(DoubleVector first, DoubleVector second, DoubleVector where, Cheapest found) {
        found.value = Double.POSITIVE_INFINITY;
        found.second = second.reduceLanes(VectorOperators.MIN);
        for (int lane = 0; lane < LANES; lane++) {
            double value = first.lane(lane);
            if (value < found.value) {
                found.second = Math.min(found.second, found.value);
                found.value = value;
                found.column = (int) where.lane(lane);
            } else {
                found.second = Math.min(found.second, value);
            }
        }
    }

    /**
     * One step of Dijkstra's search: columns that can be reached more cheaply over a row get its distance.
     *
     * @param offset added to c_ij − v_j
     * @param v [width], prices of the columns
     * @param distance [width], of the columns not yet reached for good; −∞ for the others
     * @param over [width], the row before each column on its path
     * @return the nearest of the columns not yet reached for good
     */
    int relax(int row, double offset, double[] v, double[] distance, double[] over) {
        float[] c = cost[row];
        DoubleVector from = DoubleVector.broadcast(DOUBLES, row);
        DoubleVector add = DoubleVector.broadcast(DOUBLES, offset);
        DoubleVector infinity = DoubleVector.broadcast(DOUBLES, Double.POSITIVE_INFINITY);
        DoubleVector nearest = infinity;
        DoubleVector where = DoubleVector.broadcast(DOUBLES, -1);
        DoubleVector here = LANE;
        for (int j = 0; j < width; j += LANES) {
            DoubleVector known = DoubleVector.fromArray(DOUBLES, distance, j);
            DoubleVector x =
                    wide(c, j).sub(DoubleVector.fromArray(DOUBLES, v, j)).add(add);
            VectorMask<Double> less = x.compare(VectorOperators.LT, known);
            if (less.anyTrue()) {
                known = known.blend(x, less);
                known.intoArray(distance, j);
                from.intoArray(over, j, less);
            }
            DoubleVector open = known.blend(infinity, known.compare(VectorOperators.EQ, Double.NEGATIVE_INFINITY));
            VectorMask<Double> nearer = open.compare(VectorOperators.LT, nearest);
            nearest = nearest.blend(open, nearer);
            where = where.blend(here, nearer);
            here = here.add(LANES);
        }
        return nearest(nearest, where);
    }

    private static int nearest(DoubleVector value, DoubleVector where) {
        int best = 0;
        for (int lane = 1; lane < LANES; lane++) {
            best = value.lane(lane) < value.lane(best) ? lane : best;
        }
        return (int) where.lane(best);
    }

    private static DoubleVector wide(float[] c, int j) {
        return (DoubleVector) FloatVector.fromArray(FLOATS, c, j).convertShape(VectorOperators.F2D, DOUBLES, 0);
    }
}
