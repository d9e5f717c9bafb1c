package org.arbolt.model.coordinates;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.molecule.InternalCoordinates;

/**
 * Where each stiff coordinate is expected, given the coordinates drawn before it: a linear function of their deviations
 * from their means and of the harmonics of the soft torsions among them, kept within what the training frames show.
 * Grids are centred there, so that a model need not spend its training on linear algebra: what is left to learn are the
 * soft torsions and what is not Gaussian. Shifting a coordinate by a function of those before it has a triangular
 * Jacobian with ones on the diagonal, so the density within a cell stays one over its volume.
 *
 * <p>What is known of a conformation is a vector that grows token by token: a 1, then cos φ, sin φ, … cos Hφ, sin Hφ of
 * a soft torsion (of nφ where it has the period 2π/n), or the deviation from its mean of a stiff coordinate. A token's
 * centre is a row of coefficients times the part of the vector before it.
 */
final class ConditionalMean {
    private final boolean[] soft; // [token]
    private final boolean[] circular; // [token]
    private final int[] fold; // [token] harmonics of nφ, n its fold
    private final int[] start; // [token] where its entries in the vector begin
    private final int harmonics;
    private final int size; // of the vector
    private final double[] mean; // [token], 0 for soft torsions
    private final double[][] rows; // [token][start of the token], of deviations from the mean; empty for soft torsions
    private int[][] used; // [token] places of coefficients that are not 0; null while they may change
    private final double[] least; // [token] lowest deviation expected of a training frame
    private final double[] most;

    /**
     * @param internal the coordinates
     * @param order coordinate of each token
     * @param harmonics H
     * @param mean (circular) mean of each token's coordinate, nm or rad
     */
    ConditionalMean(FoldedCoordinates internal, int[] order, int harmonics, double[] mean) {
        int tokens = order.length;
        this.harmonics = harmonics;
        this.mean = mean.clone();
        soft = new boolean[tokens];
        circular = new boolean[tokens];
        fold = new int[tokens];
        start = new int[tokens];
        rows = new double[tokens][];
        least = new double[tokens];
        most = new double[tokens];
        int at = 1;
        for (int t = 0; t < tokens; t++) {
            soft[t] = internal.soft(order[t]);
            circular[t] = internal.kind(order[t]) == InternalCoordinates.Kind.TORSION;
            fold[t] = internal.fold(order[t]);
            start[t] = at;
            at += soft[t] ? 2 * harmonics : 1;
            rows[t] = new double[soft[t] ? 0 : start[t]];
        }
        size = at;
    }

    /** Says that coefficients no longer change. Most are 0 where coordinates are expected from those nearby alone. */
    ConditionalMean settled() {
        used = Arrays.stream(rows)
                .map(row ->
                        IntStream.range(0, row.length).filter(k -> row[k] != 0).toArray())
                .toArray(int[][]::new);
        return this;
    }

    /** An empty vector of what is known: of no coordinate yet. */
    double[] nothingKnown() {
        double[] known = new double[size];
        known[0] = 1;
        return known;
    }

    /** Where a token's coordinate is expected; 0 for a soft torsion, whose grid stays where it is. */
    double of(int token, double[] known) {
        return soft[token] ? 0 : mean[token] + Math.clamp(expected(token, known), least[token], most[token]);
    }

    /** Deviation from its mean that is expected of a stiff coordinate, wherever it lies. */
    double expected(int token, double[] known) {
        double sum = 0;
        double[] row = rows[token];
        if (used == null) {
            for (int k = 0; k < row.length; k++) {
                sum += row[k] * known[k];
            }
        } else {
            for (int k : used[token]) {
                sum += row[k] * known[k];
            }
        }
        return sum;
    }

    /** Adds a token's coordinate to what is known. */
    void learn(int token, double value, double[] known) {
        if (!soft[token]) {
            known[start[token]] = difference(token, value, mean[token]);
            return;
        }
        for (int h = 0; h < harmonics; h++) {
            known[start[token] + 2 * h] = Math.cos((h + 1) * fold[token] * value);
            known[start[token] + 2 * h + 1] = Math.sin((h + 1) * fold[token] * value);
        }
    }

    /** How far a token's value lies from a point, the short way round the circle. */
    double difference(int token, double value, double from) {
        return circular[token] ? InternalCoordinates.wrap(value - from) : value - from;
    }

    boolean soft(int token) {
        return soft[token];
    }

    int tokens() {
        return soft.length;
    }

    int size() {
        return size;
    }

    int harmonics() {
        return harmonics;
    }

    /** Place of a token's first entry in the vector of what is known. */
    int start(int token) {
        return start[token];
    }

    double[] mean() {
        return mean;
    }

    /** Coefficients of a stiff token, to be filled by who fits or reads them. */
    double[] row(int token) {
        return rows[token];
    }

    double[] least() {
        return least;
    }

    double[] most() {
        return most;
    }
}
