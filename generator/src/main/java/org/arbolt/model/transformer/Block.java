package org.arbolt.model.transformer;

import org.arbolt.tensor.Tensor;

/**
 * The weights of one block of the network.
 *
 * @param qkv rows: q, k, v, each head after head, [3C, C]
 * @param attentionOut [C, C]
 * @param cross attention to the atoms; may be null
 */
public record Block(
        Parameters.Norm norm1,
        Tensor qkv,
        Tensor attentionOut,
        CrossAttention cross,
        Parameters.Norm norm2,
        FeedForward feedForward) {

    /**
     * Attention to the atoms; norms of queries and keys and the gate may be null.
     *
     * @param kv rows: k, then v
     */
    public record CrossAttention(
            Parameters.Norm norm,
            Parameters.Linear q,
            Parameters.Linear kv,
            Parameters.Linear out,
            Parameters.Norm qNorm,
            Parameters.Norm kNorm,
            Tensor gate) {

        private static CrossAttention of(Parameters parameters, TransformerConfig config, String prefix) {
            TransformerVariant.Cross design = config.design().cross();
            int c = config.channels();
            String name = prefix + "cross_attn.";
            boolean none = design.norms() == TransformerVariant.QueryKeyNorm.NONE;
            int width = design.norms() == TransformerVariant.QueryKeyNorm.HEAD ? config.headChannels() : c;
            return new CrossAttention(
                    parameters.norm(prefix + "norm_cross", c, config.design().norm()),
                    parameters.linear(name + "q_proj", c, c, design.bias()),
                    parameters.linear(name + "kv_proj", c, 2L * c, design.bias()),
                    parameters.linear(name + "out_proj", c, c, design.bias()),
                    none ? null : parameters.norm(name + "q_norm", width, design.norm()),
                    none ? null : parameters.norm(name + "k_norm", width, design.norm()),
                    design.gates() == 0 ? null : parameters.tensor(prefix + "cross_attn_gate", design.gates()));
        }
    }

    /** Either SwiGLU, with a gate, or GELU without. */
    public record FeedForward(Parameters.Linear gate, Parameters.Linear up, Parameters.Linear down) {

        private static FeedForward of(Parameters parameters, TransformerConfig config, String prefix) {
            int c = config.channels();
            int f = config.hidden();
            return switch (config.design().feedForward()) {
                case SWIGLU ->
                    new FeedForward(
                            parameters.linear(prefix + "0.w1", c, f, false),
                            parameters.linear(prefix + "0.w2", c, f, false),
                            parameters.linear(prefix + "2", f, c, true));
                case GELU ->
                    new FeedForward(
                            null,
                            parameters.linear(prefix + "0", c, f, true),
                            parameters.linear(prefix + "3", f, c, true));
            };
        }
    }

    /** @param prefix of the names of its tensors, e.g. {@code blocks.3.} */
    static Block of(Parameters parameters, TransformerConfig config, String prefix) {
        int c = config.channels();
        TransformerVariant.Norm norm = config.design().norm();
        Parameters.Norm norm1 = parameters.norm(prefix + "norm1", c, norm);
        Tensor qkv = parameters.tensor(prefix + "attn.qkv.weight", 3L * c, c);
        Tensor out = parameters.tensor(prefix + "attn.out_proj.weight", c, c);
        CrossAttention cross = config.design().cross() == null ? null : CrossAttention.of(parameters, config, prefix);
        return new Block(
                norm1,
                qkv,
                out,
                cross,
                parameters.norm(prefix + "norm2", c, norm),
                FeedForward.of(parameters, config, prefix + "ff.net."));
    }
}
