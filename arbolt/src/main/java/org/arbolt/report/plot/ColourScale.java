package org.arbolt.report.plot;

/**
 * Values to colours, in {@value #LEVELS} levels, so that neighbours of one level can be drawn as one shape.
 *
 * @param low value of the first colour
 * @param high value of the last colour; values beyond take it too
 */
public record ColourScale(ColourMap map, double low, double high) {
  static final int LEVELS = 128;

  public ColourScale {
    if (!(low < high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException("a colour scale needs finite low < high, was " + low + " … " + high);
    }
  }

  int level(double value) {
    return Math.clamp((long) Math.floor(LEVELS * (value - low) / (high - low)), 0, LEVELS - 1);
  }

  String colour(int level) {
    return map.at(level / (LEVELS - 1.0));
  }
}
