package org.arbolt.model.transformer;

import org.arbolt.tensor.Tensor;

/**
 * The weights that make a vector [C] of what an atom is; and those of the attention to the vectors of all atoms,
 * PyTorch's MultiheadAttention, which may be null.
 *
 * @param types [atom types, C]
 * @param residues [residue types, C]
 * @param globalIn rows: q, then k, then v
 */
public record AtomEmbedding(
        Tensor types,
        Tensor residues,
        Parameters.Linear first,
        Parameters.Linear second,
        Parameters.Linear globalIn,
        Parameters.Linear globalOut) {

    static AtomEmbedding of(Parameters parameters, TransformerConfig config) {
        TransformerVariant.Conditioning design = config.design().conditioning();
        int c = config.channels();
        return new AtomEmbedding(
                parameters.tensor("cond_embed.atom_embed.weight", design.atomTypes(), c),
                parameters.tensor("cond_embed.residue_embed.weight", design.residueTypes(), c),
                parameters.linear("cond_embed.proj.0", 5L * c, c, true),
                parameters.linear("cond_embed.proj.2", c, c, true),
                !design.global()
                        ? null
                        : new Parameters.Linear(
                                parameters.tensor("global_cond_attn.in_proj_weight", 3L * c, c),
                                parameters.tensor("global_cond_attn.in_proj_bias", 3L * c)),
                !design.global() ? null : parameters.linear("global_cond_attn.out_proj", c, c, true));
    }
}
