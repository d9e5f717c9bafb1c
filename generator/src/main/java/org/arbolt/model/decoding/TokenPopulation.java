package org.arbolt.model.decoding;

import java.util.Arrays;
import org.arbolt.kernel.Categorical;
import org.arbolt.model.coordinates.GivenTokens;
import org.arbolt.model.decoding.TokenSampler.Uniforms;

/**
 * Sequences that grow side by side and can be exchanged for copies of each other in between: what sequential Monte
 * Carlo needs. Their distribution is that of {@link KernelSampler}. Not thread safe.
 */
public final class TokenPopulation {
    private final DecoderBatch batch;
    private final ConditionalDistribution conditional;
    private final int width; // tokens T of a sequence
    private final int[] tokens; // [R][T]
    private final double[] logProbability; // [R]
    private final GivenTokens.Sequence[] given; // null where none are
    private final int[] previous;
    private int done; // tokens

    TokenPopulation(DecoderBatch batch, ConditionalDistribution conditional, int rows) {
        this.batch = batch.begin(rows);
        this.conditional = conditional;
        this.width = conditional.temperature().length;
        this.tokens = new int[Math.multiplyExact(rows, width)];
        this.logProbability = new double[rows];
        this.previous = new int[rows];
        this.given = conditional.given() == null ? null : new GivenTokens.Sequence[rows];
        for (int row = 0; given != null && row < rows; row++) {
            given[row] = conditional.given().begin();
        }
    }

    /** Number of sequences R. */
    public int size() {
        return previous.length;
    }

    /** Tokens that every sequence has. */
    public int done() {
        return done;
    }

    /** The tokens, [R][T] flattened; what is not drawn yet says nothing. */
    public int[] tokens() {
        return tokens;
    }

    /** log of the probability of the tokens so far, [R], nats. */
    public double[] logProbability() {
        return logProbability.clone();
    }

    /** Draws until every sequence has so many tokens. */
    public void advance(int to, Uniforms uniforms) {
        for (; done < to; done++) {
            float[] logits = batch.step(previous);
            for (int row = 0; row < previous.length; row++) {
                double uniform = uniforms.at(row, done);
                if (conditional.isGiven(done)) {
                    previous[row] = given[row].given();
                } else {
                    Categorical distribution = conditional.distribution(batch, logits, row, done);
                    previous[row] = distribution.quantile(uniform);
                    logProbability[row] += distribution.logProbability(previous[row]);
                }
                tokens[row * width + done] = previous[row];
                if (given != null) {
                    given[row].append(previous[row]);
                }
            }
        }
    }

    /**
     * Exchanges sequences for copies of others.
     *
     * @param ancestors [R] whose copy each one becomes; who has any copy is his own first
     */
    public void select(int[] ancestors) {
        for (int row = 0; row < ancestors.length; row++) {
            int from = ancestors[row];
            if (ancestors[from] != from) {
                throw new IllegalArgumentException("sequence " + from + " has copies and must be one of them");
            }
            if (from != row) {
                batch.copy(from, row);
                System.arraycopy(tokens, from * width, tokens, row * width, done);
                logProbability[row] = logProbability[from];
                previous[row] = previous[from];
                if (given != null) {
                    given[row] = conditional.given().begin();
                    Arrays.stream(tokens, row * width, row * width + done).forEach(given[row]::append);
                }
            }
        }
    }
}
