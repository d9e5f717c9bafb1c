package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.math.Seed;
import org.arbolt.tensor.DType;
import org.arbolt.tensor.Device;
import org.arbolt.tensor.Engine;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Layers;
import org.arbolt.tensor.ResidualStream;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/**
 * The causal transformer of Autoregressive Boltzmann Generators (arXiv 2606.27361) with every variant of the published
 * code ({@link TransformerVariant}): from the tokens of the coordinates before it to the logits of every coordinate's
 * bin. Parameters carry the names of the published code, so that a state dict can be exchanged. Owns its parameters;
 * reading it from several threads is safe, training is not.
 *
 * <p>The input at position p is the token of coordinate p − 1 (0 at p = 0), while position, kind and atom are those of
 * coordinate p, the one predicted. M is 1 where all rows of a batch are of one molecule, else B.
 */
public final class Transformer implements AutoCloseable {
    /** Token of a position behind the end of a molecule, in training. */
    public static final int PADDING = TokenLayoutBatch.IGNORED;

    private static final String TOKEN_TABLE = "token_embed";
    private static final String OUTPUT_TABLE = "output_proj";
    private static final String PLACES = "pos_embed";

    private final TransformerConfig config;
    private final int frequencies;
    private final TokenLayout layout; // null until the network is told its molecule
    private final boolean owner; // of the parameters; not so a view of them for another molecule
    private final Parameters parameters;
    private final List<Transformer> replicas; // for training; of all views together
    private final List<Tensor> fixed; // computed, not part of a checkpoint
    private final Tensor places; // [positions, C]
    private final Tensor counts; // sinusoids of small numbers, [A + 1, C]; null without conditioning
    private final BinTable tokenTable;
    private final BinTable outputTable;
    private final Tensor kindTable;
    private final Tensor atomTable;
    private final AtomEmbedding conditioning; // or null
    private final Parameters.Norm inputNorm; // or null
    private final List<Block> blocks;
    private final Parameters.Norm finalNorm;

    private Transformer(TransformerConfig config, int frequencies, TokenLayout layout, Parameters parameters) {
        NetworkSize.requireFrequencies(frequencies, config.bins());
        if (layout != null) {
            layout.require(config);
        }
        this.config = config;
        this.frequencies = frequencies;
        this.layout = layout;
        this.owner = true;
        this.parameters = parameters;
        this.replicas = new ArrayList<>();
        this.fixed = new ArrayList<>();
        try (var _ = TensorScope.open()) {
            int c = config.channels();
            Tensor basis = frequencies == 0
                    ? null
                    : fixed(Tensor.of(
                            SmoothBasis.values(config.bins(), frequencies),
                            config.bins(),
                            SmoothBasis.size(frequencies)));
            tokenTable = tokenTable(basis);
            places = places();
            kindTable = parameters.tensor("coord_dim_embed.weight", config.kinds(), c);
            atomTable = parameters.tensor("atom_pos_embed.weight", config.atoms(), c);
            conditioning = config.design().conditioning() == null ? null : AtomEmbedding.of(parameters, config);
            counts = conditioning == null
                    ? null
                    : fixed(Tensor.of(sinusoids(config.atoms() + 1, c), config.atoms() + 1, c));
            inputNorm = config.design().inputNorm() ? norm("input_norm") : null;
            blocks = new ArrayList<>();
            for (int layer = 0; layer < config.layers(); layer++) {
                blocks.add(Block.of(parameters, config, "blocks." + layer + "."));
            }
            finalNorm = norm("final_norm");
            outputTable = table(OUTPUT_TABLE, basis);
            parameters.own(); // only now: a weight that cannot be had frees them all
            fixed.forEach(Tensor::own);
        }
    }

    /** A view of a network for another molecule. */
    private Transformer(Transformer of, TokenLayout layout) {
        layout.require(of.config);
        config = of.config;
        frequencies = of.frequencies;
        this.layout = layout;
        owner = false;
        parameters = of.parameters;
        replicas = of.replicas;
        fixed = of.fixed;
        places = of.places;
        counts = of.counts;
        tokenTable = of.tokenTable;
        outputTable = of.outputTable;
        kindTable = of.kindTable;
        atomTable = of.atomTable;
        conditioning = of.conditioning;
        inputNorm = of.inputNorm;
        blocks = of.blocks;
        finalNorm = of.finalNorm;
    }

