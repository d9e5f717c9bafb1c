package org.arbolt.train;

import java.util.Arrays;
import org.arbolt.math.Seed;

/** Examples kept out of training, tokenised once, on which a model is judged. */
public final class HeldOut {
  private final Batch batch; // those on the grid
  private final int outside;

  /**
   * @param examples what to measure on
   * @param most measure on the first so many only
   * @param seed decides how they are turned
   */
  public HeldOut(Examples examples, int most, Seed seed) {
    int count = Math.min(most, examples.count());
    Batch all = Batch.of(count, examples.tokens());
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (examples.draw(i, seed.stream("held out", i), all, kept)) {
        kept++;
      }
    }
    if (kept == 0) {
      throw new IllegalArgumentException("none of " + count + " held-out examples lies on the grid");
    }
    batch = new Batch(Arrays.copyOf(all.tokens(), kept * examples.tokens()), Arrays.copyOf(all.logTarget(), kept));
    outside = count - kept;
  }

  /**
   * What a model makes of them.
   *
   * @param loss mean of −log P per token, nats
   * @param effectiveShare share of its samples that would be effective, as far as the held-out examples tell; NaN without energies
   */
  public record Score(double loss, double effectiveShare) {

    /** What makes one model better than another, the less the better: minus the share where it is known, else the loss. */
    double cost() {
      return Double.isNaN(effectiveShare) ? loss : -effectiveShare;
    }
  }

  /** How many examples lie outside the grid: their density is zero, and the score leaves them out. */
  public int outside() {
    return outside;
  }

  /** The score over the examples on the grid. */
  public Score score(Objective objective) {
    double[] logProbability = objective.logProbabilities(batch.tokens());
    double loss = -Arrays.stream(logProbability).sum() / batch.tokens().length;
    return new Score(loss, LogDispersion.effectiveShare(batch.logWeights(logProbability)));
  }
}
