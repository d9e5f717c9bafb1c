package org.arbolt.model.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.arbolt.kernel.Activation;
import org.arbolt.kernel.CachedAttention;
import org.arbolt.kernel.Categorical;
import org.arbolt.kernel.PackedProduct;
import org.arbolt.kernel.RowNorm;
import org.arbolt.model.coordinates.TokenScans;
import org.arbolt.model.transformer.Arithmetic;
import org.arbolt.model.transformer.ScanCoefficients;
import org.arbolt.model.transformer.TransformerConfig;
import org.arbolt.model.transformer.TransformerVariant;

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

    private static final int NONE = -1; // token of an empty slot

    private final Decoder decoder;
    private final int capacity;
    private final int channels;
    private final List<CachedAttention> memory = new ArrayList<>(); // one per layer
    private final Rows stream; // of C: what the branches are added to
    private final Rows normed; // of C
    private final Rows mixed; // of C: what attention makes
    private final Rows[] products; // the last two
    private final Rows logits; // of V
    private final Rows told; // of C + S·K′: what a head is told; null without heads
    private final int[] position; // [token]
    private final int[] slot; // [token]
    private final int[] here; // [row][S], tokens of the present position, −1 where a slot is empty
    private final int[] sequences; // [row][T], tokens so far; null where no energies are asked of them
    private final float[] scans; // [row][terms][K], coefficients of the next token's; null likewise
    private final float[] scratch;
    private final Categorical distribution;

    @SuppressWarnings("UnusedVariable")
    private float fetched; // written only, so that fetching is not left out

    private int rows;
    private int length; // positions
    private int token; // the next
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
        TransformerVariant.Heads heads = config.design().heads();
        int widest = PackedProduct.width(Math.max(3 * channels, config.hidden()));
        if (heads != null) {
            widest = Math.max(widest, PackedProduct.width(Math.max(heads.hidden(), decoder.coefficients())));
        }
        this.position = decoder.layout().position();
        this.slot = decoder.layout().slot();
        this.here = new int[capacity * decoder.slots()];
        this.told =
                heads == null ? null : new Rows(capacity, channels + (heads.slots() - 1) * decoder.functionsOfToken());
        boolean scanned = heads != null && heads.scans();
        this.sequences = scanned ? new int[capacity * slot.length] : null;
        this.scans = scanned ? new float[capacity * TokenScans.TERMS * decoder.coefficients()] : null;
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
        token = 0;
        Arrays.fill(here, NONE);
        return this;
    }

    int capacity() {
        return capacity;
    }

    /** Puts a sequence in the place of another; both then go on by themselves. */
    void copy(int from, int to) {
        memory.forEach(layer -> layer.copy(from, to, length));
        System.arraycopy(here, from * decoder.slots(), here, to * decoder.slots(), decoder.slots());
        System.arraycopy(normed.values, from * normed.width, normed.values, to * normed.width, normed.width);
        if (sequences != null) {
            System.arraycopy(sequences, from * slot.length, sequences, to * slot.length, token);
        }
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
        if (decoder.slots() == 0) {
            float[] next = decoder.network().logits(tokens, this).values;
            length++;
            return next;
        }
        if (token > 0) {
            for (int row = 0; row < rows; row++) {
                here[row * decoder.slots() + slot[token - 1]] = tokens[row];
                if (sequences != null) {
                    sequences[row * slot.length + token - 1] = tokens[row];
                }
            }
        }
        if (token == 0 || position[token] != position[token - 1]) {
            decoder.network().hidden(here, this);
            Arrays.fill(here, NONE);
            length++;
        }
        tell(slot[token]);
        if (scans != null && slot[token] == decoder.slots() - 1) {
            scan();
        }
        return decoder.network().logits(slot[token++], told, this).values;
    }

    /** Asks for the energies of the next token, a soft torsion. */
    private void scan() {
        TokenScans energies = decoder.layout().scans();
        int size = TokenScans.TERMS * decoder.coefficients();
        if (!energies.at(token)) {
            Arrays.fill(scans, 0);
            return;
        }
        for (int row = 0; row < rows; row++) {
            ScanCoefficients.of(
                    energies.of(sequences, row * slot.length, token), decoder.coefficients(), scans, row * size);
        }
    }

    /** Puts the hidden vectors beside the functions of the tokens before a slot. */
    private void tell(int of) {
        int size = decoder.functionsOfToken();
        for (int row = 0; row < rows; row++) {
            int at = row * told.width;
            System.arraycopy(normed.values, row * normed.width, told.values, at, channels);
            for (int s = 0; s < of; s++) {
                int from = at + channels + s * size;
                int bin = here[row * decoder.slots() + s];
                if (bin == NONE) {
                    Arrays.fill(told.values, from, from + size, 0);
                } else {
                    System.arraycopy(decoder.functions(), bin * size, told.values, from, size);
                }
            }
        }
    }

    // ---- the kernels

    @Override
    public Rows embed(int[] tokens) {
        if (decoder.slots() > 0) {
            return embedSlots(tokens);
        }
        for (int row = 0; row < rows; row++) {
            int at = tokens[row] * channels;
            int place = length * channels;
            for (int c = 0; c < channels; c++) {
                stream.values[row * stream.width + c] = decoder.tokens()[at + c] + decoder.places()[place + c];
            }
        }
        return stream;
    }

    /** @param tokens of all slots, [R][S] */
    private Rows embedSlots(int[] tokens) {
        int bins = decoder.config().bins();
        for (int row = 0; row < rows; row++) {
            int to = row * stream.width;
            System.arraycopy(decoder.places(), length * channels, stream.values, to, channels);
            for (int s = 0; s < decoder.slots(); s++) {
                int bin = tokens[row * decoder.slots() + s];
                int from = (s * bins + bin) * channels;
                for (int c = 0; bin != NONE && c < channels; c++) {
                    stream.values[to + c] += decoder.tokens()[from + c];
                }
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
    public Rows silu(Rows x) {
        Activation.silu(x.values, rows * x.width);
        return x;
    }

    @Override
    public Rows gelu(Rows x) {
        Activation.gelu(x.values, rows * x.width);
        return x;
    }

    @Override
    public Rows plusScans(Rows coefficients, Rows factors) {
        int size = decoder.coefficients();
        for (int row = 0; row < rows; row++) {
            for (int term = 0; term < TokenScans.TERMS; term++) {
                float factor = factors.values[row * factors.width + term];
                int from = (row * TokenScans.TERMS + term) * size;
                for (int k = 0; k < size; k++) {
                    coefficients.values[row * coefficients.width + k] += factor * scans[from + k];
                }
            }
        }
        return coefficients;
    }

    @Override
    public Rows bins(Rows coefficients) {
        return set(coefficients, decoder.table(), logits);
    }

    @Override
    public Rows logits(Rows hidden) {
        return set(hidden, decoder.table(), logits);
    }
}
