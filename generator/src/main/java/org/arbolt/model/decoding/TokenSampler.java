package org.arbolt.model.decoding;

import java.util.Arrays;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerWeights;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;

/**
 * Draws token sequences from a network's distribution and gives their exact log-probabilities. The distribution at a
 * position is the float32 softmax of the logits divided by the temperature, renormalised in double; a draw inverts its
 * distribution function at a uniform number that the caller supplies, so that a sequence depends on its own numbers and
 * on nothing else in the batch: on the CPU to the bit ({@link KernelSampler}), on a GPU but for the rounding of its
 * products ({@link TensorSampler}). Thread safe.
 */
public interface TokenSampler extends AutoCloseable {

    /**
     * A sampler where networks live ({@link Engine#device}).
     *
     * @param weights told their molecule
     * @param temperature τ > 0: the distribution is ∝ P^(1/τ) at every position
     */
    static TokenSampler of(TransformerWeights weights, double temperature) {
        return Engine.device().kind() == Device.Kind.CPU
                ? new KernelSampler(weights, temperature)
                : TensorSampler.owning(Transformer.of(weights), temperature);
    }

    /**
     * A sampler of changed conditionals, where networks live.
     *
     * @param weights told their molecule
     * @param conditional how conditionals are changed
     * @throws BadInput if they live on a device that cannot change them so
     */
    static TokenSampler of(TransformerWeights weights, ConditionalDistribution conditional) {
        if (conditional.isTemperatureAlone()) {
            return of(weights, conditional.temperature()[0]);
        }
        if (Engine.device().kind() != Device.Kind.CPU) {
            throw new BadInput("windows, held atoms, top-k, top-p and temperatures by kind are for the CPU; leave out "
                    + "--device");
        }
        return new KernelSampler(weights, conditional);
    }

    /**
     * Uniform numbers of a batch. Asked once for every row and position, a row's positions in ascending order by one
     * thread.
     */
    @FunctionalInterface
    interface Uniforms {
        /** A number in [0, 1). */
        double at(int row, int position);
    }

    /**
     * @param tokens [B, T] flattened
     * @param logProbability [B], nats
     */
    record Draw(int[] tokens, double[] logProbability) {

        static Draw empty(int count, int positions) {
            return new Draw(new int[Math.multiplyExact(count, positions)], new double[count]);
        }
    }

    /**
     * Draws the beginnings of sequences.
     *
     * @param count how many
     * @param length of each, tokens; 1 to T
     * @return tokens [count, length]
     */
    Draw draw(int count, int length, Uniforms uniforms);

    /**
     * Draws the beginnings of sequences {@code first … first + count − 1} of a seed, each by the stream of its number.
     *
     * @return tokens [count, length]
     */
    default Draw draw(Seed seed, long first, int count, int length) {
        RandomStream[] streams = new RandomStream[count];
        Arrays.setAll(streams, row -> seed.stream("token", first + row));
        return draw(count, length, (row, position) -> streams[row].nextDouble());
    }

    /** Draws {@code count} sequences. */
    Draw draw(int count, Uniforms uniforms);

    /**
     * Log-probabilities of given sequences under the distribution that {@link #draw} samples from; on the CPU those of
     * sequences drawn are the drawn ones to the bit.
     *
     * @param tokens [B, T] flattened
     * @return [B], nats
     */
    double[] logProbabilities(int[] tokens);

    /**
     * Logits of every position for given inputs, not divided by the temperature.
     *
     * @param inputs [B, t] flattened: the start token 0, then tokens of coordinates
     * @param length t ≤ T
     * @return [B, t, V] flattened
     */
    float[] logits(int[] inputs, int length);

    /** Frees what a GPU holds; does nothing on the CPU. */
    @Override
    default void close() {}

    /** Number of sequences in tokens. @throws IllegalArgumentException if they are not whole */
    static int count(int[] tokens, int positions) {
        if (tokens.length % positions != 0) {
            throw new IllegalArgumentException(
                    "tokens must be whole sequences of " + positions + ", were " + tokens.length);
        }
        return tokens.length / positions;
    }
}
