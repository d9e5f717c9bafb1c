package org.arbolt.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Distillation;
import org.arbolt.model.transformer.Dropout;
import org.arbolt.model.transformer.Likelihood;
import org.arbolt.model.transformer.LossTerms;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.SequenceWeights;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * Maximum likelihood for a transformer, with the physics term where it is wanted.
 *
 * @param network what is trained; it remains the caller's
 * @param molecules the molecules that examples are of, by number
 * @param precision arithmetic of the training steps; losses on held-out examples are always in float32
 * @param loss smoothing of labels, and dropout: both in training steps alone, not where the network is judged
 * @param distillation how near another network it stays, which remains the caller's
 */
public record TransformerObjective(
        Transformer network,
        List<TokenLayout> molecules,
        NetworkPrecision precision,
        TrainConfig.Loss loss,
        Distillation distillation)
        implements Objective {
    private static final int SCORED = 256; // sequences at a time

    public TransformerObjective {
        molecules = List.copyOf(molecules);
    }

    /** For the network's one molecule. */
    public TransformerObjective(Transformer network, NetworkPrecision precision) {
        this(network, List.of(network.molecule()), precision, TrainConfig.Loss.LIKELIHOOD, Distillation.NONE);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return network.namedParameters();
    }

    @Override
    public Set<String> matrices() {
        Set<String> names = new LinkedHashSet<>();
        network.namedParameters().forEach((name, tensor) -> {
            if (tensor.rank() == 2
                    && name.startsWith("blocks.")) { // tables of tokens, kinds and atoms stand outside of blocks
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public double[] logProbabilities(Batch batch) {
        double[] all = new double[batch.examples()];
        int[] rows = IntStream.range(0, all.length)
                .boxed()
                .sorted(Comparator.comparingInt(
                        b -> molecules.get(batch.molecule()[b]).tokens()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int from = 0; from < rows.length; from += SCORED) {
            int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + SCORED));
            double[] logProbability = logProbabilities(batch, some);
            for (int i = 0; i < some.length; i++) {
                all[some[i]] = logProbability[i];
            }
        }
        return all;
    }

    private double[] logProbabilities(Batch batch, int[] rows) {
        List<TokenLayout> layouts = Arrays.stream(rows)
                .mapToObj(row -> molecules.get(batch.molecule()[row]))
                .toList();
        int width = layouts.getLast().tokens();
        int[] tokens = new int[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(batch.tokens(), rows[i] * batch.width(), tokens, i * width, width);
        }
        try (var _ = TensorScope.open()) {
            return new Likelihood(network)
                    .logProbabilities(
                            Tensor.of(tokens, rows.length, width),
                            layouts.stream().distinct().count() == 1 ? layouts.subList(0, 1) : layouts);
        }
    }

    @Override
    public double[] accumulateGradients(Batch batch, SequenceWeights weights, double token, Seed noise) {
        boolean same = Arrays.stream(batch.molecule()).allMatch(m -> m == batch.molecule()[0]);
        List<TokenLayout> layouts = same
                ? List.of(molecules.get(batch.molecule()[0]))
                : Arrays.stream(batch.molecule()).mapToObj(molecules::get).toList();
        try (var _ = TensorScope.open()) {
            Tensor tokens = Tensor.of(batch.tokens(), batch.examples(), batch.width());
            return new Likelihood(network)
                    .accumulateGradients(
                            tokens,
                            layouts,
                            weights,
                            precision,
                            new LossTerms(new Dropout(loss.dropout(), noise), loss.smoothing(), distillation, token));
        }
    }
}
