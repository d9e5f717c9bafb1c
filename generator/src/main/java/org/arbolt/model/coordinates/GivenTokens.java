package org.arbolt.model.coordinates;

/** Tokens that are not drawn but follow from those before them: what a model is told of atoms that are held. */
public interface GivenTokens {

    /** Whether a token is one of them. */
    boolean isGiven(int token);

    /** A new sequence, of which nothing is known yet. */
    Sequence begin();

    /** A sequence that grows token by token. Not thread safe. */
    interface Sequence {

        /** The next token, one of those that are given. */
        int given();

        /** Goes on behind the next token. @param bin what it is */
        void append(int bin);
    }
}
