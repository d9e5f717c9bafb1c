package org.arbolt.model.transformer;

import org.arbolt.tensor.DType;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.ResidualStream;
import org.arbolt.tensor.Tensor;

/** libtorch's, for one pass of {@link Network}. Not thread safe. */
final class TensorArithmetic implements Arithmetic<Tensor, Tensor, TensorArithmetic.Layer, Norm<Tensor>> {

    /** @param gate its tanh multiplies what comes out; null for none */
    record Layer(Linear<Tensor> linear, Tensor gate) {}

    /** How positions mix: a layer's qkv [B, n, 3C] of n new positions, result [B, n, C]. */
    @FunctionalInterface
    interface SelfAttention {
        Tensor of(int layer, Tensor qkv, ResidualStream stream);
    }

    private final TransformerConfig config;
    private final BinTable tokenTable;
    private final BinTable outputTable;
    private final Tensor basis; // of smooth tables; null without
    private final SelfAttention selfAttention;
    private final NetworkPrecision precision;
    private final Dropout dropout;
    private final Tensor scans; // of the rows that heads read, [n, terms, K]; null without
    private MoleculeContext molecules;
    private ResidualStream stream; // null before it begins

    /** @param molecules of the positions of this pass */
    TensorArithmetic(
            TransformerConfig config,
            BinTable tokenTable,
            BinTable outputTable,
            Tensor basis,
            MoleculeContext molecules,
            SelfAttention selfAttention,
            Tensor scans,
            NetworkPrecision precision,
            Dropout dropout) {
        this.scans = scans;
        this.config = config;
        this.tokenTable = tokenTable;
        this.outputTable = outputTable;
        this.basis = basis;
        this.molecules = molecules;
        this.selfAttention = selfAttention;
        this.precision = precision;
        this.dropout = dropout;
    }

    ResidualStream stream() {
        return stream;
    }

    @Override
    public Tensor embed(Tensor tokens) {
        return tokenTable.rows(tokens).plus(molecules.place());
    }

    @Override
    public Tensor product(Tensor x, Layer layer) {
        Tensor y = precision.linear(x, layer.linear);
        return layer.gate == null ? y : y.times(layer.gate.tanh());
    }

    @Override
    public Tensor plus(Tensor x, Tensor y, Layer layer) {
        return x.plus(product(y, layer));
    }

    @Override
    public Tensor norm(Tensor x, Norm<Tensor> norm) {
        return normalised(x, norm);
    }

    /** x [B, n, C] normalised over all channels, or each head's on its own; itself without a norm. */
    static Tensor normalised(Tensor x, Norm<Tensor> norm) {
        if (norm == null) {
            return x;
        }
        Tensor y = x.to(DType.FLOAT32)
                .reshape(x.size(0), x.size(1), -1, norm.weight().size(0));
        Tensor z = norm.bias() == null
                ? Layers.rmsNorm(y, norm.weight(), norm.epsilon())
                : Layers.layerNorm(y, norm.weight(), norm.bias(), norm.epsilon());
        return z.reshape(x.size(0), x.size(1), -1);
    }

    @Override
    public void beginStream(Tensor x) {
        stream = ResidualStream.of(dropout.of(x), precision.type());
        molecules = molecules.of(stream);
    }

    @Override
    public Tensor norm(Norm<Tensor> norm) {
        return stream.norm(norm.weight(), norm.bias(), norm.epsilon());
    }

    @Override
    public void add(Tensor y, Layer layer) {
        stream.add(dropout.of(product(y, layer)));
    }

    @Override
    public Tensor attend(int layer, Tensor qkv) {
        return selfAttention.of(layer, qkv, stream);
    }

    @Override
    public Tensor attendToAtoms(Tensor query) {
        return attend(query, molecules.global());
    }

    @Override
    public Tensor attendToAtoms(int layer, Tensor query) {
        return attend(query, molecules.cross().get(layer));
    }

    /** softmax(q·kᵀ/√D)·v over the atoms, in float32: query and result [B, n, C], heads contiguous. */
    private Tensor attend(Tensor query, MoleculeContext.KeysValues atoms) {
        int m = atoms.keys().size(0);
        Tensor q = query.to(DType.FLOAT32)
                .reshape(m, -1, config.heads(), config.headChannels())
                .transpose(1, 2); // [M, H, n, D], or where M = 1 the rows of all B·n positions, [1, H, B·n, D]
        Tensor padding = molecules.padding(); // [M, 1, 1, A] or null
        Tensor mixed = padding == null
                ? Layers.attention(q, atoms.keys(), atoms.values(), false)
                : Layers.attention(q, atoms.keys(), atoms.values(), padding.expand(m, 1, q.size(2), padding.size(3)));
        return mixed.transpose(1, 2)
                .reshape(query.size(0), query.size(1), config.channels())
                .to(precision.type());
    }

    @Override
    public Tensor swiglu(Tensor gate, Tensor up) {
        return stream.swiglu(gate, up);
    }

    @Override
    public Tensor silu(Tensor x) {
        return Layers.silu(x);
    }

    @Override
    public Tensor gelu(Tensor x) {
        return Layers.gelu(x);
    }

    @Override
    public Tensor plusScans(Tensor coefficients, Tensor factors) {
        return scans == null
                ? coefficients
                : coefficients.plus(factors.to(DType.FLOAT32)
                        .view(factors.size(0), 1, factors.size(1))
                        .matmul(scans)
                        .view(coefficients.shape())
                        .to(coefficients.type()));
    }

    @Override
    public Tensor bins(Tensor coefficients) {
        return precision.linear(coefficients, basis);
    }

    /** [B·n, V]. */
    @Override
    public Tensor logits(Tensor hidden) {
        return outputTable.logits(hidden.view(-1, config.channels()), precision);
    }
}
