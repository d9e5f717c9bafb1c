package org.arbolt.train;

/**
 * What came of a run.
 *
 * @param steps steps done, over all sessions
 * @param loss mean training loss of the last report, nats per token
 * @param validation loss of the parameters left on the held-out examples, nats per token; NaN without any
 * @param effectiveShare share of effective samples, from the held-out examples ({@link Validation.Score}); NaN if
 *     unknown
 * @param skipped steps skipped because their gradient was not finite
 * @param seconds time spent in training, over all sessions
 */
public record TrainingResult(
        long steps, double loss, double validation, double effectiveShare, long skipped, double seconds) {}
