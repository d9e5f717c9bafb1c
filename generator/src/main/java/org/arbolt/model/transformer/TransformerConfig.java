package org.arbolt.model.transformer;

/**
 * Shape of a {@link Transformer}.
 *
 * @param layers number of blocks, 1 … 64
 * @param channels width C, a multiple of the heads, 8 … 4096
 * @param heads attention heads H
 * @param bins V, 2 … 2^16
 * @param positions largest number of tokens T of a sequence, 1 … 2^14
 * @param atoms number of rows of the atom embedding, at least the atoms of the molecule
 * @param kinds number of rows of the embedding of kinds of coordinate
 * @param design which of the published variants it is
 */
public record TransformerConfig(
        int layers, int channels, int heads, int bins, int positions, int atoms, int kinds, TransformerVariant design) {

    public TransformerConfig {
        range("layers", layers, 1, 64);
        range("channels", channels, 8, 4096);
        range("heads", heads, 1, channels);
        range("bins", bins, 2, 1 << 16);
        range("positions", positions, 1, 1 << 14);
        range("atoms", atoms, 1, 1 << 14);
        range("kinds", kinds, 1, 64);
        if (design == null) {
            throw new IllegalArgumentException("a network has a design");
        }
        if (channels % heads != 0 || channels % 2 != 0) {
            throw new IllegalArgumentException(
                    "channels must be even and a multiple of the heads, were " + channels + " for " + heads + " heads");
        }
    }

    /** The network for a single molecule. */
    public TransformerConfig(int layers, int channels, int heads, int bins, int positions, int atoms, int kinds) {
        this(layers, channels, heads, bins, positions, atoms, kinds, TransformerVariant.SINGLE);
    }

    /** Width F of the feed-forward layers. */
    public int hidden() {
        if (design.hidden() != 0) {
            return design.hidden();
        }
        return design.feedForward() == TransformerVariant.FeedForward.SWIGLU ? 2 * 4 * channels / 3 : 4 * channels;
    }

    /** Channels D of one head. */
    public int headChannels() {
        return channels / heads;
    }

    static void range(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " must be between " + least + " and " + most + ", was " + value);
        }
    }
}
