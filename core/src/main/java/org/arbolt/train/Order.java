package org.arbolt.train;

import java.util.stream.IntStream;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;

/**
 * The endless sequence of examples that a run sees, epoch after epoch, each of them once in every epoch. What stands at a place
 * follows from the seed and the place alone, but is told fastest near the places asked for before. Not thread safe.
 */
public interface Order {

  /** The example at a place, from 0. */
  int example(long place);

  /** A random order of all examples in every epoch. */
  static Order shuffled(int count, Seed seed) {
    long[] epochs = {-1, -1}; // an even and an odd one: a batch may straddle two
    int[][] orders = new int[2][]; // of the examples in those epochs
    return place -> {
      long epoch = place / count;
      int slot = (int) (epoch & 1);
      if (epoch != epochs[slot]) {
        orders[slot] = shuffle(IntStream.range(0, count).toArray(), seed.stream("order", epoch));
        epochs[slot] = epoch;
      }
      return orders[slot][(int) (place % count)];
    };
  }

  /** The same numbers in random order (Fisher and Yates); changes and returns the array. */
  static int[] shuffle(int[] numbers, RandomStream random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = numbers[j];
      numbers[j] = numbers[i];
      numbers[i] = other;
    }
    return numbers;
  }
}
