package org.arbolt.model.decoding;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.kernel.CachedAttention;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.kernel.RowNorm;
import org.arbolt.model.transformer.Block;
import org.arbolt.model.transformer.FloatArray;
import org.arbolt.model.transformer.Linear;
import org.arbolt.model.transformer.Norm;
import org.arbolt.model.transformer.Parameters;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerWeights;

/**
 * A network's weights, and what it makes of its molecule, as the vector kernels want them. Immutable, shared by all {@link DecoderBatch}es that generate with it.
 *
 * @param tokens what enters for a token, [V][C] flattened
 * @param places what is added at a position, [T][C] flattened
 * @param global attention of the input to the atoms; may be null
 * @param inputNorm may be null
 * @param table the last product, to the logits
 */
record Decoder(
        TransformerConfig config,
        int positions,
        float[] tokens,
        float[] places,
        AtomAttention global,
        RowNorm inputNorm,
        List<Layer> layers,
        RowNorm finalNorm,
        PackedProduct table) {

    /** @param cross may be null */
    record Layer(RowNorm norm, PackedProduct qkv, PackedProduct out, Cross cross, FeedForward feedForward) {}

    /**
     * A query, its attention to the atoms and the projection of what comes out.
     *
     * @param queryNorm may be null
     */
    record AtomAttention(
            PackedProduct query, RowNorm queryNorm, CachedAttention memory, int atoms, PackedProduct out) {}

    record Cross(RowNorm norm, AtomAttention attention) {}

    /** @param gate null for GELU */
    record FeedForward(RowNorm norm, PackedProduct gate, PackedProduct up, PackedProduct down) {}

    static Decoder of(TransformerWeights weights) {
        return new Builder(weights.multipliedOut()).decoder();
    }

    /** Bytes that a sequence's keys and values take in all layers. */
    long bytesOfRow() {
        return config.layers() * CachedAttention.bytesOfRow(config.heads(), config.headChannels(), positions);
    }

    /** Lays out weights. */
    private record Builder(TransformerConfig config, Parameters<FloatArray> parts, DecoderInputs inputs) {

        Builder(TransformerWeights free) {
            this(free.config(), free.parameters(), DecoderInputs.of(free));
        }

        Decoder decoder() {
            List<Layer> layers = new ArrayList<>();
            for (Block<FloatArray> block : parts.blocks()) {
                layers.add(layer(block));
            }
            return new Decoder(
                    config,
                    inputs.positions(),
                    inputs.tokens(),
                    inputs.places(),
                    inputs.atoms() == null || parts.conditioning().globalIn() == null ? null : global(),
                    parts.inputNorm() == null ? null : norm(parts.inputNorm()),
                    List.copyOf(layers),
                    norm(parts.finalNorm()),
                    product(new Linear<>(parts.output(), null)));
        }

        private Layer layer(Block<FloatArray> block) {
            Block.FeedForward<FloatArray> ff = block.feedForward();
            return new Layer(
                    norm(block.norm1()),
                    product(block.qkv()),
                    product(block.attentionOut()),
                    block.cross() == null ? null : cross(block.cross()),
                    new FeedForward(
                            norm(block.norm2()),
                            ff.gate() == null ? null : product(ff.gate()),
                            product(ff.up()),
                            product(ff.down())));
        }

        private AtomAttention global() {
            int c = config.channels();
            Linear<FloatArray> qkv = parts.conditioning().globalIn(); // rows: q, then k, then v
            return new AtomAttention(
                    product(rows(qkv, 0, c)),
                    null,
                    memory(rows(qkv, c, 3 * c), null),
                    inputs.atomCount(),
                    product(parts.conditioning().globalOut()));
        }

        private Cross cross(Block.CrossAttention<FloatArray> cross) {
            return new Cross(
                    norm(cross.norm()),
                    new AtomAttention(
                            product(cross.q()),
                            cross.qNorm() == null ? null : norm(cross.qNorm()),
                            memory(cross.kv(), cross.kNorm() == null ? null : norm(cross.kNorm())),
                            inputs.atomCount(),
                            product(gated(cross.out(), cross.gate()))));
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
