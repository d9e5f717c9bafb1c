package org.arbolt.model.transformer;

import org.arbolt.SettingBounds;

/**
 * Shape of a {@link Transformer}.
 *
 * @param layers number of blocks; for its bounds and those of the next three see {@link NetworkSize}
 * @param channels width C
 * @param heads attention heads H
 * @param bins number of bins V
 * @param positions largest number of tokens T of a sequence, 1 … 2^14
 * @param atoms number of rows of the atom embedding, at least the atoms of the molecule, 1 … 2^14
 * @param kinds number of rows of the embedding of kinds of coordinate, 1 … 64
 * @param design which of the published variants it is
 */
public record TransformerConfig(
        int layers, int channels, int heads, int bins, int positions, int atoms, int kinds, TransformerVariant design) {

    public TransformerConfig {
        new NetworkSize(bins, layers, channels, heads, 0); // its bounds
        SettingBounds.between(1, 1 << 14, positions, "positions");
        SettingBounds.between(1, 1 << 14, atoms, "atoms");
        SettingBounds.between(1, 64, kinds, "kinds of coordinate");
        if (design == null) {
            throw new IllegalArgumentException("a network has a design");
        }
    }

    /** The network for a single molecule. */
    public TransformerConfig(int layers, int channels, int heads, int bins, int positions, int atoms, int kinds) {
        this(layers, channels, heads, bins, positions, atoms, kinds, TransformerVariant.SINGLE);
    }

    /** A network of a size. */
    public static TransformerConfig of(
            NetworkSize size, int positions, int atoms, int kinds, TransformerVariant design) {
        return new TransformerConfig(
                size.layers(), size.channels(), size.heads(), size.bins(), positions, atoms, kinds, design);
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
}
