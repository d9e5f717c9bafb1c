package org.arbolt.model.coordinates;

/**
 * V equal cells that tile an interval without gaps: cell k is {@code [lo + k h, lo + (k + 1) h)} with
 * {@code h = (hi − lo) / V}. On a circle, values are first brought within half a turn of the interval's middle.
 *
 * @param lo lower end, in the unit of the coordinate
 * @param hi upper end, not included
 * @param bins number of cells V
 * @param circular whether the coordinate is an angle on the circle, in rad
 */
public record Grid(double lo, double hi, int bins, boolean circular) {
    private static final double TURN = 2 * Math.PI;

    public Grid {
        if (!(lo < hi) || Double.isInfinite(hi - lo)) {
            throw new IllegalArgumentException(
                    "grid must run from a lower to a higher end, was [" + lo + ", " + hi + ")");
        }
        if (bins < 2 || bins > 1 << 20) {
            throw new IllegalArgumentException("grid must have between 2 and 2^20 bins, was " + bins);
        }
        if (circular && hi - lo > TURN * (1 + 1e-12)) {
            throw new IllegalArgumentException("grid on the circle must not exceed 2π, was [" + lo + ", " + hi + ")");
        }
    }

    /** The whole circle, [−π, π). */
    public static Grid circle(int bins) {
        return new Grid(-Math.PI, Math.PI, bins, true);
    }

    /** Width h of a cell. */
    public double width() {
        return (hi - lo) / bins;
    }

    /** The cell that holds a value; −1 if none does (NaN included). */
    public int bin(double value) {
        double x = circular ? nearest(value) : value;
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
        double from = 0.5 * (lo + hi) - Math.PI;
        double x = value - TURN * Math.floor((value - from) / TURN);
        return x >= from + TURN ? from : x;
    }
}
