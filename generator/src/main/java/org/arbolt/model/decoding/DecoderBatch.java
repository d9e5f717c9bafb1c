package org.arbolt.model.decoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.arbolt.kernel.Activation;
import org.arbolt.kernel.CachedAttention;
import org.arbolt.kernel.Categorical;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.kernel.RowNorm;
import org.arbolt.model.transformer.Arithmetic;
import org.arbolt.model.transformer.TransformerConfig;

/**
 * Some sequences that grow together by one token after another on the CPU: their keys and values, and the rows of
 * numbers that pass the layers, in memory allocated once. A sequence's numbers depend on nothing else in the batch, to
 * the bit. Not thread safe; one per thread.
 */
final class DecoderBatch implements Arithmetic<int[], DecoderBatch.Rows, PackedProduct, RowNorm> {

    /** Numbers of all sequences: each one's begin every {@code width}. */
    static final class Rows {
        private final float[] values;
        private int width;

        private Rows(int capacity, int width) {
            this.values = new float[Math.multiplyExact(capacity, width)];
            this.width = width;
        }
    }

    private final Decoder decoder;
    private final int capacity;
    private final int channels;
    private final List<CachedAttention> memory = new ArrayList<>(); // one per layer
    private final Rows stream; // of C: what the branches are added to
    private final Rows normed; // of C
    private final Rows mixed; // of C: what attention makes
    private final Rows[] products; // the last two
    private final Rows logits; // of V
    private final float[] scratch;
    private final Categorical distribution;

    @SuppressWarnings("UnusedVariable")
    private float fetched; // written only, so that fetching is not left out

    private int rows;
    private int length;
    private int product; // index of the last

    /**
     * @param capacity most sequences at a time
     */
    DecoderBatch(Decoder decoder, int capacity) {
        TransformerConfig config = decoder.config();
        this.decoder = decoder;
        this.capacity = capacity;
        this.channels = config.channels();
        for (int layer = 0; layer < config.layers(); layer++) {
            memory.add(new CachedAttention(capacity, config.heads(), config.headChannels(), decoder.positions()));
        }
        int width = PackedProduct.width(channels);
        int widest = PackedProduct.width(Math.max(3 * channels, config.hidden()));
        this.stream = new Rows(capacity, width);
        this.normed = new Rows(capacity, width);
        this.mixed = new Rows(capacity, width);
        this.products = new Rows[] {new Rows(capacity, widest), new Rows(capacity, widest)};
        this.logits = new Rows(capacity, PackedProduct.width(config.bins()));
        this.distribution = new Categorical(config.bins());
        this.scratch = new float
                [CachedAttention.scratch(
                        config.heads(), config.headChannels(), Math.max(decoder.positions(), config.atoms()))];
    }

    /** Begins so many new sequences. */
    DecoderBatch begin(int sequences) {
        rows = Objects.checkIndex(sequences, capacity + 1);
        length = 0;
        return this;
    }

    int capacity() {
        return capacity;
    }

    /** Number of sequences. */
    int rows() {
        return rows;
    }

    /** For choosing tokens. */
    Categorical distribution() {
        return distribution;
    }

    /** Where a row's logits begin in what {@link #step} returns. */
    int logitsAt(int row) {
        return row * logits.width;
    }

    /**
     * Adds a token to every sequence.
     *
     * @param tokens those of the coordinate before this one, 0 at the first, [R]
     * @return logits of this coordinate's bins, overwritten by the next call
     */
    float[] step(int[] tokens) {
        float[] next = decoder.network().logits(tokens, this).values;
        length++;
        return next;
    }

    // ---- the kernels

    @Override
    public Rows embed(int[] tokens) {
        for (int row = 0; row < rows; row++) {
            int token = tokens[row] * channels;
            int place = length * channels;
            for (int c = 0; c < channels; c++) {
                stream.values[row * stream.width + c] = decoder.tokens()[token + c] + decoder.places()[place + c];
            }
        }
        return stream;
    }

    @Override
    public Rows product(Rows x, PackedProduct layer) {
        product = 1 - product;
        Rows y = products[product];
        y.width = layer.width();
        return set(x, layer, y);
    }

    private Rows set(Rows x, PackedProduct layer, Rows y) {
        layer.set(x.values, x.width, rows, y.values, y.width);
        return y;
    }

    @Override
    public Rows plus(Rows x, Rows y, PackedProduct layer) {
        layer.add(y.values, y.width, rows, x.values, x.width);
        return x;
    }

    @Override
    public Rows norm(Rows x, RowNorm norm) {
        for (int row = 0; row < rows; row++) {
            norm.parts(x.values, row * x.width, channels, scratch);
        }
        return x;
    }

    /** The input is the stream's own memory. */
    @Override
    public void beginStream(Rows x) {
        if (x != stream) {
            throw new IllegalArgumentException("a stream begins with what was embedded");
        }
    }

    @Override
    public Rows norm(RowNorm norm) {
        for (int row = 0; row < rows; row++) {
            norm.of(stream.values, row * stream.width, normed.values, row * normed.width, scratch);
        }
        return normed;
    }

    @Override
    public void add(Rows y, PackedProduct layer) {
        plus(stream, y, layer);
    }

    @Override
    public Rows attend(int layer, Rows qkv) {
        CachedAttention cache = memory.get(layer);
        for (int row = 0; row < rows; row++) {
            int q = row * qkv.width;
            fetched += cache.fetch(row, length + 1);
            cache.put(row, length, qkv.values, q + channels, q + 2 * channels);
            cache.attend(row, length + 1, qkv.values, q, mixed.values, row * mixed.width, scratch);
        }
        return mixed;
    }

    @Override
    public Rows attendToAtoms(Rows query) {
        return attend(query, decoder.globalMemory());
    }

    @Override
    public Rows attendToAtoms(int layer, Rows query) {
        return attend(query, decoder.crossMemory().get(layer));
    }

    private Rows attend(Rows query, CachedAttention atoms) {
        for (int row = 0; row < rows; row++) {
            atoms.attend(0, decoder.atoms(), query.values, row * query.width, mixed.values, row * mixed.width, scratch);
        }
        return mixed;
    }

    @Override
    public Rows swiglu(Rows gate, Rows up) {
        Activation.swiglu(gate.values, up.values, rows * gate.width);
        return gate;
    }

    @Override
    public Rows gelu(Rows x) {
        Activation.gelu(x.values, rows * x.width);
        return x;
    }

    @Override
    public Rows logits(Rows hidden) {
        return set(hidden, decoder.table(), logits);
    }
}
