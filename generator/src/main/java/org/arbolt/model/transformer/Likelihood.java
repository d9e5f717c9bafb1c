package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.Tensor;

/**
 * How probable a network finds given sequences, and the derivative of that with respect to its parameters: what
 * training needs. On the CPU a batch is cut into parts on which threads work side by side, each through the whole
 * network: what a part leaves behind stays in the caches of its core, and no thread waits for another in the midst of
 * an operator. How a batch is cut depends on its shape alone, and the parts' gradients are added in their order, so
 * that the sum is the same to the bit for any number of threads.
 *
 * @param network remains the caller's
 */
public record Likelihood(Transformer network) {
    private static final int POSITIONS = 2400; // of a part, at most

    /**
     * Adds the gradient of −Σ_b ω_b log P(sequence b) to the parameters' gradients, for the network's own molecule.
     *
     * @param tokens [B, T], int64, on any device: the coordinates' tokens
     * @param weights ω of the sequences; 1/(B·T) each for the mean cross-entropy per coordinate
     * @return log P of the sequences, [B], nats
     */
    public double[] accumulateGradients(Tensor tokens, SequenceWeights weights, NetworkPrecision precision) {
        return accumulateGradients(tokens, List.of(network.layout()), weights, precision, LossTerms.PLAIN);
    }

    /**
     * The same for rows of different molecules, with what else the loss consists of; log P is without that, but for
     * dropout.
     *
     * @param tokens [B, T], int64, on any device, T that of the longest molecule; {@link Transformer#PADDING} behind
     *     the end of a shorter one
     * @param molecules one for all rows, or one for every row
     */
    public double[] accumulateGradients(
            Tensor tokens,
            List<TokenLayout> molecules,
            SequenceWeights weights,
            NetworkPrecision precision,
            LossTerms manner) {
        int longest = molecules.stream().mapToInt(TokenLayout::positions).max().orElseThrow();
        int count = network.device().kind() == Device.Kind.CPU
                ? parts(tokens.size(0), network.config().design().heads() == null ? tokens.size(1) : longest)
                : 1;
        int threads = Math.min(count, Engine.threads());
        List<LikelihoodPart> parts = parts(count, threads, tokens.on(network.device()), molecules, precision, manner);
        try {
            each(parts, threads, LikelihoodPart::forward);
            double[] omega = weights.of(() -> {
                double[] asked = new double[tokens.size(0)];
                each(parts, threads, part -> part.logProbabilities(asked));
                return asked;
            });
            double[] logProbability = new double[tokens.size(0)];
            List<CompletableFuture<Void>> given =
                    parts.stream().map(_ -> new CompletableFuture<Void>()).toList();
            each(parts, threads, part -> {
                try {
                    part.backward(omega, logProbability);
                    if (part.number() > 0) {
                        given.get(part.number() - 1).join();
                    }
                    part.give(network);
                    given.get(part.number()).complete(null);
                } catch (RuntimeException | Error e) {
                    given.get(part.number()).completeExceptionally(e);
                    throw e;
                }
            });
            return logProbability;
        } finally {
            each(parts.reversed(), threads, LikelihoodPart::close);
        }
    }

    /**
     * log P of sequences of different molecules, in float32 and without gradients.
     *
     * @param tokens [B, T], int64, on any device, T that of the longest molecule; {@link Transformer#PADDING} behind
     *     the end of a shorter one
     * @param molecules one for all rows, or one for every row
     * @return [B], nats
     */
    public double[] logProbabilities(Tensor tokens, List<TokenLayout> molecules) {
        int longest = molecules.stream().mapToInt(TokenLayout::positions).max().orElseThrow();
        int count = network.device().kind() == Device.Kind.CPU ? parts(tokens.size(0), longest) : 1;
        int threads = Math.min(count, Engine.threads());
        List<LikelihoodPart> parts = parts(
                count, threads, tokens.on(network.device()), molecules, NetworkPrecision.FLOAT32, LossTerms.PLAIN);
        double[] logProbability = new double[tokens.size(0)];
        try {
            each(parts, threads, part -> {
                part.forward();
                part.logProbabilities(logProbability);
            });
            return logProbability;
        } finally {
            each(parts.reversed(), threads, LikelihoodPart::close);
        }
    }

    /** A power of two, so that many numbers of threads have equal shares. */
    private static int parts(int sequences, int positions) {
        int parts = 1;
        while (parts < sequences && (long) sequences * positions > (long) parts * POSITIONS) {
            parts *= 2;
        }
        return Math.min(parts, sequences);
    }

    private List<LikelihoodPart> parts(
            int count,
            int threads,
            Tensor tokens,
            List<TokenLayout> molecules,
            NetworkPrecision precision,
            LossTerms manner) {
        List<Transformer> networks = count == 1 ? List.of(network) : network.replicas(threads);
        List<LikelihoodPart> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            int first = (int) ((long) part * tokens.size(0) / count);
            int end = (int) ((part + 1L) * tokens.size(0) / count);
            parts.add(new LikelihoodPart(
                    part, networks.get(part % threads), tokens, molecules, first, end, precision, manner));
        }
        return parts;
    }

    /** Every thread does its parts in the order of the list. */
    private static void each(List<LikelihoodPart> parts, int threads, Consumer<LikelihoodPart> work) {
        Engine.together(
                threads,
                thread -> parts.stream()
                        .filter(part -> part.number() % threads == thread)
                        .forEach(work));
    }
}
