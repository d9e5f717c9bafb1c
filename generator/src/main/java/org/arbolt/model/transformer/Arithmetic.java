package org.arbolt.model.transformer;

/**
 * What {@link Network} computes with. Keeps the residual stream, to which the branches are added, and what attention
 * needs of earlier positions and of the atoms. A result may be overwritten by the next call that has one of its shape.
 *
 * @param <I> tokens
 * @param <X> numbers of every position, [B, T, some]
 * @param <L> layers x·wᵀ + b
 * @param <N> norms
 */
public interface Arithmetic<I, X, L, N> {

    /** Token (or the tokens of all slots of the position before) + place + kind + atom, [B, T, C]. */
    X embed(I tokens);

    /** The layer of x. */
    X product(X x, L layer);

    /** x + the layer of y, perhaps in place of x. */
    X plus(X x, X y, L layer);

    /** x normalised over as many channels at a time as the norm has weights, perhaps in place. */
    X norm(X x, N norm);

    /** Begins the residual stream with x, [B, T, C]. */
    void beginStream(X x);

    /** The stream as it is now, normalised, [B, T, C]. */
    X norm(N norm);

    /** Adds the layer of y to the stream. */
    void add(X y, L layer);

    /**
     * Attention of every position to itself and those before it, [B, T, C].
     *
     * @param qkv [B, T, 3C]
     */
    X attend(int layer, X qkv);

    /** Attention of the input to the atoms, [B, T, C]. */
    X attendToAtoms(X query);

    /** Attention of a layer to the atoms, [B, T, C]. */
    X attendToAtoms(int layer, X query);

    /** gate·σ(gate)·up, perhaps in place of the gate. */
    X swiglu(X gate, X up);

    /** x·σ(x), perhaps in place. */
    X silu(X x);

    /** x·Φ(x), perhaps in place. */
    X gelu(X x);

    /**
     * Coefficients with those of a soft torsion's scans, perhaps in place; as they are where there are none.
     *
     * @param coefficients [n, K]
     * @param factors of the scans' terms, [n, terms]
     */
    X plusScans(X coefficients, X factors);

    /** Logits from coefficients of the smooth functions of the bin, [n, K] to [n, V]. */
    X bins(X coefficients);

    /** The product of hidden vectors with every row of the output table. */
    X logits(X hidden);
}
