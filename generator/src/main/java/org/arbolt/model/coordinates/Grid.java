package org.arbolt.model.coordinates;

/**
 * V equal cells that tile an interval without gaps: cell k is {@code [lo + k h, lo + (k + 1) h)} with
 * {@code h = (hi − lo) / V}. Values that have a period are first brought within half of it of the interval's middle.
 *
 * @param lo lower end, in the unit of the coordinate
 * @param hi upper end, not included
 * @param bins number of cells V
 * @param period of the coordinate, rad: 2π on the circle; 0 without one
 */
public record Grid(double lo, double hi, int bins, double period) {
    /** Period of an angle on the whole circle. */
    static final double TURN = 2 * Math.PI;

    public Grid {
        if (!(lo < hi) || Double.isInfinite(hi - lo)) {
            throw new IllegalArgumentException(
                    "grid must run from a lower to a higher end, was [" + lo + ", " + hi + ")");
        }
        if (bins < 2 || bins > 1 << 20) {
            throw new IllegalArgumentException("grid must have between 2 and 2^20 bins, was " + bins);
        }
        if (period < 0 || period > 0 && hi - lo > period * (1 + 1e-12)) {
            throw new IllegalArgumentException(
                    "grid must not exceed the period " + period + ", was [" + lo + ", " + hi + ")");
        }
    }

    /** The whole circle, [−π, π). */
    public static Grid circle(int bins) {
        return new Grid(-Math.PI, Math.PI, bins, TURN);
    }

    /** Width h of a cell. */
    public double width() {
        return (hi - lo) / bins;
    }

    /** The cell that holds a value; −1 if none does (NaN included). */
    public int bin(double value) {
        double x = period > 0 ? nearest(value) : value;
        if (!(x >= lo && x < hi)) {
            return -1;
        }
        int k = Math.min(bins - 1, (int) ((x - lo) / width()));
        return k > 0 && x < at(k, 0) ? k - 1 : k; // just below an edge the division may have rounded up
    }

    /** The point at a fraction {@code u} in [0, 1) of a cell. */
    public double at(int bin, double u) {
        return lo + (bin + u) * width();
    }

    private double nearest(double value) {
        double from = 0.5 * (lo + hi - period);
        double x = value - period * Math.floor((value - from) / period);
        return x >= from + period ? from : x;
    }
}
