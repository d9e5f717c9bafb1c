package org.arbolt.model.coordinates;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.molecule.InternalCoordinates;

/**
 * Chooses centres and grids of internal coordinates from training frames. Soft torsions have the whole circle. A stiff
 * coordinate has its centre ± at least {@value #DEVIATIONS} standard deviations about it, more where the data reach
 * further: what that leaves out (1e-12 of a Gaussian) matters to no estimate, and a bin's number tells the same number
 * of deviations for every coordinate.
 */
final class GridFit {
    static final double DEVIATIONS = 7;

    /**
     * Half an interval is never less than this (nm or rad), so that rigid bonds have cells that float32 can resolve.
     */
    private static final double LEAST = 1e-3;

    private final FoldedCoordinates internal;
    private final int[] order;
    private final InternalPasses data;

    GridFit(FoldedCoordinates internal, int[] order, FramePasses frames) {
        this.internal = internal;
        this.order = order;
        this.data = new InternalPasses(internal, frames);
    }

    /** Centres by least squares. */
    ConditionalMean centres() {
        return new ConditionalMeanFit(internal, order, data, means()).fit();
    }

    /** Grids about the centres, [token]. */
    Grid[] grids(ConditionalMean centres, int bins) {
        double[] square = new double[order.length];
        double[] largest = new double[order.length];
        long[] frames = new long[1];
        data.forEach(block -> {
            for (double[] q : block) {
                double[] known = centres.nothingKnown();
                for (int t = 0; t < order.length; t++) {
                    double value = q[order[t]];
                    double d = centres.difference(t, value, centres.of(t, known));
                    centres.learn(t, value, known);
                    square[t] += d * d;
                    largest[t] = Math.max(largest[t], Math.abs(d));
                }
            }
            frames[0] += block.length;
        });
        Grid[] grids = new Grid[order.length];
        for (int t = 0; t < order.length; t++) {
            double half = half(Math.sqrt(square[t] / frames[0]), largest[t]);
            grids[t] = internal.soft(order[t]) ? internal.circle(order[t], bins) : grid(t, half, centres, bins);
        }
        return grids;
    }

    private Grid grid(int t, double half, ConditionalMean centres, int bins) {
        double lowest = centres.mean()[t] + centres.least()[t];
        double highest = centres.mean()[t] + centres.most()[t];
        return about(internal.kind(order[t]), half, lowest, highest, bins);
    }

    /**
     * Half the width of a stiff coordinate's grid, from the standard deviation and the largest deviation in the data.
     */
    static double half(double deviation, double largest) {
        return Math.max(LEAST, Math.max(DEVIATIONS * deviation, largest + deviation));
    }

    /**
     * The interval of ± half, cut where a length or an angle would leave its range wherever its centre is.
     *
     * @param lowest lowest centre
     * @param highest highest centre
     */
    static Grid about(InternalCoordinates.Kind kind, double half, double lowest, double highest, int bins) {
        return switch (kind) {
            case BOND -> new Grid(Math.max(-half, -lowest), half, bins, 0);
            case ANGLE -> new Grid(Math.max(-half, -lowest), Math.min(half, Math.PI - highest), bins, 0);
            case TORSION -> half < Math.PI ? new Grid(-half, half, bins, Grid.TURN) : Grid.circle(bins);
        };
    }

    /** (Circular) mean of each token's coordinate, 0 for soft torsions. */
    private double[] means() {
        Mean[] of = new Mean[order.length];
        Arrays.setAll(of, t -> new Mean(internal.kind(order[t]) == InternalCoordinates.Kind.TORSION));
        data.forEach(block -> IntStream.range(0, of.length)
                .parallel()
                .filter(t -> !internal.soft(order[t]))
                .forEach(t -> {
                    for (double[] q : block) {
                        of[t].add(q[order[t]]);
                    }
                }));
        return IntStream.range(0, of.length)
                .mapToDouble(t -> internal.soft(order[t]) ? 0 : of[t].value())
                .toArray();
    }

    /** The mean of a coordinate, circular where the coordinate is. */
    static final class Mean {
        private final boolean circular;
        private long count;
        private double sum;
        private double sine;
        private double cosine;

        Mean(boolean circular) {
            this.circular = circular;
        }

        void add(double value) {
            count++;
            if (circular) {
                sine += Math.sin(value);
                cosine += Math.cos(value);
            } else {
                sum += value;
            }
        }

        long count() {
            return count;
        }

        double value() {
            return circular ? Math.atan2(sine, cosine) : sum / count;
        }
    }
}
