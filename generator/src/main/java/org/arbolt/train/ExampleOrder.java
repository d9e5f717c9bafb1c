package org.arbolt.train;

import java.util.stream.IntStream;
import org.arbolt.math.Seed;

/**
 * The endless sequence of examples that a run sees, epoch after epoch, each of them once in every epoch. What stands at
 * a place follows from the seed and the place alone, but is told fastest near the places asked for before. Not thread
 * safe.
 */
public interface ExampleOrder {

    /** The example at a place, from 0. */
    int example(long place);

    /** A random order of all examples in every epoch. */
    static ExampleOrder shuffled(int count, Seed seed) {
        long[] epochs = {-1, -1}; // an even and an odd one: a batch may straddle two
        int[][] orders = new int[2][]; // of the examples in those epochs
        return place -> {
            long epoch = place / count;
            int slot = (int) (epoch & 1);
            if (epoch != epochs[slot]) {
                orders[slot] = seed.stream("order", epoch)
                        .shuffle(IntStream.range(0, count).toArray());
                epochs[slot] = epoch;
            }
            return orders[slot][(int) (place % count)];
        };
    }
}
