package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * All that a network has learned, part by part: the one place that says which parameters a network of a shape has, of
 * which names (those of the published code) and shapes.
 *
 * @param tokens what enters for a token: a table [V, C], a layer over one-hot vectors [C, V] with or without a bias, or
 *     the factor [C, K] of a smooth table; with heads [C, S·K′], of the tokens of all slots
 * @param places embedding of positions, [T, C]; null for sinusoids
 * @param kinds embedding of kinds of coordinate, [kinds, C]
 * @param atoms embedding of atoms by number, [A, C]
 * @param conditioning what the atoms are; may be null
 * @param inputNorm may be null
 * @param output what hidden vectors are compared with: a table [V, C], or the factor [C, K] of a smooth one; null with
 *     heads
 * @param heads of the slots; empty where every token has a position of its own
 * @param <W> what a weight is kept in
 */
public record Parameters<W>(
        Linear<W> tokens,
        W places,
        W kinds,
        W atoms,
        AtomEmbedding<W> conditioning,
        Norm<W> inputNorm,
        List<Block<W>> blocks,
        Norm<W> finalNorm,
        W output,
        List<Head<W>> heads) {
    static final String TOKENS = "token_embed";
    static final String SLOTS = "token_embed.slots";
    static final String OUTPUT = "output_proj";
    static final String ATOMS = "atom_pos_embed.weight";
    private static final String PLACES = "pos_embed";

    /** @param frequencies 0 for free tables; n > 0 for tables of 2n + 1 smooth functions of the bin */
    static <W> Parameters<W> of(TransformerConfig config, int frequencies, ParameterSource<W> from) {
        NetworkSize.requireFrequencies(frequencies, config.bins());
        int c = config.channels();
        TransformerVariant design = config.design();
        Linear<W> tokens = tokens(config, frequencies, from);
        W places = places(config, from);
        W kinds = from.learned("coord_dim_embed.weight", config.kinds(), c);
        W atoms = from.learned(ATOMS, config.atoms(), c);
        AtomEmbedding<W> conditioning = design.conditioning() == null ? null : AtomEmbedding.of(from, config);
        Norm<W> inputNorm = design.inputNorm() ? from.norm("input_norm", c, design.norm()) : null;
        List<Block<W>> blocks = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            blocks.add(Block.of(from, config, "blocks." + layer + "."));
        }
        Norm<W> finalNorm = from.norm("final_norm", c, design.norm());
        W output = design.heads() == null ? table(OUTPUT, config, frequencies, from) : null;
        return new Parameters<>(
                tokens,
                places,
                kinds,
                atoms,
                conditioning,
                inputNorm,
                List.copyOf(blocks),
                finalNorm,
                output,
                heads(config, frequencies, from));
    }

    /**
     * The network of these parameters.
     *
     * @param globalQuery null for no attention of the input to the atoms
     * @param linear a layer, whose result is to be multiplied by tanh of the second where that is not null
     */
    public <L, N> Network<L, N> laidOut(L globalQuery, BiFunction<Linear<W>, W, L> linear, Function<Norm<W>, N> norm) {
        return new Network<>(
                globalQuery,
                globalQuery == null ? null : linear.apply(conditioning.globalOut(), null),
                inputNorm == null ? null : norm.apply(inputNorm),
                blocks.stream().map(block -> block.laidOut(linear, norm)).toList(),
                norm.apply(finalNorm),
                heads.stream()
                        .map(head -> new Network.Head<>(
                                linear.apply(head.in(), null),
                                linear.apply(head.out(), null),
                                head.scans() == null ? null : linear.apply(head.scans(), null)))
                        .toList());
    }

    private static <W> List<Head<W>> heads(TransformerConfig config, int frequencies, ParameterSource<W> from) {
        TransformerVariant.Heads heads = config.design().heads();
        List<Head<W>> all = new ArrayList<>();
        for (int slot = 0; heads != null && slot < heads.slots(); slot++) {
            all.add(Head.of(from, config, frequencies, slot));
        }
        return List.copyOf(all);
    }

    private static <W> W places(TransformerConfig config, ParameterSource<W> from) {
        return switch (config.design().places()) {
            case SINUSOIDAL -> null;
            case TABLE -> from.of(PLACES + ".pe", false, config.positions(), config.channels());
            case LEARNED -> from.learned(PLACES + ".weight", config.positions(), config.channels());
        };
    }

    private static <W> Linear<W> tokens(TransformerConfig config, int frequencies, ParameterSource<W> from) {
        TransformerVariant.TokenInput kind = config.design().tokens();
        TransformerVariant.Heads heads = config.design().heads();
        if (heads != null) {
            if (frequencies == 0) {
                throw new IllegalArgumentException("a network with heads has smooth tables");
            }
            long functions = (long) heads.slots() * SmoothBasis.size(heads.frequencies());
            return new Linear<>(from.learned(SLOTS, config.channels(), functions), null);
        }
        if (kind == TransformerVariant.TokenInput.EMBEDDING) {
            return new Linear<>(table(TOKENS, config, frequencies, from), null);
        }
        if (frequencies > 0) {
            throw new IllegalArgumentException(
                    "smooth tables are for tokens that enter by a table, not by a one-hot layer");
        }
        return from.linear(
                TOKENS, config.bins(), config.channels(), kind == TransformerVariant.TokenInput.ONE_HOT_BIAS);
    }

    private static <W> W table(String name, TransformerConfig config, int frequencies, ParameterSource<W> from) {
        int c = config.channels();
        return frequencies == 0
                ? from.learned(published(name), config.bins(), c)
                : from.learned(smooth(name), c, SmoothBasis.size(frequencies));
    }

    /** What a table is called in the published code. */
    static String published(String table) {
        return table + ".weight";
    }

    /** What the factor of a smooth table is called. */
    static String smooth(String table) {
        return table + ".smooth";
    }
}