    /**
     * A network with random weights.
     *
     * @param layout its molecule; null for a network of many, told with {@link #of(TokenLayout)}
     * @param frequencies 0 for free tables as published; n > 0 for tables of 2n + 1 smooth functions of the bin
     */
    public static Transformer initialised(TransformerConfig config, TokenLayout layout, int frequencies, Seed seed) {
        return of(config, layout, frequencies, new InitialWeights(config, seed.child("weights")));
    }

    /**
     * A network with given weights.
     *
     * @param weights gives the values of the parameter of a name and shape, row-major
     */
    public static Transformer of(TransformerConfig config, TokenLayout layout, int frequencies, Weights weights) {
        return new Transformer(config, frequencies, layout, Parameters.of(weights));
    }

    /** Where a network's weights come from. */
    @FunctionalInterface
    public interface Weights {
        float[] of(String name, long... shape);
    }

    /**
     * This network for another molecule: the same parameters, which remain this one's; closing the view frees nothing.
     */
    public Transformer of(TokenLayout molecule) {
        return new Transformer(this, molecule);
    }

    /**
     * Networks with this one's parameters but gradients of their own, for threads that work on parts of a batch; they
     * remain this one's. Not thread safe.
     */
    List<Transformer> replicas(int count) {
        while (replicas.size() < count) {
            replicas.add(new Transformer(config, frequencies, null, parameters.shared()));
        }
        return List.copyOf(replicas.subList(0, count));
    }

    // ---- the network

    /**
     * Logits of every position.
     *
     * @param inputs [B, T], int64, on any device: the start token 0, then the tokens of all coordinates but the last,
     *     or of fewer
     * @return [B, T, V], float32
     */
    public Tensor forward(Tensor inputs, NetworkPrecision precision) {
        Tensor h = trunk(inputs.on(device()), surroundings(List.of(layout()), precision), precision, Dropout.NONE)
                .hidden(); // [B·T, C]
        return outputTable.logits(h, precision).to(DType.FLOAT32).view(inputs.size(0), inputs.size(1), config.bins());
    }

    /**
     * What the network makes of inputs before the output table.
     *
     * @param hidden vectors, [B·T, C] in the precision's type
     */
    record Trunk(Tensor hidden, ResidualStream stream) {

        /**
         * Adds to the gradients of the parameters, given the derivative of the loss with respect to the hidden vectors.
         */
        void backward(Tensor derivative) {
            stream.backward(derivative.view(stream.end().shape()));
        }
    }

    /** @param inputs [B, T] */
    Trunk trunk(Tensor inputs, MoleculeContext molecules, NetworkPrecision precision, Dropout dropout) {
        int b = inputs.size(0);
        int t = inputs.size(1);
        if (t > molecules.place().size(1)) {
            throw new IllegalArgumentException(t + " tokens are more than the molecule's "
                    + molecules.place().size(1));
        }
        MoleculeContext here = molecules.at(0, t);
        ResidualStream stream = ResidualStream.of(dropout.of(input(inputs, here, precision)), precision.type());
        SelfAttention causal =
                (layer, x) -> stream.attention(x, blocks.get(layer).qkv(), config.heads());
        Tensor hidden = hidden(stream, here.of(stream), causal, precision, dropout);
        return new Trunk(hidden.view((long) b * t, config.channels()), stream);
    }

    /** How positions mix: the normalised vectors [B, n, C] of a layer's n new positions, result [B, n, C]. */
    @FunctionalInterface
    private interface SelfAttention {
        Tensor of(int layer, Tensor x);
    }

    /** The whole network between its input and its output table, [B, n, C]. */
    private Tensor hidden(
            ResidualStream stream,
            MoleculeContext molecules,
            SelfAttention attention,
            NetworkPrecision precision,
            Dropout dropout) {
        for (int layer = 0; layer < blocks.size(); layer++) {
            Block block = blocks.get(layer);
            Tensor mixed = attention.of(layer, block.norm1().of(stream)); // [B, n, C]
            stream.add(dropout.of(precision.linear(mixed, block.attentionOut())));
            if (block.cross() != null) {
                stream.add(dropout.of(cross(
                        block.cross(), stream, molecules, molecules.cross().get(layer), precision)));
            }
            stream.add(dropout.of(feedForward(block, stream, precision)));
        }
        return finalNorm.of(stream);
    }

