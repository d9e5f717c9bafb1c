package org.arbolt.report;

/**
 * How the loss fell.
 *
 * @param progressName what is counted along the curve, e.g. {@code optimiser step}
 * @param lossName what the loss is, with its unit, e.g. {@code cross-entropy (nats per coordinate)}
 * @param train loss on the training data
 * @param validation loss on held-out data; may be empty
 */
public record TrainingCurve(String progressName, String lossName, Curve train, Curve validation) {
    /** No training in this run. */
    public static final TrainingCurve NONE = new TrainingCurve("", "", Curve.EMPTY, Curve.EMPTY);

    /**
     * @param at places along the curve, rising
     * @param loss the loss there; not finite for a step that was skipped
     */
    public record Curve(double[] at, double[] loss) {
        static final Curve EMPTY = new Curve(new double[0], new double[0]);

        public Curve {
            FieldChecks.sameLength("places and losses", at.length, loss.length);
            FieldChecks.finite("places of a training curve", at);
            for (int i = 1; i < at.length; i++) {
                if (at[i] < at[i - 1]) {
                    throw new IllegalArgumentException(
                            "places of a training curve must rise, was " + at[i - 1] + ", " + at[i]);
                }
            }
        }
    }

    public boolean isEmpty() {
        return train.at().length == 0;
    }
}
