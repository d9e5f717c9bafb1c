package org.arbolt.model.decoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.arbolt.kernel.Activation;
import org.arbolt.kernel.CachedAttention;
import org.arbolt.kernel.Categorical;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.kernel.RowNorm;
import org.arbolt.model.transformer.TransformerConfig;

/**
 * Some sequences that grow together by one token after another on the CPU: their keys and values, and the rows of
 * numbers that pass the layers, in memory allocated once. A sequence's numbers depend on nothing else in the batch, to
 * the bit. Not thread safe; one per thread.
 */
final class DecoderBatch {
    private final Decoder decoder;
    private final int capacity;
    private final int channels;
    private final int width; // of a row of C numbers in memory
    private final int wide; // of a row of F
    private final int logitsWidth;
    private final List<CachedAttention> memory = new ArrayList<>(); // one per layer
    private final float[] stream; // [R, width]: what the branches are added to
    private final float[] normed; // [R, width]
    private final float[] mixed; // [R, width]
    private final float[] projected; // [R, width of 3C]
    private final float[] gate; // [R, wide]
    private final float[] up; // [R, wide]
    private final float[] logits; // [R, logitsWidth]
    private final float[] scratch;
    private final Categorical distribution;

    @SuppressWarnings("UnusedVariable")
    private float fetched; // written only, so that fetching is not left out

    private int rows;
    private int length;

    /**
     * @param capacity most sequences at a time
     */
    DecoderBatch(Decoder decoder, int capacity) {
        TransformerConfig config = decoder.config();
        this.decoder = decoder;
        this.capacity = capacity;
        this.channels = config.channels();
        this.width = PackedProduct.width(channels);
        this.wide = PackedProduct.width(config.hidden());
        this.logitsWidth = PackedProduct.width(config.bins());
        for (int layer = 0; layer < config.layers(); layer++) {
            memory.add(new CachedAttention(capacity, config.heads(), config.headChannels(), decoder.positions()));
        }
        this.stream = new float[capacity * width];
        this.normed = new float[capacity * width];
        this.mixed = new float[capacity * width];
        this.projected = new float[capacity * PackedProduct.width(3 * channels)];
        this.gate = new float[capacity * wide];
        this.up = new float[capacity * wide];
        this.logits = new float[Math.multiplyExact(capacity, logitsWidth)];
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
        return row * logitsWidth;
    }

    /**
     * Adds a token to every sequence.
     *
     * @param tokens those of the coordinate before this one, 0 at the first, [R]
     * @return logits of this coordinate's bins, overwritten by the next call
     */
    float[] step(int[] tokens) {
        input(tokens);
        for (int layer = 0; layer < memory.size(); layer++) {
            Decoder.Layer weights = decoder.layers().get(layer);
            attention(weights, memory.get(layer));
            if (weights.cross() != null) {
                cross(weights.cross());
            }
            feedForward(weights.feedForward());
        }
        norm(decoder.finalNorm(), stream, normed);
        decoder.table().set(normed, width, rows, logits, logitsWidth);
        length++;
        return logits;
    }

    private void input(int[] tokens) {
        for (int row = 0; row < rows; row++) {
            int token = tokens[row] * channels;
            int place = length * channels;
            for (int c = 0; c < channels; c++) {
                stream[row * width + c] = decoder.tokens()[token + c] + decoder.places()[place + c];
            }
        }
        if (decoder.global() != null) {
            attendToAtoms(decoder.global(), stream);
            decoder.global().out().add(mixed, width, rows, stream, width);
        }
        if (decoder.inputNorm() != null) {
            norm(decoder.inputNorm(), stream, stream);
        }
    }

    private void attention(Decoder.Layer weights, CachedAttention cache) {
        int stride = PackedProduct.width(3 * channels);
        norm(weights.norm(), stream, normed);
        weights.qkv().set(normed, width, rows, projected, stride); // rows of q, k, v
        for (int row = 0; row < rows; row++) {
            int q = row * stride;
            fetched += cache.fetch(row, length + 1);
            cache.put(row, length, projected, q + channels, q + 2 * channels);
            cache.attend(row, length + 1, projected, q, mixed, row * width, scratch);
        }
        weights.out().add(mixed, width, rows, stream, width);
    }

    private void cross(Decoder.Cross weights) {
        norm(weights.norm(), stream, normed);
        attendToAtoms(weights.attention(), normed);
        weights.attention().out().add(mixed, width, rows, stream, width);
    }

    /** Attention of x to the atoms, into {@code mixed}; x is left as it is. */
    private void attendToAtoms(Decoder.AtomAttention weights, float[] x) {
        weights.query().set(x, width, rows, mixed, width);
        RowNorm norm = weights.queryNorm();
        for (int row = 0; row < rows; row++) {
            int at = row * width;
            if (norm != null) {
                norm.parts(mixed, at, channels, scratch);
            }
            weights.memory().attend(0, weights.atoms(), mixed, at, mixed, at, scratch);
        }
    }

    private void feedForward(Decoder.FeedForward weights) {
        norm(weights.norm(), stream, normed);
        weights.up().set(normed, width, rows, up, wide);
        if (weights.gate() == null) {
            Activation.gelu(up, rows * wide);
            weights.down().add(up, wide, rows, stream, width);
        } else {
            weights.gate().set(normed, width, rows, gate, wide);
            Activation.swiglu(gate, up, rows * wide);
            weights.down().add(gate, wide, rows, stream, width);
        }
    }

    private void norm(RowNorm norm, float[] from, float[] to) {
        for (int row = 0; row < rows; row++) {
            norm.of(from, row * width, to, row * width, scratch);
        }
    }
}
