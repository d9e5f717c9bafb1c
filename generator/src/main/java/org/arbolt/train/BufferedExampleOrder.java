package org.arbolt.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.math.Seed;

/**
 * An order for examples that are read in pieces: in every epoch the pieces come in a random order, as many at a time as
 * fit a buffer, and the examples of those are shuffled. So no more than a buffer's worth of pieces is in use at a time,
 * or three at the end of an epoch, whose last buffer may be nearly empty. Equals a full shuffle where all fits the
 * buffer.
 */
final class BufferedExampleOrder implements ExampleOrder {
    private static final int KEPT = 4; // buffers' orders

    private final int[] start; // first example of every piece, and behind the last
    private final int buffer;
    private final Seed seed;
    private final Epoch[] epochs = new Epoch[2]; // an even and an odd one
    private final Map<Long, int[]> contents =
            new LinkedHashMap<>(); // shuffled examples of buffers, by the place of their first

    /**
     * How an epoch is cut.
     *
     * @param number which epoch
     * @param pieces in the order in which they come
     * @param cut numbers of the pieces that each buffer begins with, and behind the last
     * @param first examples of the epoch before each buffer, and in all
     */
    private record Epoch(long number, int[] pieces, int[] cut, int[] first) {}

    /**
     * @param start first example of every piece, and the number of examples
     * @param buffer examples in a buffer, at least as many as the largest piece has
     */
    BufferedExampleOrder(int[] start, int buffer, Seed seed) {
        this.start = start.clone();
        this.buffer = buffer;
        this.seed = seed;
    }

    private int count() {
        return start[start.length - 1];
    }

    private int size(int piece) {
        return start[piece + 1] - start[piece];
    }

    @Override
    public int example(long place) {
        Epoch epoch = epoch(place / count());
        int within = (int) (place % count());
        int found = Arrays.binarySearch(epoch.first, within);
        int which = found >= 0 ? found : -found - 2;
        return contents(epoch, which)[within - epoch.first[which]];
    }

    private Epoch epoch(long number) {
        int slot = (int) (number & 1);
        if (epochs[slot] == null || epochs[slot].number != number) {
            epochs[slot] = cut(number);
        }
        return epochs[slot];
    }

    private Epoch cut(long number) {
        int[] pieces = seed.stream("pieces", number)
                .shuffle(IntStream.range(0, start.length - 1).toArray());
        int[] cut = new int[pieces.length + 1];
        int[] first = new int[pieces.length + 1];
        int buffers = 0;
        int examples = 0;
        for (int i = 0; i < pieces.length; i++) {
            if (examples + size(pieces[i]) - first[buffers] > buffer) {
                cut[++buffers] = i;
                first[buffers] = examples;
            }
            examples += size(pieces[i]);
        }
        cut[++buffers] = pieces.length;
        first[buffers] = examples;
        return new Epoch(number, pieces, Arrays.copyOf(cut, buffers + 1), Arrays.copyOf(first, buffers + 1));
    }

    private int[] contents(Epoch epoch, int which) {
        long key = epoch.number * count() + epoch.first[which];
        int[] known = contents.get(key);
        if (known == null) {
            if (contents.size() == KEPT) {
                contents.remove(contents.keySet().iterator().next()); // the oldest
            }
            known = seed.stream("order", key).shuffle(examples(epoch, which));
            contents.put(key, known);
        }
        return known;
    }

    private int[] examples(Epoch epoch, int which) {
        return Arrays.stream(epoch.pieces, epoch.cut[which], epoch.cut[which + 1])
                .flatMap(piece -> IntStream.range(start[piece], start[piece + 1]))
                .toArray();
    }
}