    /** What enters the first block: token + place (+ global attention of that to the atoms) (normalised), [B, n, C]. */
    private Tensor input(Tensor inputs, MoleculeContext molecules, NetworkPrecision precision) {
        Tensor x = tokenTable.rows(inputs).plus(molecules.place()); // [B, n, C]
        if (molecules.global() != null) {
            Tensor weight = conditioning.globalIn().weight().narrow(0, 0, config.channels()); // rows: q, then k, then v
            Tensor q =
                    precision.linear(x, weight, conditioning.globalIn().bias().narrow(0, 0, config.channels()));
            Tensor mixed = atomAttention(q, molecules.global(), molecules.padding(), precision);
            x = x.plus(conditioning.globalOut().of(mixed, precision));
        }
        return inputNorm == null ? x : inputNorm.of(x);
    }

    /** Attention to the atoms of the molecule, times the gate where there is one, [B, n, C]. */
    private Tensor cross(
            Block.CrossAttention cross,
            ResidualStream stream,
            MoleculeContext molecules,
            MoleculeContext.KeysValues atoms,
            NetworkPrecision precision) {
        Tensor q = normalised(cross.q().of(cross.norm().of(stream), precision), cross.qNorm()); // [B, n, C]
        Tensor y = cross.out().of(atomAttention(q, atoms, molecules.padding(), precision), precision);
        return cross.gate() == null ? y : y.times(cross.gate());
    }

    /**
     * softmax(q·kᵀ/√D)·v over the atoms, in float32.
     *
     * @param query [B, n, C], heads contiguous
     * @param padding [M, 1, 1, A] or null
     * @return [B, n, C]
     */
    private Tensor atomAttention(
            Tensor query, MoleculeContext.KeysValues atoms, Tensor padding, NetworkPrecision precision) {
        int m = atoms.keys().size(0);
        Tensor q = query.to(DType.FLOAT32)
                .reshape(m, -1, config.heads(), config.headChannels())
                .transpose(1, 2); // [M, H, n, D], or where M = 1 the rows of all B·n positions, [1, H, B·n, D]
        Tensor mixed = padding == null
                ? Layers.attention(q, atoms.keys(), atoms.values(), false)
                : Layers.attention(q, atoms.keys(), atoms.values(), padding.expand(m, 1, q.size(2), padding.size(3)));
        return mixed.transpose(1, 2)
                .reshape(query.size(0), query.size(1), config.channels())
                .to(precision.type());
    }

    /** The feed-forward branch, [B, n, C]. */
    private Tensor feedForward(Block block, ResidualStream stream, NetworkPrecision precision) {
        Block.FeedForward layer = block.feedForward();
        Tensor y = block.norm2().of(stream); // [B, n, C]
        Tensor up = layer.up().of(y, precision); // [B, n, F]
        Tensor inner = layer.gate() == null
                ? Layers.gelu(up)
                : stream.swiglu(layer.gate().of(y, precision), up);
        return layer.down().of(inner, precision);
    }

    /** What the network makes of molecules: one for all rows of a batch, or one for every row. */
    public MoleculeContext surroundings(List<TokenLayout> layouts, NetworkPrecision precision) {
        TokenLayoutBatch m = TokenLayoutBatch.of(layouts, config, device());
        Tensor place = places.narrow(0, 0, m.positions())
                .plus(Layers.embedding(kindTable, m.kind()))
                .plus(Layers.embedding(atomTable, m.atom())); // [M, T, C]
        if (conditioning == null) {
            return new MoleculeContext(place, null, List.of(), null);
        }
        Tensor atoms = atoms(m.labels(), precision); // [M, A, C]
        Tensor ofPositions =
                Layers.embedding(atoms.view(-1, config.channels()), m.labels().owner()); // [M, T, C]
        return new MoleculeContext(
                place.plus(ofPositions),
                globalKeysValues(atoms, precision),
                crossKeysValues(atoms, precision),
                m.labels().padding());
    }

