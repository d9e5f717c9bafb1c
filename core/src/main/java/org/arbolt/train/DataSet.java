package org.arbolt.train;

import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;

/**
 * The endless sequence of batches that a run sees: every epoch visits all examples in an order of its own. Which examples a
 * batch holds and how they are augmented depends on the seed and the number of the batch alone, so the number of batches seen
 * is all that a checkpoint must remember. Drawing takes about 1 % of a training step's time and is spread over the cores.
 */
public final class DataSet {
  /** Draws of one example before it is taken to lie outside the grid however it is turned. */
  private static final int TRIES = 100;

  private final Examples examples;
  private final int batch;
  private final Seed seed;
  private long orderEpoch = -1;
  private int[] order; // of the examples in epoch orderEpoch

  /**
   * @param examples what to learn from
   * @param batch examples per batch B
   * @param seed decides the order and the augmentation
   */
  public DataSet(Examples examples, int batch, Seed seed) {
    if (batch < 1 || examples.count() < 1) {
      throw new IllegalArgumentException("a data set needs examples and batches of at least one, had "
          + examples.count() + " and " + batch);
    }
    this.examples = examples;
    this.batch = batch;
    this.seed = seed;
  }

  public int batch() {
    return batch;
  }

  /**
   * A batch.
   *
   * @param number which one, from 0
   * @throws BadInput if an example lies outside the model's grid however it is turned
   */
  public Batch at(long number) {
    Batch drawn = Batch.of(batch, examples.tokens());
    long first = Math.multiplyExact(number, batch);
    int[] chosen = new int[batch];
    for (int i = 0; i < batch; i++) {
      chosen[i] = order((first + i) / examples.count())[(int) ((first + i) % examples.count())];
    }
    IntStream.range(0, batch).parallel().forEach(i -> {
      RandomStream random = seed.stream("augment", first + i);
      draw(examples, chosen[i], random, drawn, i);
    });
    return drawn;
  }

  private static void draw(Examples examples, int example, RandomStream random, Batch drawn, int row) {
    for (int i = 0; i < TRIES; i++) {
      if (examples.draw(example, random, drawn, row)) {
        return;
      }
    }
    throw new BadInput("training frame " + example + " lies outside the model's grid; remove it or widen the grid");
  }

  private int[] order(long epoch) {
    if (epoch != orderEpoch) {
      RandomStream random = seed.stream("order", epoch);
      order = IntStream.range(0, examples.count()).toArray();
      for (int i = order.length - 1; i > 0; i--) { // Fisher and Yates
        int j = random.nextInt(i + 1);
        int other = order[j];
        order[j] = order[i];
        order[i] = other;
      }
      orderEpoch = epoch;
    }
    return order;
  }
}
