package org.arbolt.model.transformer;

/**
 * What makes the tokens of one slot: silu([h | φ(k₁) … φ(k_s)]·inᵀ + b)·outᵀ are the coefficients of their logits in
 * the smooth functions of the bin.
 *
 * @param in [F, C + s·K′], of the hidden vector of the position and K′ functions of each token before it there
 * @param out [K, F]
 * @param <W> what a weight is kept in
 */
public record Head<W>(Linear<W> in, Linear<W> out) {

    static <W> Head<W> of(ParameterSource<W> from, TransformerConfig config, int frequencies, int slot) {
        TransformerVariant.Heads heads = config.design().heads();
        long told = config.channels() + (long) slot * SmoothBasis.size(heads.frequencies());
        String name = "heads." + slot + ".";
        return new Head<>(
                from.linear(name + "in", told, heads.hidden(), true),
                from.linear(name + "out", heads.hidden(), SmoothBasis.size(frequencies), false));
    }
}
