package org.arbolt.model.transformer;

/**
 * What is added to maximum likelihood in a training step.
 *
 * @param dropout masks of the step
 * @param smoothing part of every token's probability that the loss spreads evenly over all bins
 * @param distillation how near another network is stayed
 * @param token weight of one token in the step's mean over all tokens, by which distillation is weighted
 */
public record LossTerms(Dropout dropout, double smoothing, Distillation distillation, double token) {
    /** Nothing. */
    public static final LossTerms PLAIN = new LossTerms(Dropout.NONE, 0, Distillation.NONE, 0);

    /** The same for a part of the step's batch, whose masks are its own. */
    LossTerms part(int number) {
        return new LossTerms(dropout.part(number), smoothing, distillation, token);
    }
}
