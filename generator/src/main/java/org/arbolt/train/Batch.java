package org.arbolt.train;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.model.transformer.Transformer;

/**
 * Examples as a step takes them, perhaps of different molecules and then of different lengths.
 *
 * @param tokens [B][T] flattened, T that of the longest; {@link Transformer#PADDING} behind the end of a shorter one
 * @param molecule [B], number of the example's molecule
 * @param logTarget [B], −u(x) + log g(c) − log(density within the cell), nats: less the log-probability of the tokens
 *     it is the example's log-weight. NaN where no energy is known, or tokens do not tell the whole conformation
 */
public record Batch(int[] tokens, int[] molecule, double[] logTarget) {

    /** An empty batch of B examples of at most T tokens. */
    static Batch of(int examples, int tokens) {
        int[] empty = new int[Math.multiplyExact(examples, tokens)];
        Arrays.fill(empty, Transformer.PADDING);
        return new Batch(empty, new int[examples], new double[examples]);
    }

    /**
     * Fills a row with a conformation, moved and turned as its coordinates want it.
     *
     * @param xyz conformations, [..][A][3], nm
     * @param offset where the conformation starts
     * @param reducedEnergy u, kT; NaN where it is not known
     * @return false if this draw lies outside the model's support
     */
    boolean place(
            int row, Coordinates coordinates, double[] xyz, int offset, double reducedEnergy, RandomStream random) {
        double[] x = coordinates.placedForTraining(xyz, offset, random);
        if (!coordinates.tokenise(x, 0, tokens, row * width())) {
            return false;
        }
        logTarget[row] = coordinates.whole()
                ? -reducedEnergy + coordinates.logCentroidDensity(x, 0) - coordinates.logCellDensity(x, 0)
                : Double.NaN;
        return true;
    }

    /** Number of examples B. */
    public int examples() {
        return logTarget.length;
    }

    /** Number of tokens T of the longest example. */
    public int width() {
        return tokens.length / examples();
    }

    /** Number of tokens that are not padding. */
    long counted() {
        return Arrays.stream(tokens)
                .filter(token -> token != Transformer.PADDING)
                .count();
    }

    /** The first examples. */
    Batch first(int count) {
        return new Batch(
                Arrays.copyOf(tokens, count * width()),
                Arrays.copyOf(molecule, count),
                Arrays.copyOf(logTarget, count));
    }

    /** Log-weights [B] of examples whose tokens have the given log-probabilities [B]. */
    double[] logWeights(double[] logProbability) {
        double[] weights = new double[examples()];
        for (int b = 0; b < weights.length; b++) {
            weights[b] = logTarget[b] - logProbability[b];
        }
        return weights;
    }
}
