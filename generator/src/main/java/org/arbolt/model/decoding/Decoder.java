package org.arbolt.model.decoding;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.kernel.CachedAttention;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.kernel.RowNorm;
import org.arbolt.model.transformer.AtomEmbedding;
import org.arbolt.model.transformer.Block;
import org.arbolt.model.transformer.MoleculeContext;
import org.arbolt.model.transformer.NetworkPrecision;
import org.arbolt.model.transformer.Parameters;
import org.arbolt.model.transformer.Transformer;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * A network's weights, and what it makes of its molecule, as the vector kernels want them: a copy as of its making.
 * Immutable, shared by all {@link DecoderBatch}es that generate with it.
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

    /** @param gate [C] or null */
    record Cross(RowNorm norm, AtomAttention attention, float[] gate) {}

    /** @param gate null for GELU */
    record FeedForward(RowNorm norm, PackedProduct gate, PackedProduct up, PackedProduct down) {}

    static Decoder of(Transformer network) {
        try (var _ = TensorScope.open()) {
            return new Builder(network).decoder();
        }
    }

    /** Bytes that a sequence's keys and values take in all layers. */
    long bytesOfRow() {
        return config.layers() * CachedAttention.bytesOfRow(config.heads(), config.headChannels(), positions);
    }

    /** Copies a network's tensors. */
    private record Builder(Transformer network, TransformerConfig config, MoleculeContext molecule) {

        Builder(Transformer network) {
            this(network, network.config(), network.surroundings(List.of(network.layout()), NetworkPrecision.FLOAT32));
        }

        Decoder decoder() {
            List<Layer> layers = new ArrayList<>();
            for (Block block : network.blocks()) {
                layers.add(layer(block, layers.size()));
            }
            return new Decoder(
                    config,
                    network.positions(),
                    network.tokenTable().table().toFloats(),
                    molecule.place().toFloats(),
                    molecule.global() == null ? null : global(network.conditioning()),
                    network.inputNorm() == null ? null : norm(network.inputNorm()),
                    List.copyOf(layers),
                    norm(network.finalNorm()),
                    product(network.outputTable().table(), null));
        }

        private Layer layer(Block block, int number) {
            Block.FeedForward ff = block.feedForward();
            return new Layer(
                    norm(block.norm1()),
                    product(block.qkv(), null),
                    product(block.attentionOut(), null),
                    block.cross() == null
                            ? null
                            : cross(block.cross(), molecule.cross().get(number)),
                    new FeedForward(
                            norm(block.norm2()),
                            ff.gate() == null ? null : product(ff.gate()),
                            product(ff.up()),
                            product(ff.down())));
        }

        private AtomAttention global(AtomEmbedding embedding) {
            int c = config.channels();
            PackedProduct query = product(
                    embedding.globalIn().weight().narrow(0, 0, c),
                    embedding.globalIn().bias().narrow(0, 0, c)); // rows: q first
            return atoms(query, null, molecule.global(), embedding.globalOut());
        }

        private Cross cross(Block.CrossAttention cross, MoleculeContext.KeysValues atoms) {
            RowNorm queryNorm = cross.qNorm() == null ? null : norm(cross.qNorm());
            Tensor gate = cross.gate() == null ? null : cross.gate().expand(config.channels());
            return new Cross(
                    norm(cross.norm()),
                    atoms(product(cross.q()), queryNorm, atoms, cross.out()),
                    gate == null ? null : gate.toFloats());
        }

        private AtomAttention atoms(
                PackedProduct query, RowNorm norm, MoleculeContext.KeysValues given, Parameters.Linear out) {
            int atoms = given.keys().size(2);
            int c = config.channels();
            float[] keys = given.keys().transpose(1, 2).toFloats(); // [1, A, H, D]
            float[] values = given.values().transpose(1, 2).toFloats();
            CachedAttention memory = new CachedAttention(1, config.heads(), config.headChannels(), atoms);
            float[] both = new float[2 * c];
            for (int atom = 0; atom < atoms; atom++) {
                System.arraycopy(keys, atom * c, both, 0, c);
                System.arraycopy(values, atom * c, both, c, c);
                memory.put(0, atom, both, 0, c);
            }
            return new AtomAttention(query, norm, memory, atoms, product(out));
        }

        private PackedProduct product(Parameters.Linear linear) {
            return product(linear.weight(), linear.bias());
        }

        private PackedProduct product(Tensor weight, Tensor bias) {
            return new PackedProduct(
                    weight.toFloats(), bias == null ? null : bias.toFloats(), weight.size(0), weight.size(1));
        }

        private RowNorm norm(Parameters.Norm norm) {
            return new RowNorm(
                    norm.weight().toFloats(),
                    norm.bias() == null ? null : norm.bias().toFloats(),
                    norm.epsilon());
        }
    }
}
