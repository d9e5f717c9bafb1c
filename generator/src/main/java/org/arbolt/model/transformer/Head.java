package org.arbolt.model.transformer;

import org.arbolt.model.coordinates.TokenScans;

/**
 * What makes the tokens of one slot: silu([h | φ(k₁) … φ(k_s)]·inᵀ + b)·outᵀ are the coefficients of their logits in
 * the smooth functions of the bin.
 *
 * @param in [F, C + s·K′], of the hidden vector of the position and K′ functions of each token before it there
 * @param out [K, F]
 * @param scans [{@value org.arbolt.model.coordinates.TokenScans#TERMS}, C + s·K′], how much each term of a scan counts;
 *     null without scans
 * @param <W> what a weight is kept in
 */
public record Head<W>(Linear<W> in, Linear<W> out, Linear<W> scans) {

    static <W> Head<W> of(ParameterSource<W> from, TransformerConfig config, int frequencies, int slot) {
        TransformerVariant.Heads heads = config.design().heads();
        long told = config.channels() + (long) slot * SmoothBasis.size(heads.frequencies());
        String name = "heads." + slot + ".";
        return new Head<>(
                from.linear(name + "in", told, heads.hidden(), true),
                from.linear(name + "out", heads.hidden(), SmoothBasis.size(frequencies), false),
                heads.scans() && slot == heads.slots() - 1
                        ? from.linear(name + "scans", told, TokenScans.TERMS, false)
                        : null);
    }
}
