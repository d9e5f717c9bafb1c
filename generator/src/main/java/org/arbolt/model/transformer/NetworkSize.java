package org.arbolt.model.transformer;

import org.arbolt.SettingBounds;

/**
 * The numbers that a user chooses of a {@link Transformer}; the molecule gives the rest. The bounds of these numbers
 * stand here alone.
 *
 * @param bins number of bins V of each coordinate, 2 … 2^16
 * @param layers number of blocks, 1 … 64
 * @param channels width C, even and a multiple of the heads, 8 … 4096
 * @param heads attention heads H
 * @param frequencies of the smooth tables of bins, at most 512 and at most the bins; 0 for free tables as published
 */
public record NetworkSize(int bins, int layers, int channels, int heads, int frequencies) {
    private static final int MOST_FREQUENCIES = 512;

    public NetworkSize {
        SettingBounds.between(2, 1 << 16, bins, "bins");
        SettingBounds.between(1, 64, layers, "layers");
        SettingBounds.between(8, 4096, channels, "channels");
        SettingBounds.between(1, channels, heads, "heads");
        requireFrequencies(frequencies, bins);
        SettingBounds.require(
                channels % heads == 0 && channels % 2 == 0,
                "channels",
                "even and a multiple of the heads (" + heads + ")",
                channels);
    }

    /**
     * A variant for coordinates whose tokens share positions.
     *
     * @param slots S; 1 where every token is a position, which needs no heads where no energies are told
     * @param scans whether it is told energies before it draws a soft torsion
     */
    public TransformerVariant design(TransformerVariant variant, int slots, boolean scans) {
        if (slots == 1 && !scans) {
            return variant;
        }
        SettingBounds.require(frequencies > 0, "frequencies", "at least 1 with internal coordinates", frequencies);
        return variant.with(TransformerVariant.Heads.of(slots, channels).with(scans));
    }

    static void requireFrequencies(int frequencies, int bins) {
        SettingBounds.between(0, Math.min(MOST_FREQUENCIES, bins), frequencies, "frequencies");
    }
}
