package org.arbolt.model.coordinates;

/**
 * What a model is told of some tokens before it draws them: terms of their logits, at places of their grids. A scan is
 * a function of the tokens before its own, so that the density stays exact whatever it says. Thread safe.
 */
public interface TokenScans {
    /** Number of terms. */
    int TERMS = 2;

    /** Places of a scan: at (p + ½)/{@value} of the grid from its lower end. */
    int PLACES = 48;

    /** Whether a token has a scan that says anything; it must be of the last slot. */
    boolean at(int token);

    /**
     * The scan of a token that has one.
     *
     * @param tokens sequences of tokens; those before {@code token} are read
     * @param offset where the sequence begins
     * @return [{@value #TERMS}][{@value #PLACES}], each to be multiplied by a factor and added to the logits
     */
    float[][] of(int[] tokens, int offset, int token);
}
