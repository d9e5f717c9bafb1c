package org.arbolt.model.transformer;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The weights of one block of the network.
 *
 * @param qkv rows: q, k, v, each head after head, [3C, C]
 * @param attentionOut [C, C]
 * @param cross attention to the atoms; may be null
 * @param <W> what a weight is kept in
 */
public record Block<W>(
        Norm<W> norm1,
        Linear<W> qkv,
        Linear<W> attentionOut,
        CrossAttention<W> cross,
        Norm<W> norm2,
        FeedForward<W> feedForward) {

    /**
     * Attention to the atoms; norms of queries and keys and the gate may be null.
     *
     * @param kv rows: k, then v
     * @param gate g: what is added to the stream is tanh(g) times what comes out; one number or [C]
     */
    public record CrossAttention<W>(
            Norm<W> norm, Linear<W> q, Linear<W> kv, Linear<W> out, Norm<W> qNorm, Norm<W> kNorm, W gate) {

        private static <W> CrossAttention<W> of(ParameterSource<W> from, TransformerConfig config, String prefix) {
            TransformerVariant.Cross design = config.design().cross();
            int c = config.channels();
            String name = prefix + "cross_attn.";
            boolean none = design.norms() == TransformerVariant.QueryKeyNorm.NONE;
            int width = design.norms() == TransformerVariant.QueryKeyNorm.HEAD ? config.headChannels() : c;
            return new CrossAttention<>(
                    from.norm(prefix + "norm_cross", c, config.design().norm()),
                    from.linear(name + "q_proj", c, c, design.bias()),
                    from.linear(name + "kv_proj", c, 2L * c, design.bias()),
                    from.linear(name + "out_proj", c, c, design.bias()),
                    none ? null : from.norm(name + "q_norm", width, design.norm()),
                    none ? null : from.norm(name + "k_norm", width, design.norm()),
                    design.gates() == 0 ? null : from.learned(prefix + "cross_attn_gate", design.gates()));
        }
    }

    /** Either SwiGLU, with a gate, or GELU without. */
    public record FeedForward<W>(Linear<W> gate, Linear<W> up, Linear<W> down) {

        private static <W> FeedForward<W> of(ParameterSource<W> from, TransformerConfig config, String prefix) {
            int c = config.channels();
            int f = config.hidden();
            return switch (config.design().feedForward()) {
                case SWIGLU ->
                    new FeedForward<>(
                            from.linear(prefix + "0.w1", c, f, false),
                            from.linear(prefix + "0.w2", c, f, false),
                            from.linear(prefix + "2", f, c, true));
                case GELU ->
                    new FeedForward<>(
                            null, from.linear(prefix + "0", c, f, true), from.linear(prefix + "3", f, c, true));
            };
        }
    }

    /** @param prefix of the names of its tensors, e.g. {@code blocks.3.} */
    static <W> Block<W> of(ParameterSource<W> from, TransformerConfig config, String prefix) {
        int c = config.channels();
        TransformerVariant.Norm norm = config.design().norm();
        Norm<W> norm1 = from.norm(prefix + "norm1", c, norm);
        Linear<W> qkv = from.linear(prefix + "attn.qkv", c, 3L * c, false);
        Linear<W> out = from.linear(prefix + "attn.out_proj", c, c, false);
        CrossAttention<W> cross = config.design().cross() == null ? null : CrossAttention.of(from, config, prefix);
        return new Block<>(
                norm1,
                qkv,
                out,
                cross,
                from.norm(prefix + "norm2", c, norm),
                FeedForward.of(from, config, prefix + "ff.net."));
    }

    /** As {@link Network} wants it: the gate in the layer behind cross-attention. */
    <L, N> Network.Block<L, N> laidOut(BiFunction<Linear<W>, W, L> linear, Function<Norm<W>, N> norm) {
        return new Network.Block<>(
                norm.apply(norm1),
                linear.apply(qkv, null),
                linear.apply(attentionOut, null),
                cross == null
                        ? null
                        : new Network.Cross<>(
                                norm.apply(cross.norm),
                                linear.apply(cross.q, null),
                                cross.qNorm == null ? null : norm.apply(cross.qNorm),
                                linear.apply(cross.out, cross.gate)),
                norm.apply(norm2),
                new Network.FeedForward<>(
                        feedForward.gate == null ? null : linear.apply(feedForward.gate, null),
                        linear.apply(feedForward.up, null),
                        linear.apply(feedForward.down, null)));
    }
}
