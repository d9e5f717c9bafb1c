package org.arbolt.train;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.arbolt.math.Seed;
import org.arbolt.model.decoding.TensorSampler;
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
        for (int m = 0; m < molecules.size(); m++) {
            int molecule = m;
            int[] rows = IntStream.range(0, all.length)
                    .filter(b -> batch.molecule()[b] == molecule)
                    .toArray();
            double[] some = new TensorSampler(network.of(molecules.get(m)), 1).logProbabilities(tokens(batch, rows, m));
            for (int i = 0; i < rows.length; i++) {
                all[rows[i]] = some[i];
            }
        }
        return all;
    }

    /** Tokens of some rows of one molecule, without padding. */
    private int[] tokens(Batch batch, int[] rows, int molecule) {
        int length = molecules.get(molecule).tokens();
        int[] tokens = new int[rows.length * length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(batch.tokens(), rows[i] * batch.width(), tokens, i * length, length);
        }
        return tokens;
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
