package org.arbolt.report.plot;

import java.util.List;

/**
 * How values of one axis become positions.
 *
 * @param kind linear or logarithmic
 * @param low value at the start of the axis
 * @param high value at its end; the range is at least 1e-9 of its larger end, so that marks can be told apart
 */
public record Scale(Kind kind, double low, double high) {
    private static final double NARROWEST = 1e-9;

    /** How values lie along an axis. */
    public enum Kind {
        LINEAR,
        LOGARITHMIC
    }

    public Scale {
        boolean wide = high - low > NARROWEST * Math.max(Math.abs(low), Math.abs(high));
        if (!wide || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("a scale needs finite low < high, was " + low + " … " + high);
        }
        if (kind == Kind.LOGARITHMIC && !(low > 0)) {
            throw new IllegalArgumentException("a logarithmic scale starts above zero, was " + low);
        }
    }

    public static Scale linear(double low, double high) {
        return new Scale(Kind.LINEAR, low, high);
    }

    public static Scale logarithmic(double low, double high) {
        return new Scale(Kind.LOGARITHMIC, low, high);
    }

    /** A linear scale from zero that leaves some air above the highest of the values; 0 … 1 where none is positive. */
    public static Scale fromZero(double highest) {
        return linear(0, highest > 0 ? 1.08 * highest : 1);
    }

    /**
     * Position along the axis: 0 at {@link #low}, 1 at {@link #high}, beyond them outside; −∞ for the logarithm of
     * zero.
     */
    public double fraction(double value) {
        return switch (kind) {
            case LINEAR -> (value - low) / (high - low);
            case LOGARITHMIC -> value > 0 ? Math.log(value / low) / Math.log(high / low) : Double.NEGATIVE_INFINITY;
        };
    }

    /** Round marks; {@code about} is how many are wanted on a linear scale. */
    public List<Tick> ticks(int about) {
        return kind == Kind.LINEAR ? Ticks.linear(low, high, about) : Ticks.decades(low, high);
    }
}
