package org.arbolt.pipeline;

/**
 * Saves what is under way every half minute. Where a save takes long it waits longer, so that a hundredth of the time
 * at most goes into saves.
 */
final class PeriodicSave {
    static final double INTERVAL_SECONDS = 30;

    private static final double MOST_SHARE = 0.01; // of the time

    private final double intervalSeconds;
    private double dueSeconds;

    /** @param intervalSeconds least time from one save to the next, s; 0 for a save whenever one is offered */
    PeriodicSave(double intervalSeconds) {
        this.intervalSeconds = intervalSeconds;
        this.dueSeconds = now() + intervalSeconds;
    }

    private static double now() {
        return System.nanoTime() * 1e-9;
    }

    /** Saves if it is time to. */
    void offer(Runnable save) {
        double start = now();
        if (start < dueSeconds) {
            return;
        }
        save.run();
        double end = now();
        dueSeconds = intervalSeconds == 0 ? end : end + Math.max(intervalSeconds, (end - start) / MOST_SHARE);
    }
}
