package org.arbolt.report;

/**
 * A number with an interval of confidence.
 *
 * @param value the estimate
 * @param low lower end
 * @param high upper end
 * @param level confidence, between 0 and 1, e.g. 0.95
 */
public record Interval(double value, double low, double high, double level) {
    public Interval {
        FieldChecks.notNaN("an interval", value, low, high);
        if (low > high) {
            throw new IllegalArgumentException("an interval needs low <= high, was " + low + " … " + high);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a level of confidence lies between 0 and 1, was " + level);
        }
    }
}
