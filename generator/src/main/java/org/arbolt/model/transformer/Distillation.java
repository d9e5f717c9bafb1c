package org.arbolt.model.transformer;

/**
 * Keeps a network near another one while it learns (Hinton, Vinyals, Dean, arXiv 1503.02531): adds, for every token of
 * the training sequences, factor · KL(teacher's distribution of the token ‖ the network's), both given the tokens
 * before it, to the loss.
 *
 * @param teacher a network of the same positions and bins, which does not change; null without a factor
 * @param factor β ≥ 0
 */
public record Distillation(Transformer teacher, double factor) {
    /** Learning from the sequences alone. */
    public static final Distillation NONE = new Distillation(null, 0);

    public Distillation {
        if (!(factor >= 0) || Double.isInfinite(factor) || factor > 0 && teacher == null) {
            throw new IllegalArgumentException("distillation needs a factor >= 0 and with it a teacher, had " + factor);
        }
    }

    boolean wanted() {
        return factor > 0;
    }
}
