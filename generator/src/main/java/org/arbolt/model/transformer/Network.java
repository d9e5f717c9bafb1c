package org.arbolt.model.transformer;

import java.util.List;

/**
 * The transformer from tokens to logits, written once for every {@link Arithmetic}: libtorch's tensors in training,
 * libtorch's one position at a time on a device, vector kernels over arrays.
 *
 * <p>Shape letters: B batch, T token (position), A atom, C channel, H head, D = C/H, F hidden, V bin. One position at a
 * time T is 1. Absent parts are null.
 *
 * @param globalQuery query of the input to the atoms; null without
 * @param globalOut null without
 * @param inputNorm may be null
 * @param heads of the slots, where several tokens share a position; else empty
 * @param <L> layers x·wᵀ + b
 * @param <N> norms
 */
public record Network<L, N>(
        L globalQuery, L globalOut, N inputNorm, List<Block<L, N>> blocks, N finalNorm, List<Head<L>> heads) {

    /** @param cross may be null */
    public record Block<L, N>(N norm1, L qkv, L out, Cross<L, N> cross, N norm2, FeedForward<L> feedForward) {}

    /**
     * Attention to the atoms; what they are is the arithmetic's.
     *
     * @param queryNorm may be null
     */
    public record Cross<L, N>(N norm, L query, N queryNorm, L out) {}

    /** @param gate null for GELU */
    public record FeedForward<L>(L gate, L up, L down) {}

    /**
     * Logits of the next token at every position.
     *
     * @param tokens of the coordinate before each, 0 at the first, [B, T]
     */
    public <I, X> X logits(I tokens, Arithmetic<I, X, L, N> on) {
        return on.logits(hidden(tokens, on)); // [B, T, V]
    }

    /** See {@link org.arbolt.model.transformer.Head}. @param scans null without */
    public record Head<L>(L in, L out, L scans) {}

    /**
     * Logits of the tokens of a slot.
     *
     * @param told the position's hidden vector and the functions of the tokens before it there, [n, C + s·K′]
     */
    public <I, X> X logits(int slot, X told, Arithmetic<I, X, L, N> on) {
        return on.bins(coefficients(slot, told, on)); // [n, V]
    }

    /** Of the smooth functions of the bin, of which these logits are made, [n, K]. */
    public <I, X> X coefficients(int slot, X told, Arithmetic<I, X, L, N> on) {
        Head<L> head = heads.get(slot);
        X x = on.product(on.silu(on.product(told, head.in)), head.out); // [n, K]
        return head.scans == null ? x : on.plusScans(x, on.product(told, head.scans)); // [n, K]
    }

    /** What is compared with the output table, or read by the heads, [B, T, C]. */
    public <I, X> X hidden(I tokens, Arithmetic<I, X, L, N> on) {
        X x = on.embed(tokens); // token + place + kind + atom, [B, T, C]
        if (globalQuery != null) {
            X query = on.product(x, globalQuery); // [B, T, C]
            x = on.plus(x, on.attendToAtoms(query), globalOut); // [B, T, C]
        }
        on.beginStream(inputNorm == null ? x : on.norm(x, inputNorm)); // the residual stream, [B, T, C]
        for (int layer = 0; layer < blocks.size(); layer++) {
            Block<L, N> block = blocks.get(layer);
            X qkv = on.product(on.norm(block.norm1), block.qkv); // [B, T, 3C], heads of D contiguous
            X mixed = on.attend(layer, qkv); // softmax(q·kᵀ/√D)·v over itself and the past, [B, T, C]
            on.add(mixed, block.out); // [B, T, C]
            if (block.cross != null) {
                on.add(cross(layer, block.cross, on), block.cross.out); // [B, T, C]
            }
            on.add(feedForward(block, on), block.feedForward.down); // [B, T, C]
        }
        return on.norm(finalNorm); // [B, T, C]
    }

    private <I, X> X cross(int layer, Cross<L, N> cross, Arithmetic<I, X, L, N> on) {
        X query = on.product(on.norm(cross.norm), cross.query); // [B, T, C]
        X normed = cross.queryNorm == null ? query : on.norm(query, cross.queryNorm); // over C or each D, [B, T, C]
        return on.attendToAtoms(layer, normed); // softmax(q·kᵀ/√D)·v over A, [B, T, C]
    }

    private <I, X> X feedForward(Block<L, N> block, Arithmetic<I, X, L, N> on) {
        FeedForward<L> layer = block.feedForward;
        X x = on.norm(block.norm2); // [B, T, C]
        X up = on.product(x, layer.up); // [B, T, F]
        return layer.gate == null ? on.gelu(up) : on.swiglu(on.product(x, layer.gate), up); // [B, T, F]
    }
}
