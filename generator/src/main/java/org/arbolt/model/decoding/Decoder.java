package org.arbolt.model.decoding;

import java.util.List;
import java.util.Objects;
import org.arbolt.kernel.CachedAttention;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.kernel.RowNorm;
import org.arbolt.model.transformer.Block;
import org.arbolt.model.transformer.FloatArray;
import org.arbolt.model.transformer.Linear;
import org.arbolt.model.transformer.Network;
import org.arbolt.model.transformer.Norm;
import org.arbolt.model.transformer.Parameters;
import org.arbolt.model.transformer.SmoothBasis;
import org.arbolt.model.transformer.TokenLayout;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerWeights;

/**
 * A network's weights, and what it makes of its molecule, as the vector kernels want them. Immutable, shared by all
 * {@link DecoderBatch}es that generate with it.
 *
 * @param layout the molecule's tokens
 * @param tokens what enters for a token, [V][C] flattened, with heads [S][V][C]
 * @param places what is added at a position, [P][C] flattened
 * @param functions of tokens that heads are told, [V][K′] flattened; null without heads
 * @param atoms their number A
 * @param globalMemory keys and values of the atoms for the input; may be null
 * @param crossMemory the same for every layer; empty without
 * @param table the last product, to the logits: of hidden vectors, or with heads of coefficients
 */
record Decoder(
        TransformerConfig config,
        TokenLayout layout,
        float[] tokens,
        float[] places,
        float[] functions,
        Network<PackedProduct, RowNorm> network,
        int atoms,
        CachedAttention globalMemory,
        List<CachedAttention> crossMemory,
        PackedProduct table) {

    static Decoder of(TransformerWeights weights) {
        return new Builder(weights.config().design().heads() == null ? weights.multipliedOut() : weights).decoder();
    }

    /** Number of positions P. */
    int positions() {
        return layout.positions();
    }

    /** Number of slots S; 0 without heads. */
    int slots() {
        return config.design().heads() == null ? 0 : config.design().heads().slots();
    }

    /** Functions K′ of a token that heads are told. */
    int functionsOfToken() {
        return functions.length / config.bins();
    }

    /** Coefficients K that heads make. */
    int coefficients() {
        return table.inputs();
    }

    /** Bytes that a sequence's keys and values take in all layers. */
    long bytesOfRow() {
        return config.layers() * CachedAttention.bytesOfRow(config.heads(), config.headChannels(), positions());
    }

    /** Lays out weights. */
    private record Builder(
            TransformerWeights free, TransformerConfig config, Parameters<FloatArray> parts, DecoderInputs inputs) {

        Builder(TransformerWeights free) {
            this(free, free.config(), free.parameters(), DecoderInputs.of(free));
        }

        Decoder decoder() {
            boolean global = inputs.atoms() != null && parts.conditioning().globalIn() != null;
            int c = config.channels();
            return new Decoder(
                    config,
                    free.layout(),
                    inputs.tokens(),
                    inputs.places(),
                    config.design().heads() == null
                            ? null
                            : SmoothBasis.values(
                                    config.bins(), config.design().heads().frequencies()),
                    parts.laidOut(
                            global ? product(rows(parts.conditioning().globalIn(), 0, c)) : null,
                            (layer, gate) -> product(gated(layer, gate)),
                            Builder::norm),
                    inputs.atomCount(),
                    global ? memory(rows(parts.conditioning().globalIn(), c, 3 * c), null) : null,
                    parts.blocks().stream()
                            .map(Block::cross)
                            .filter(Objects::nonNull)
                            .map(cross -> memory(cross.kv(), cross.kNorm() == null ? null : norm(cross.kNorm())))
                            .toList(),
                    product(new Linear<>(parts.output() == null ? basis() : parts.output(), null)));
        }

        private FloatArray basis() {
            return new FloatArray(
                    SmoothBasis.values(config.bins(), free.frequencies()),
                    config.bins(),
                    SmoothBasis.size(free.frequencies()));
        }

        /** Keys and values of the atoms. */
        private CachedAttention memory(Linear<FloatArray> kv, RowNorm keyNorm) {
            int c = config.channels();
            int atoms = inputs.atomCount();
            float[] both = inputs.ofAtoms(kv); // [A, 2C]
            CachedAttention memory = new CachedAttention(1, config.heads(), config.headChannels(), atoms);
            for (int atom = 0; atom < atoms; atom++) {
                int at = 2 * c * atom;
                if (keyNorm != null) {
                    keyNorm.parts(both, at, c, new float[CachedAttention.scratch(1, c, 1)]);
                }
                memory.put(0, atom, both, at, at + c);
            }
            return memory;
        }

        /** Of a layer whose rows are q, then k, then v. */
        private static Linear<FloatArray> rows(Linear<FloatArray> of, int from, int end) {
            return new Linear<>(of.weight().rows(from, end), of.bias().rows(from, end));
        }

        /** tanh(g)·(x·wᵀ + b) as a layer without a gate. */
        private static Linear<FloatArray> gated(Linear<FloatArray> layer, FloatArray gate) {
            return gate == null
                    ? layer
                    : new Linear<>(
                            gated(layer.weight(), gate), layer.bias() == null ? null : gated(layer.bias(), gate));
        }

        private static FloatArray gated(FloatArray weight, FloatArray gate) {
            float[] scaled = weight.values().clone();
            int rows = weight.size(0);
            int width = scaled.length / rows;
            for (int i = 0; i < scaled.length; i++) {
                float g = gate.values()[gate.values().length == 1 ? 0 : i / width];
                scaled[i] *= (float) Math.tanh(g);
            }
            return new FloatArray(scaled, weight.shape());
        }

        private static PackedProduct product(Linear<FloatArray> layer) {
            return new PackedProduct(
                    layer.weight().values(),
                    layer.bias() == null ? null : layer.bias().values(),
                    layer.weight().size(0),
                    layer.weight().size(1));
        }

        private static RowNorm norm(Norm<FloatArray> norm) {
            return new RowNorm(
                    norm.weight().values(),
                    norm.bias() == null ? null : norm.bias().values(),
                    norm.epsilon());
        }
    }
}
