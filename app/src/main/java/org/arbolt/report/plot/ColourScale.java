package org.arbolt.report.plot;

/**
 * Values to colours, in {@value #LEVELS} levels, so that neighbours of one level can be drawn as one shape. Values
 * above the scale are {@link #OVER}, a grey that does not draw the eye.
 *
 * @param low value of the first colour, which values below take too
 * @param high value of the last colour
 */
public record ColourScale(ColourMap map, double low, double high) {
    static final int LEVELS = 128;
    static final String OVER = "#e3e3e3";

    public ColourScale {
        if (!(low < high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("a colour scale needs finite low < high, was " + low + " … " + high);
        }
    }

    /** 0 … {@value #LEVELS} − 1 on the scale, {@value #LEVELS} above it. */
    int level(double value) {
        if (value > high) {
            return LEVELS;
        }
        return Math.clamp((long) Math.floor(LEVELS * (value - low) / (high - low)), 0, LEVELS - 1);
    }

    String colour(int level) {
        return level == LEVELS ? OVER : map.at(level / (LEVELS - 1.0));
    }
}
