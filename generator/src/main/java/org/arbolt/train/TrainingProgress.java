package org.arbolt.train;

/**
 * How far a run is.
 *
 * @param step steps done; also the number of batches seen
 * @param steps steps of the whole run
 * @param skipped steps among them whose gradient was not finite
 * @param seconds time spent so far
 * @param best where the model did best on held-out examples
 */
record TrainingProgress(long step, long steps, long skipped, double seconds, Best best) {

    /**
     * The best held-out score so far.
     *
     * @param step steps done when it was measured; 0 at the start and while there is none
     * @param loss held out, nats per token; +∞ while there is none
     */
    record Best(long step, double loss) {
        static final Best NONE = new Best(0, Double.POSITIVE_INFINITY);

        boolean measured() {
            return loss < Double.POSITIVE_INFINITY;
        }

        Best {
            if (step < 0 || Double.isNaN(loss)) {
                throw new IllegalArgumentException("impossible best step " + step + " with a loss of " + loss);
            }
        }
    }

    TrainingProgress {
        if (step < 0
                || steps < 1
                || step > steps
                || skipped < 0
                || skipped > step
                || !(seconds >= 0)
                || best.step() > step) {
            throw new IllegalArgumentException("impossible position in training: step " + step + " of " + steps
                    + ", skipped " + skipped + ", " + seconds + " s, best step " + best.step());
        }
    }

    static final int NUMBERS = 6;

    /** As numbers that {@link #of} reads; all of them are exact as doubles. */
    double[] numbers() {
        return new double[] {step, steps, skipped, seconds, best.step(), best.loss()};
    }

    static TrainingProgress of(double[] numbers) {
        return new TrainingProgress(
                (long) numbers[0],
                (long) numbers[1],
                (long) numbers[2],
                numbers[3],
                new Best((long) numbers[4], numbers[5]));
    }

    /** The start of a run. */
    static TrainingProgress start(long steps) {
        return new TrainingProgress(0, steps, 0, 0, Best.NONE);
    }

    TrainingProgress next(boolean applied) {
        return new TrainingProgress(step + 1, steps, skipped + (applied ? 0 : 1), seconds, best);
    }

    TrainingProgress after(double more) {
        return new TrainingProgress(step, steps, skipped, seconds + more, best);
    }

    /** With the held-out loss measured here; NaN if none was. */
    TrainingProgress validated(double loss) {
        return loss < best.loss() ? new TrainingProgress(step, steps, skipped, seconds, new Best(step, loss)) : this;
    }
}
