package org.arbolt.report.plot;

import java.util.Locale;

/**
 * A perceptually uniform colour map, given by evenly spaced anchors in sRGB and linear between them.
 *
 * <p>The anchors of {@link #VIRIDIS} are every 17th of its 256 published values (N. J. Smith, S. van der Walt, E.
 * Firing, "mpl colormaps", 2015, public domain, CC0).
 */
public enum ColourMap {
    VIRIDIS(new double[][] {
        {0.267004, 0.004874, 0.329415}, {0.282656, 0.100196, 0.422160}, {0.277134, 0.185228, 0.489898},
        {0.253935, 0.265254, 0.529983}, {0.221989, 0.339161, 0.548752}, {0.190631, 0.407061, 0.556089},
        {0.163625, 0.471133, 0.558148}, {0.139147, 0.533812, 0.555298}, {0.120565, 0.596422, 0.543611},
        {0.134692, 0.658636, 0.517649}, {0.208030, 0.718701, 0.472873}, {0.327796, 0.773980, 0.406640},
        {0.477504, 0.821444, 0.318195}, {0.647257, 0.858400, 0.209861}, {0.824940, 0.884720, 0.106217},
        {0.993248, 0.906157, 0.143936}
    }),

    /** From below to above zero: the blue and the vermilion of M. Okabe and K. Ito (2008), by a light grey. */
    BLUE_ORANGE(new double[][] {{0.0, 0.447, 0.698}, {0.93, 0.93, 0.93}, {0.835, 0.369, 0.0}});

    private final double[][] anchors; // [anchor][red, green, blue], 0 … 1

    ColourMap(double[][] anchors) {
        this.anchors = anchors;
    }

    /**
     * The colour at a place of the map.
     *
     * @param place 0 … 1; values outside take the end colours
     * @return {@code #rrggbb}
     */
    public String at(double place) {
        if (Double.isNaN(place)) {
            throw new IllegalArgumentException("a colour was asked for NaN");
        }
        double position = Math.clamp(place, 0.0, 1.0) * (anchors.length - 1);
        int below = Math.min((int) position, anchors.length - 2);
        return String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                channel(below, position, 0),
                channel(below, position, 1),
                channel(below, position, 2));
    }

    private long channel(int below, double position, int channel) {
        double step = anchors[below + 1][channel] - anchors[below][channel];
        return Math.round(255 * (anchors[below][channel] + (position - below) * step));
    }
}
