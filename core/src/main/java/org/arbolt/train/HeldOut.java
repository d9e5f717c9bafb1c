package org.arbolt.train;

import java.util.Arrays;
import org.arbolt.math.Seed;
import org.arbolt.tensor.GradientMode;
import org.arbolt.tensor.Tensor;
import org.arbolt.tensor.TensorScope;

/** Examples kept out of training, tokenised once, on which the loss is measured. */
public final class HeldOut {
  private final int[] tokens; // [example][T], those on the grid
  private final int width;
  private final int outside;

  /**
   * @param examples what to measure on
   * @param most measure on the first so many only
   * @param seed decides how they are turned
   */
  public HeldOut(Examples examples, int most, Seed seed) {
    width = examples.tokens();
    int count = Math.min(most, examples.count());
    int[] all = new int[Math.multiplyExact(count, width)];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (examples.draw(i, seed.stream("held out", i), all, kept * width)) {
        kept++;
      }
    }
    if (kept == 0) {
      throw new IllegalArgumentException("none of " + count + " held-out examples lies on the grid");
    }
    tokens = Arrays.copyOf(all, kept * width);
    outside = count - kept;
  }

  /** How many examples lie outside the grid: their density is zero, and the loss leaves them out. */
  public int outside() {
    return outside;
  }

  /** Mean loss per token, nats, over the examples on the grid. */
  public double loss(Objective objective, int batch) {
    int count = tokens.length / width;
    double sum = 0;
    try (var _ = GradientMode.off()) {
      for (int i = 0; i < count; i += batch) {
        int n = Math.min(batch, count - i);
        try (var _ = TensorScope.open()) {
          int[] part = Arrays.copyOfRange(tokens, i * width, (i + n) * width);
          sum += n * objective.loss(Tensor.of(part, n, width));
        }
      }
    }
    return sum / count;
  }
}
