package org.arbolt.train;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Draws the part of a batch that will be asked for next while the one before is worked on. Not thread safe. */
final class BatchPrefetcher {
    private final DataSet data;
    private Place place; // of what is being drawn; null before the first
    private CompletableFuture<Batch> drawn;

    BatchPrefetcher(DataSet data) {
        this.data = data;
    }

    /**
     * Part of a batch.
     *
     * @param number which batch, from 0
     * @param part which part, from 0
     * @param parts into how many the batch is cut
     */
    record Place(long number, int part, int parts) {}

    /** What {@link DataSet#at(long, int, int)} gives, and drawing what comes next begins. */
    Batch take(Place wanted, Place next) {
        Batch batch = wanted.equals(place) ? joined() : data.at(wanted.number, wanted.part, wanted.parts);
        place = next;
        drawn = CompletableFuture.supplyAsync(() -> data.at(next.number, next.part, next.parts));
        return batch;
    }

    private Batch joined() {
        try {
            return drawn.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