    /** A vector for every atom: proj([type | residue | residue's place | sequence length | atom index]), [M, A, C]. */
    private Tensor atoms(TokenLayoutBatch.Labels labels, NetworkPrecision precision) {
        Tensor known = Tensor.concatenate(
                List.of(
                        Layers.embedding(conditioning.types(), labels.type()),
                        Layers.embedding(conditioning.residues(), labels.residue()),
                        Layers.embedding(counts, labels.place()),
                        Layers.embedding(counts, labels.length()),
                        Layers.embedding(counts, labels.index())),
                -1); // [M, A, 5C]
        Tensor hidden = Layers.gelu(conditioning.first().of(known, precision)); // [M, A, C]
        return conditioning.second().of(hidden, precision).to(DType.FLOAT32);
    }

    private MoleculeContext.KeysValues globalKeysValues(Tensor atoms, NetworkPrecision precision) {
        if (conditioning.globalIn() == null) {
            return null;
        }
        int c = config.channels();
        Tensor kv = precision.linear(
                atoms,
                conditioning.globalIn().weight().narrow(0, c, 2L * c),
                conditioning.globalIn().bias().narrow(0, c, 2L * c)); // [M, A, 2C]
        return new MoleculeContext.KeysValues(heads(kv.narrow(2, 0, c)), heads(kv.narrow(2, c, c)));
    }

    private List<MoleculeContext.KeysValues> crossKeysValues(Tensor atoms, NetworkPrecision precision) {
        List<MoleculeContext.KeysValues> all = new ArrayList<>();
        int c = config.channels();
        for (Block block : blocks) {
            if (block.cross() != null) {
                Tensor kv = block.cross().kv().of(atoms, precision); // [M, A, 2C]
                Tensor k = normalised(kv.narrow(2, 0, c), block.cross().kNorm());
                all.add(new MoleculeContext.KeysValues(heads(k), heads(kv.narrow(2, c, c))));
            }
        }
        return all;
    }

    /** [M, A, C] as [M, H, A, D], float32. */
    private Tensor heads(Tensor x) {
        return x.to(DType.FLOAT32)
                .reshape(x.size(0), x.size(1), config.heads(), config.headChannels())
                .transpose(1, 2)
                .contiguous();
    }

    /** x [B, n, C] normalised over all channels, or each head's on its own; itself without a norm. */
    private Tensor normalised(Tensor x, Parameters.Norm norm) {
        if (norm == null) {
            return x;
        }
        Tensor y = x.to(DType.FLOAT32)
                .reshape(x.size(0), x.size(1), -1, norm.weight().size(0));
        return norm.of(y).reshape(x.size(0), x.size(1), -1);
    }

    // ---- one position after another

    /**
     * Logits of the next position, the earlier ones being in the cache; gradients must be off.
     *
     * @param inputs [B], int64: token of the coordinate before it, 0 at the first
     * @param cache of {@link #newCache}; on return it holds this position too
     * @return [B, V], float32
     */
    public Tensor step(Tensor inputs, KvCache cache) {
        int b = cache.batch();
        SelfAttention cached = (layer, x) -> {
            Tensor qkv = Layers.linear(x, blocks.get(layer).qkv())
                    .view(b, 1, 3, config.heads(), config.headChannels()); // [B, 1, 3, H, D]
            return cache.attend(layer, qkv);
        };
        MoleculeContext here = cache.surroundings().at(cache.length(), 1);
        ResidualStream stream = ResidualStream.of(
                input(inputs.view(b, 1), here, NetworkPrecision.FLOAT32), NetworkPrecision.FLOAT32.type());
        Tensor h = hidden(stream, here, cached, NetworkPrecision.FLOAT32, Dropout.NONE)
                .view(b, config.channels());
        cache.advance();
        return outputTable.logits(h, NetworkPrecision.FLOAT32); // [B, V]
    }

    /** A cache for a batch of sequences of all positions of the molecule; gradients must be off. */
    public KvCache newCache(int batch) {
        try (var _ = TensorScope.open()) {
            MoleculeContext molecule =
                    surroundings(List.of(layout()), NetworkPrecision.FLOAT32).own();
            return new KvCache(config, batch, positions(), device(), molecule);
        }
    }

    // ---- what it is made of

    public TransformerConfig config() {
        return config;
    }

    /** Its molecule, or null where it has not been told one. */
    public TokenLayout molecule() {
        return layout;
    }

    /** Its molecule, which it must have been told. */
    public TokenLayout layout() {
        if (layout == null) {
            throw new IllegalStateException("a network for many molecules must be told which: use of(Layout)");
        }
        return layout;
    }

