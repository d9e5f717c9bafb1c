package org.arbolt.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;

/**
 * The endless sequence of batches that a run sees: every epoch visits all examples in an order of its own. Where they
 * differ in length, {@value #BUCKET} batches' worth of examples at a time are sorted by length before they are cut into
 * batches, and those batches are shuffled, so that little of a batch is padding. Which examples a batch holds and how
 * they are augmented depends on the seed and the number of the batch alone, so the number of batches seen is all that a
 * checkpoint must remember. Drawing takes about 1 % of a training step's time and is spread over the cores. Thread
 * safe.
 */
public final class DataSet {
    /** Batches that are sorted by length at a time. */
    public static final int BUCKET = 16;

    private final Examples examples;
    private final int batch;
    private final Seed seed;
    private final boolean equalLengths;
    private final ExampleOrder order;
    private long bucketNumber = -1;
    private long[] bucket; // places in the endless sequence of the examples of bucket bucketNumber, batch after batch

    /**
     * @param examples what to learn from
     * @param batch examples per batch B
     * @param seed decides the order and the augmentation
     */
    public DataSet(Examples examples, int batch, Seed seed) {
        if (batch < 1 || examples.count() < 1) {
            throw new IllegalArgumentException(
                    "a data set needs examples and batches of at least one, had " + examples.count() + " and " + batch);
        }
        this.examples = examples;
        this.batch = batch;
        this.seed = seed;
        this.order = examples.order(seed);
        this.equalLengths = examples.equalLengths();
    }

    public int batch() {
        return batch;
    }

    /** Number of different molecules. */
    public int molecules() {
        return examples.molecules();
    }

    /**
     * A batch.
     *
     * @param number which one, from 0
     * @throws BadInput if an example lies outside the model's grid however it is turned
     */
    public Batch at(long number) {
        return at(number, 0, 1);
    }

    /**
     * Part of a batch; the parts together hold the same examples, turned the same way, as the whole.
     *
     * @param number which batch, from 0
     * @param part which part, from 0
     * @param parts into how many the batch is cut, at most B
     */
    public synchronized Batch at(long number, int part, int parts) {
        int from = (int) ((long) batch * part / parts);
        int to = (int) ((long) batch * (part + 1) / parts);
        long[] places = places(number);
        int[] chosen = new int[to - from];
        Arrays.setAll(chosen, i -> order.example(places[from + i]));
        int width = Arrays.stream(chosen).map(examples::tokens).max().orElseThrow();
        Batch drawn = Batch.of(chosen.length, width);
        IntStream.range(0, chosen.length).parallel().forEach(i -> {
            RandomStream random = seed.stream("augment", places[from + i]);
            draw(examples, chosen[i], random, drawn, i);
        });
        return drawn;
    }

    /** Number of tokens of a whole batch, without padding. */
    public synchronized long counted(long number) {
        return equalLengths
                ? (long) batch * examples.tokens()
                : Arrays.stream(places(number))
                        .map(place -> examples.tokens(order.example(place)))
                        .sum();
    }

    /** Share of the batches of the first epoch, or of so many of them, that is padding. */
    public synchronized double paddingShare(long most) {
        if (equalLengths) {
            return 0;
        }
        long counted = 0;
        long all = 0;
        for (long number = 0; number < Math.min(most, Math.ceilDiv(examples.count(), batch)); number++) {
            int longest = Arrays.stream(places(number))
                    .mapToInt(place -> examples.tokens(order.example(place)))
                    .max()
                    .orElseThrow();
            counted += counted(number);
            all += (long) batch * longest;
        }
        return 1 - counted / (double) all;
    }

    private static void draw(Examples examples, int example, RandomStream random, Batch drawn, int row) {
        if (!examples.drawSomehow(example, random, drawn, row)) {
            throw new BadInput(
                    "training frame " + (example + 1) + " lies outside the model's grid; remove it or widen the grid");
        }
    }

    /** Places in the endless sequence of a batch's examples, [B]. */
    private long[] places(long number) {
        if (equalLengths) {
            long first = Math.multiplyExact(number, batch);
            return LongStream.range(first, first + batch).toArray();
        }
        if (number / BUCKET != bucketNumber) {
            bucketNumber = number / BUCKET;
            bucket = bucket(bucketNumber);
        }
        int from = (int) (number % BUCKET) * batch;
        return Arrays.copyOfRange(bucket, from, from + batch);
    }

    private long[] bucket(long number) {
        int size = Math.multiplyExact(BUCKET, batch);
        int[] length = new int[size]; // in order of place: an epoch's order is made once
        Arrays.setAll(length, i -> examples.tokens(order.example(number * size + i)));
        int[] sorted = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingInt(i -> length[i])) // stable
                .mapToInt(Integer::intValue)
                .toArray();
        int[] batches = seed.stream("batches", number)
                .shuffle(IntStream.range(0, BUCKET).toArray());
        long[] places = new long[size];
        Arrays.setAll(places, i -> number * size + sorted[batches[i / batch] * batch + i % batch]);
        return places;
    }
}
