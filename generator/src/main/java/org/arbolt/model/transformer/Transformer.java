package org.arbolt.model.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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

    private final TransformerConfig config;
    private final int frequencies;
    private final TokenLayout molecule; // null until the network is told its molecule
    private final boolean owner; // of the parameters; not so a view of them for another molecule
    private final Map<String, Tensor> learned; // by name, in the order of the network
    private final Map<String, Tensor> kept; // not learned, but part of a checkpoint
    private final List<Transformer> replicas; // for training; of all views together
    private final List<Tensor> fixed; // computed, not part of a checkpoint
    private final Parameters<Tensor> parts;
    private final Tensor places; // [positions, C]
    private final Tensor counts; // sinusoids of small numbers, [A + 1, C]; null without conditioning
    private final Tensor basis; // of smooth tables, [V, K]; null without
    private final Tensor functions; // of tokens that heads are told, [V + 1, K′]; null without heads
    private final BinTable tokenTable;
    private final BinTable outputTable;

    /** @param source gives a tensor of the current scope */
    private Transformer(
            TransformerConfig config, int frequencies, TokenLayout molecule, ParameterSource<Tensor> source) {
        this.config = config;
        this.frequencies = frequencies;
        this.molecule = molecule;
        this.owner = true;
        this.learned = new LinkedHashMap<>();
        this.kept = new LinkedHashMap<>();
        this.replicas = new ArrayList<>();
        this.fixed = new ArrayList<>();
        try (var _ = TensorScope.open()) {
            parts = Parameters.of(config, frequencies, (name, changes, shape) -> {
                Tensor made = source.of(name, changes, shape);
                (changes ? learned : kept).put(name, changes ? made.requireGradient(true) : made);
                return made;
            });
            basis = frequencies == 0
                    ? null
                    : fixed(new FloatArray(
                            SmoothBasis.values(config.bins(), frequencies),
                            config.bins(),
                            SmoothBasis.size(frequencies)));
            functions = functions();
            tokenTable = tokenTable(basis);
            outputTable = parts.output() == null ? null : table(parts.output(), basis);
            places = parts.places() != null
                    ? parts.places()
                    : fixed(Sinusoids.of(config.positions(), config.channels()));
            counts = parts.conditioning() == null ? null : fixed(Sinusoids.of(config.atoms() + 1, config.channels()));
            learned.values().forEach(Tensor::own); // only now: a weight that cannot be had frees them all
            kept.values().forEach(Tensor::own);
            fixed.forEach(Tensor::own);
        }
    }

    /** A view of a network for another molecule. */
    private Transformer(Transformer of, TokenLayout molecule) {
        molecule.require(of.config);
        config = of.config;
        frequencies = of.frequencies;
        this.molecule = molecule;
        owner = false;
        learned = of.learned;
        kept = of.kept;
        replicas = of.replicas;
        fixed = of.fixed;
        parts = of.parts;
        places = of.places;
        counts = of.counts;
        basis = of.basis;
        functions = of.functions;
        tokenTable = of.tokenTable;
        outputTable = of.outputTable;
    }

    /** A network with copies of given weights, on the engine's device. */
    public static Transformer of(TransformerWeights weights) {
        return new Transformer(
                weights.config(),
                weights.frequencies(),
                weights.molecule(),
                (name, _, shape) ->
                        Tensor.of(weights.arrays().get(name).values(), shape).on(Engine.device()));
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
            replicas.add(new Transformer(
                    config,
                    frequencies,
                    null,
                    (name, changes, _) -> (changes ? learned : kept)
                            .get(name)
                            .detach())); // the same memory, but gradients of its own
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
        Tensor here = inputs.on(device());
        MoleculeContext molecules = surroundings(List.of(layout()), precision);
        if (config.design().heads() != null) {
            return byHeads(here, molecules, precision);
        }
        return network()
                .logits(here, causal(here, molecules, precision, Dropout.NONE)) // [B·T, V]
                .to(DType.FLOAT32)
                .view(inputs.size(0), inputs.size(1), config.bins());
    }

    /** The inputs are read as tokens, the last of which no logits depend on. */
    private Tensor byHeads(Tensor inputs, MoleculeContext molecules, NetworkPrecision precision) {
        int b = inputs.size(0);
        int t = inputs.size(1);
        Tensor start = inputs.narrow(1, 0, 1);
        Tensor tokens = Tensor.concatenate(List.of(inputs.narrow(1, 1, t - 1L), start), 1);
        Readout readout = Readout.of(config, tokens, List.of(layout()), SmoothBasis.size(frequencies));
        Tensor rows = readout.rows(
                trunk(readout.inputs(), molecules, precision, Dropout.NONE).hidden());
        List<Tensor> logits = readout.segments().stream()
                .map(segment -> logits(segment, rows.narrow(0, segment.from(), segment.rows()), precision))
                .toList();
        long[] back = new long[readout.token().length];
        for (int row = 0; row < back.length; row++) {
            back[readout.token()[row]] = row;
        }
        return Layers.embedding(
                        Tensor.concatenate(logits, 0),
                        Tensor.of(back, back.length).on(device()))
                .view(b, t, config.bins());
    }

    /**
     * Logits of rows that are read alike.
     *
     * @param hidden of the rows, [n, C]
     * @return [n, V], float32
     */
    Tensor logits(Readout.Segment segment, Tensor hidden, NetworkPrecision precision) {
        return precision
                .linear(coefficients(segment, hidden, precision), columns(segment))
                .to(DType.FLOAT32);
    }

    /** What is multiplied with {@link #columns} to make these logits, [n, K] in the precision's type. */
    Tensor coefficients(Readout.Segment segment, Tensor hidden, NetworkPrecision precision) {
        return segment.slot() < 0
                ? outputTable.coefficients(hidden, precision)
                : network()
                        .coefficients(
                                segment.slot(), told(hidden, segment.before()), heads(segment.scans(), precision));
    }

    /** [V, K]. */
    Tensor columns(Readout.Segment segment) {
        return segment.slot() < 0 ? outputTable.columns() : basis;
    }

    /** Whether {@link #columns} are learned. */
    boolean learnsColumns() {
        return outputTable != null && outputTable.learned();
    }

    /** What a head is told: hidden vectors [n, C] beside the functions of tokens before, [n, s]. */
    private Tensor told(Tensor hidden, Tensor before) {
        return before == null
                ? hidden
                : Tensor.concatenate(
                        List.of(hidden, BinTable.Slots.of(functions, before).to(hidden.type())), 1);
    }

    private TensorArithmetic heads(Tensor scans, NetworkPrecision precision) {
        return new TensorArithmetic(config, tokenTable, outputTable, basis, null, null, scans, precision, Dropout.NONE);
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
        TensorArithmetic tensors = causal(inputs, molecules, precision, dropout);
        Tensor hidden = network().hidden(inputs, tensors); // [B, T, C]
        return new Trunk(hidden.view(-1, config.channels()), tensors.stream());
    }

    /** For all positions at once. */
    private TensorArithmetic causal(
            Tensor inputs, MoleculeContext molecules, NetworkPrecision precision, Dropout dropout) {
        int t = inputs.size(1);
        if (t > molecules.place().size(1)) {
            throw new IllegalArgumentException(t + " tokens are more than the molecule's "
                    + molecules.place().size(1));
        }
        return arithmetic(
                molecules.at(0, t), (_, qkv, stream) -> stream.attention(qkv, config.heads()), precision, dropout);
    }

    private TensorArithmetic arithmetic(
            MoleculeContext molecules,
            TensorArithmetic.SelfAttention attention,
            NetworkPrecision precision,
            Dropout dropout) {
        return new TensorArithmetic(
                config, tokenTable, outputTable, basis, molecules, attention, null, precision, dropout);
    }

    /** Its layers in their order; tensors of the current scope. */
    private Network<TensorArithmetic.Layer, Norm<Tensor>> network() {
        boolean global = parts.conditioning() != null && parts.conditioning().globalIn() != null;
        return parts.laidOut(
                global ? new TensorArithmetic.Layer(globalIn(0, config.channels()), null) : null,
                TensorArithmetic.Layer::new,
                norm -> norm);
    }

    /** Rows of the layer that makes q, then k, then v of attention at the input. */
    private Linear<Tensor> globalIn(int from, long count) {
        Linear<Tensor> qkv = parts.conditioning().globalIn();
        return new Linear<>(qkv.weight().narrow(0, from, count), qkv.bias().narrow(0, from, count));
    }

    /** What the network makes of molecules: one for all rows of a batch, or one for every row. */
    public MoleculeContext surroundings(List<TokenLayout> layouts, NetworkPrecision precision) {
        TokenLayoutBatch m = TokenLayoutBatch.of(layouts, config, device());
        Tensor place = places.narrow(0, 0, m.positions())
                .plus(Layers.embedding(parts.kinds(), m.kind()))
                .plus(Layers.embedding(parts.atoms(), m.atom())); // [M, T, C]
        if (parts.conditioning() == null) {
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
                        Layers.embedding(parts.conditioning().types(), labels.type()),
                        Layers.embedding(parts.conditioning().residues(), labels.residue()),
                        Layers.embedding(counts, labels.place()),
                        Layers.embedding(counts, labels.length()),
                        Layers.embedding(counts, labels.index())),
                -1); // [M, A, 5C]
        Tensor hidden = Layers.gelu(precision.linear(known, parts.conditioning().first())); // [M, A, C]
        return precision.linear(hidden, parts.conditioning().second()).to(DType.FLOAT32);
    }

    private MoleculeContext.KeysValues globalKeysValues(Tensor atoms, NetworkPrecision precision) {
        if (parts.conditioning().globalIn() == null) {
            return null;
        }
        int c = config.channels();
        Tensor kv = precision.linear(atoms, globalIn(c, 2L * c)); // [M, A, 2C]
        return new MoleculeContext.KeysValues(heads(kv.narrow(2, 0, c)), heads(kv.narrow(2, c, c)));
    }

    private List<MoleculeContext.KeysValues> crossKeysValues(Tensor atoms, NetworkPrecision precision) {
        List<MoleculeContext.KeysValues> all = new ArrayList<>();
        int c = config.channels();
        for (Block<Tensor> block : parts.blocks()) {
            if (block.cross() != null) {
                Tensor kv = precision.linear(atoms, block.cross().kv()); // [M, A, 2C]
                Tensor k = TensorArithmetic.normalised(
                        kv.narrow(2, 0, c), block.cross().kNorm());
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

    // ---- one position after another

    /**
     * Logits of the next token, what came before being in the cache; gradients must be off.
     *
     * @param inputs [B], int64: token of the coordinate before it, 0 at the first
     * @param cache of {@link #newCache}; on return it holds this token's position too
     * @return [B, V], float32
     */
    public Tensor step(Tensor inputs, KvCache cache) {
        return config.design().heads() == null
                ? network().logits(inputs.view(cache.batch(), 1), positionAfter(cache)) // [B, V]
                : step(cache.slots(), inputs, cache);
    }

    /** The same where several tokens share a position: its hidden vector is made when its first token is asked for. */
    private Tensor step(SlotStep slots, Tensor before, KvCache cache) {
        slots.put(before);
        if (slots.atPositionStart()) {
            TensorArithmetic position = positionAfter(cache);
            slots.begin(network()
                    .hidden(slots.tokens().view(cache.batch(), 1, -1), position)
                    .view(cache.batch(), -1));
        }
        return logits(
                slots.next(layout().scans(), SmoothBasis.size(frequencies)), slots.hidden(), NetworkPrecision.FLOAT32);
    }

    /** Of the position behind those of a cache, which then holds it. */
    private TensorArithmetic positionAfter(KvCache cache) {
        int b = cache.batch();
        int position = cache.length();
        cache.advance();
        return arithmetic(
                cache.surroundings().at(position, 1),
                (layer, qkv, _) ->
                        cache.attend(layer, position, qkv.view(b, 1, 3, config.heads(), config.headChannels())),
                NetworkPrecision.FLOAT32,
                Dropout.NONE);
    }

    /** A cache for a batch of sequences of all positions of the molecule; gradients must be off. */
    public KvCache newCache(int batch) {
        try (var _ = TensorScope.open()) {
            MoleculeContext molecule =
                    surroundings(List.of(layout()), NetworkPrecision.FLOAT32).own();
            return new KvCache(config, batch, layout(), device(), molecule);
        }
    }

    // ---- what it is made of

    public TransformerConfig config() {
        return config;
    }

    /** Its molecule, or null where it has not been told one. */
    public TokenLayout molecule() {
        return molecule;
    }

    /** Its molecule, which it must have been told. */
    public TokenLayout layout() {
        if (molecule == null) {
            throw new IllegalStateException("a network for many molecules must be told which: use of(TokenLayout)");
        }
        return molecule;
    }

    /** Number of tokens T of its molecule. */
    public int tokens() {
        return layout().tokens();
    }

    /** Number of frequencies of smooth tables, 0 for free ones. */
    public int frequencies() {
        return frequencies;
    }

    /** Where its parameters are. */
    public Device device() {
        return parts.kinds().device();
    }

    /** The learned tensors, in a fixed order; they remain the network's. */
    public List<Tensor> parameters() {
        return List.copyOf(learned.values());
    }

    /** The learned tensors by name; names other than the published ones only for smooth tables. */
    public Map<String, Tensor> namedParameters() {
        return Collections.unmodifiableMap(learned);
    }

    /** A copy of its weights as they are now. */
    public TransformerWeights weights() {
        SequencedMap<String, FloatArray> arrays = new LinkedHashMap<>();
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            for (Map<String, Tensor> tensors : List.of(learned, kept)) {
                tensors.forEach((name, tensor) ->
                        arrays.put(name, new FloatArray(tensor.to(Device.CPU).toFloats(), tensor.shape())));
            }
        }
        return new TransformerWeights(config, molecule, frequencies, arrays);
    }

    @Override
    public void close() {
        if (owner) {
            replicas.forEach(Transformer::close);
            learned.values().forEach(Tensor::close);
            kept.values().forEach(Tensor::close);
            fixed.forEach(Tensor::close);
        }
    }

    // ---- construction

    private BinTable tokenTable(Tensor basis) {
        if (functions != null) {
            return new BinTable.Slots(functions, parts.tokens().weight());
        }
        return config.design().tokens() == TransformerVariant.TokenInput.EMBEDDING
                ? table(parts.tokens().weight(), basis)
                : new BinTable.OneHot(parts.tokens());
    }

    /** A row of zeros behind the last bin: nothing is told of an empty slot. */
    private Tensor functions() {
        TransformerVariant.Heads heads = config.design().heads();
        if (heads == null) {
            return null;
        }
        int size = SmoothBasis.size(heads.frequencies());
        float[] values = SmoothBasis.values(config.bins(), heads.frequencies());
        return fixed(new FloatArray(Arrays.copyOf(values, values.length + size), config.bins() + 1L, size));
    }

    private static BinTable table(Tensor weight, Tensor basis) {
        return basis == null ? new BinTable.Free(weight) : new BinTable.Smooth(basis, weight);
    }

    private Tensor fixed(FloatArray array) {
        Tensor placed = Tensor.of(array.values(), array.shape()).on(Engine.device());
        fixed.add(placed);
        return placed;
    }
}
