package org.arbolt.model.transformer;

/**
 * The weights that make a vector [C] of what an atom is; and those of the attention to the vectors of all atoms,
 * PyTorch's MultiheadAttention, which may be null.
 *
 * @param types [atom types, C]
 * @param residues [residue types, C]
 * @param globalIn rows: q, then k, then v, [3C, C]
 * @param <W> what a weight is kept in
 */
public record AtomEmbedding<W>(
        W types, W residues, Linear<W> first, Linear<W> second, Linear<W> globalIn, Linear<W> globalOut) {

    static <W> AtomEmbedding<W> of(ParameterSource<W> from, TransformerConfig config) {
        TransformerVariant.Conditioning design = config.design().conditioning();
        int c = config.channels();
        return new AtomEmbedding<>(
                from.learned("cond_embed.atom_embed.weight", design.atomTypes(), c),
                from.learned("cond_embed.residue_embed.weight", design.residueTypes(), c),
                from.linear("cond_embed.proj.0", 5L * c, c, true),
                from.linear("cond_embed.proj.2", c, c, true),
                !design.global()
                        ? null
                        : new Linear<>(
                                from.learned("global_cond_attn.in_proj_weight", 3L * c, c),
                                from.learned("global_cond_attn.in_proj_bias", 3L * c)),
                !design.global() ? null : from.linear("global_cond_attn.out_proj", c, c, true));
    }
}
