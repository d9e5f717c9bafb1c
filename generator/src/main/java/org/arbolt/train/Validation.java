package org.arbolt.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.math.Seed;

/** Examples kept out of training, tokenised once, on which a model is judged. */
public final class Validation {
    private final Batch batch; // those on the grid
    private final int molecules;

    /**
     * @param examples what to measure on
     * @param most measure on so many at most, evenly spread
     * @param seed decides how they are turned
     */
    public Validation(Examples examples, int most, Seed seed) {
        int count = Math.min(most, examples.count());
        Batch all = Batch.of(count, examples.tokens());
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int example = (int) ((long) i * examples.count() / count);
            if (examples.draw(example, seed.stream("held out", i), all, kept)) {
                kept++;
            }
        }
        if (kept == 0) {
            throw new BadInput("none of " + count
                    + " held-out frames lies on the model's grid; give equilibrium frames of its molecule");
        }
        batch = all.first(kept);
        molecules = examples.molecules();
    }

    /**
     * What a model makes of them.
     *
     * @param loss mean of −log P per token, nats
     * @param effectiveShare share of its samples that would be effective by their raw weights, as far as the held-out
     *     examples tell; NaN without energies
     */
    public record Score(double loss, double effectiveShare) {}

    /** The score over the examples on the grid; the effective share is the mean over the molecules. */
    public Score score(Objective objective) {
        double[] logProbability = objective.logProbabilities(batch);
        double loss = -Arrays.stream(logProbability).sum() / batch.counted();
        double[] logWeights = batch.logWeights(logProbability);
        double share = IntStream.range(0, molecules)
                .mapToObj(m -> of(m, logWeights))
                .filter(l -> l.length > 0)
                .mapToDouble(LogVarianceLoss::effectiveShare)
                .average()
                .orElse(Double.NaN);
        return new Score(loss, share);
    }

    private double[] of(int molecule, double[] logWeights) {
        return IntStream.range(0, logWeights.length)
                .filter(b -> batch.molecule()[b] == molecule)
                .mapToDouble(b -> logWeights[b])
                .toArray();
    }
}
