package org.arbolt.model.transformer;

import org.arbolt.SettingBounds;

/**
 * Which of the published network's variants a {@link Transformer} is (arXiv 2606.27361 and its code). Absent parts are
 * null.
 *
 * @param feedForward the layer that follows attention in a block
 * @param hidden its width F; 0 for the usual one of its kind
 * @param norm the norm before every branch and at the end
 * @param places where the embedding of positions comes from
 * @param tokens how a token enters
 * @param inputNorm whether the sum of embeddings is normalised before the first block
 * @param conditioning how the network is told what the atoms are
 * @param cross attention of every block to the atoms' vectors; needs conditioning
 * @param heads what makes several tokens of one position; null where every token has a position of its own, as
 *     published
 */
public record TransformerVariant(
        FeedForward feedForward,
        int hidden,
        Norm norm,
        Places places,
        TokenInput tokens,
        boolean inputNorm,
        Conditioning conditioning,
        Cross cross,
        Heads heads) {

    /** As published, every token a position of its own. */
    public TransformerVariant(
            FeedForward feedForward,
            int hidden,
            Norm norm,
            Places places,
            TokenInput tokens,
            boolean inputNorm,
            Conditioning conditioning,
            Cross cross) {
        this(feedForward, hidden, norm, places, tokens, inputNorm, conditioning, cross, null);
    }

    /** The network for a single molecule. */
    public static final TransformerVariant SINGLE = new TransformerVariant(
            FeedForward.SWIGLU, 0, Norm.RMS, Places.SINUSOIDAL, TokenInput.EMBEDDING, false, null, null);

    /** The transferable network: told what each atom is, with attention over all atoms at its input. */
    public static final TransformerVariant TRANSFERABLE = SINGLE.with(Conditioning.of(AtomLabels.Vocabulary.TEMPLATES));

    /** Kinds of feed-forward layer. */
    public enum FeedForward {
        /** (silu(x·W₁ᵀ) ⊙ x·W₂ᵀ)·W₃ᵀ + b (Shazeer, arXiv 2002.05202); F = ⌊8C/3⌋. */
        SWIGLU,
        /** gelu(x·W₁ᵀ + b₁)·W₂ᵀ + b₂ with the exact gelu (Hendrycks, Gimpel, arXiv 1606.08415); F = 4C. */
        GELU
    }

    /** Kinds of norm. */
    public enum Norm {
        /** x / √(mean x² + 1e-6) · w (Zhang, Sennrich, arXiv 1910.07467). */
        RMS,
        /** (x − mean x) / √(var x + 1e-5) · w + b (Ba et al., arXiv 1607.06450). */
        LAYER
    }

    /** Embeddings of positions. */
    public enum Places {
        /** Computed: even columns sin, odd cos, base 10000 (Vaswani et al., arXiv 1706.03762, §3.5). */
        SINUSOIDAL,
        /** The same table as a checkpoint holds it, not learned. */
        TABLE,
        /** Learned. */
        LEARNED
    }

    /** Ways in for a token. */
    public enum TokenInput {
        /** A row of a table [V, C]. */
        EMBEDDING,
        /** A linear layer [C, V] over the token as a one-hot vector. */
        ONE_HOT,
        /** The same with a bias [C]. */
        ONE_HOT_BIAS
    }

    /**
     * @param atomTypes rows of the embedding of atom types
     * @param residueTypes rows of the embedding of residue types
     * @param global whether the sum at the input attends to the vectors of all atoms
     * @param vocabulary what the rows are of; the published one where a file does not say
     */
    public record Conditioning(int atomTypes, int residueTypes, boolean global, AtomLabels.Vocabulary vocabulary) {

        /** With attention over all atoms at the input. */
        static Conditioning of(AtomLabels.Vocabulary vocabulary) {
            return new Conditioning(vocabulary.atomTypes(), vocabulary.residueTypes(), true, vocabulary);
        }

        /** As published. */
        public Conditioning(int atomTypes, int residueTypes, boolean global) {
            this(atomTypes, residueTypes, global, AtomLabels.Vocabulary.PUBLISHED);
        }

        public Conditioning {
            vocabulary = vocabulary == null ? AtomLabels.Vocabulary.PUBLISHED : vocabulary;
            SettingBounds.between(1, 1 << 12, atomTypes, "atom types");
            SettingBounds.between(1, 1 << 12, residueTypes, "residue types");
        }
    }

    /**
     * @param bias whether its linear layers have biases
     * @param norms norms of queries and keys
     * @param norm the kind of those norms
     * @param gates numbers whose tanh its result is multiplied by: 0 (no gate), 1, or C
     */
    public record Cross(boolean bias, QueryKeyNorm norms, Norm norm, int gates) {}

    /**
     * A small network of its own for every slot: from the hidden vector of a position and the tokens before it there to
     * the logits of a token.
     *
     * @param slots S
     * @param hidden width F of its one hidden layer
     * @param frequencies of the smooth functions of the bin by which it, and the trunk, are told tokens
     * @param scans whether soft torsions' logits have energies among their terms ({@link
     *     org.arbolt.model.coordinates.TokenScans})
     */
    public record Heads(int slots, int hidden, int frequencies, boolean scans) {
        private static final int FREQUENCIES = 16; // a tenth of a stiff grid, a sixteenth of a turn

        /** The usual ones of a network of width C: F = 2C. */
        public static Heads of(int slots, int channels) {
            return new Heads(slots, 2 * channels, FREQUENCIES, false);
        }

        /** The same with energies among the terms of soft torsions' logits, or without. */
        public Heads with(boolean told) {
            return new Heads(slots, hidden, frequencies, told);
        }

        public Heads {
            SettingBounds.between(1, 64, slots, "slots");
            SettingBounds.between(1, 1 << 13, hidden, "hidden width of the heads");
            SettingBounds.between(1, 512, frequencies, "frequencies of the heads");
        }
    }

    /** What the norms of queries and keys in cross-attention extend over. */
    public enum QueryKeyNorm {
        NONE,
        /** The D channels of each head. */
        HEAD,
        /** All C channels, before they are split into heads. */
        CHANNELS
    }

    public TransformerVariant {
        if (cross != null && conditioning == null) {
            throw new IllegalArgumentException("cross-attention needs conditioning, there was none");
        }
        if (heads != null && tokens != TokenInput.EMBEDDING) {
            throw new IllegalArgumentException("with heads, tokens enter by smooth functions of the bin");
        }
        if (hidden != 0) {
            SettingBounds.between(1, 1 << 15, hidden, "hidden width");
        }
    }

    public TransformerVariant with(FeedForward other) {
        return new TransformerVariant(other, hidden, norm, places, tokens, inputNorm, conditioning, cross, heads);
    }

    public TransformerVariant with(Norm other) {
        return new TransformerVariant(
                feedForward, hidden, other, places, tokens, inputNorm, conditioning, cross, heads);
    }

    public TransformerVariant with(Places other) {
        return new TransformerVariant(feedForward, hidden, norm, other, tokens, inputNorm, conditioning, cross, heads);
    }

    public TransformerVariant with(TokenInput other) {
        return new TransformerVariant(feedForward, hidden, norm, places, other, inputNorm, conditioning, cross, heads);
    }

    public TransformerVariant with(Conditioning other) {
        return new TransformerVariant(feedForward, hidden, norm, places, tokens, inputNorm, other, cross, heads);
    }

    public TransformerVariant with(Cross other) {
        return new TransformerVariant(feedForward, hidden, norm, places, tokens, inputNorm, conditioning, other, heads);
    }

    public TransformerVariant with(Heads other) {
        return new TransformerVariant(feedForward, hidden, norm, places, tokens, inputNorm, conditioning, cross, other);
    }
}