    /** Number of tokens T of its molecule. */
    public int positions() {
        return layout().positions();
    }

    /** Number of frequencies of smooth tables, 0 for free ones. */
    public int frequencies() {
        return frequencies;
    }

    /** Where its parameters are. */
    public Device device() {
        return kindTable.device();
    }

    public BinTable tokenTable() {
        return tokenTable;
    }

    /** What hidden vectors are compared with. */
    public BinTable outputTable() {
        return outputTable;
    }

    /** Or null. */
    public AtomEmbedding conditioning() {
        return conditioning;
    }

    /** Or null. */
    public Parameters.Norm inputNorm() {
        return inputNorm;
    }

    public List<Block> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    public Parameters.Norm finalNorm() {
        return finalNorm;
    }

    /** The learned tensors, in a fixed order; they remain the network's. */
    public List<Tensor> parameters() {
        return List.copyOf(parameters.learned().values());
    }

    /** The learned tensors by name; names other than the published ones only for smooth tables. */
    public Map<String, Tensor> namedParameters() {
        return parameters.learned();
    }

    /**
     * All tensors that make up the network, by name: the learned ones, and a table of positions that came with them.
     */
    Map<String, Tensor> state() {
        return parameters.all();
    }

    /**
     * Copies of the weights under the published names, smooth tables multiplied out, in the current scope: what other
     * programs read.
     */
    public Map<String, Tensor> exportStateDict() {
        try (var _ = GradientMode.off()) {
            Map<String, Tensor> state = new LinkedHashMap<>();
            parameters.all().forEach((name, value) -> state.put(name, value.to(Device.CPU)));
            for (BinTable table : List.of(tokenTable, outputTable)) {
                if (table instanceof BinTable.Smooth smooth) {
                    state.remove(smooth.name());
                    state.put(smooth.publishedName(), smooth.table().to(Device.CPU));
                }
            }
            return Collections.unmodifiableMap(state);
        }
    }

    @Override
    public void close() {
        if (owner) {
            replicas.forEach(Transformer::close);
            parameters.close();
            fixed.forEach(Tensor::close);
        }
    }

    // ---- construction

    private Parameters.Norm norm(String name) {
        return parameters.norm(name, config.channels(), config.design().norm());
    }

    private Tensor places() {
        int t = config.positions();
        int c = config.channels();
        return switch (config.design().places()) {
            case SINUSOIDAL -> fixed(Tensor.of(sinusoids(t, c), t, c));
            case TABLE -> parameters.fixed(PLACES + ".pe", t, c);
            case LEARNED -> parameters.tensor(PLACES + ".weight", t, c);
        };
    }

    private BinTable tokenTable(Tensor basis) {
        if (config.design().tokens() == TransformerVariant.TokenInput.EMBEDDING) {
            return table(TOKEN_TABLE, basis);
        }
        if (basis != null) {
            throw new IllegalArgumentException(
                    "smooth tables are for tokens that enter by a table, not by a one-hot layer");
        }
        return new BinTable.OneHot(parameters.linear(
                TOKEN_TABLE,
                config.bins(),
                config.channels(),
                config.design().tokens() == TransformerVariant.TokenInput.ONE_HOT_BIAS));
    }

    private BinTable table(String name, Tensor basis) {
        int c = config.channels();
        return basis == null
                ? new BinTable.Free(parameters.tensor(name + ".weight", config.bins(), c))
                : new BinTable.Smooth(name, basis, parameters.tensor(name + ".smooth", c, basis.size(1)));
    }

    private Tensor fixed(Tensor tensor) {
        Tensor placed = tensor.on(Engine.device());
        fixed.add(placed);
        return placed;
    }

    /** Vaswani et al., arXiv 1706.03762, §3.5: even columns sin, odd cos, base 10000; [n, C] flattened. */
    private static float[] sinusoids(int count, int channels) {
        float[] table = new float[count * channels];
        for (int p = 0; p < count; p++) {
            for (int i = 0; i < channels; i += 2) {
                double angle = p * Math.exp(-i * Math.log(10000) / channels);
                table[p * channels + i] = (float) Math.sin(angle);
                table[p * channels + i + 1] = (float) Math.cos(angle);
            }
        }
        return table;
    }
}
