package org.arbolt.math;

/**
 * A number that data give, with an interval of confidence. All in one unit, which the giver states.
 *
 * @param value the estimate
 * @param low lower end
 * @param high upper end
 * @param level confidence, between 0 and 1, e.g. 0.95
 */
public record ConfidenceInterval(double value, double low, double high, double level) {
    public ConfidenceInterval {
        if (Double.isNaN(value) || !(low <= high)) {
            throw new IllegalArgumentException(
                    "an interval needs a number and low <= high, was " + value + ", " + low + " … " + high);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a level of confidence lies between 0 and 1, was " + level);
        }
    }
}
