package org.arbolt.report.plot;

/**
 * A matrix as coloured cells. Cells of one colour are one path and neighbours in a row one rectangle of it, which keeps
 * a map of thousands of cells small.
 */
public final class HeatMap {
    private static final String OVERLAP = "0.12"; // of a cell, so that no paper shines through between

    private final Axes axes;
    private final ColourScale colours;

    public HeatMap(Axes axes, ColourScale colours) {
        this.axes = axes;
        this.colours = colours;
    }

    /**
     * Fills the panel.
     *
     * @param values [column, left to right][row, bottom to top]; NaN is left white
     */
    public HeatMap draw(double[][] values) {
        int columns = values.length;
        int rows = values[0].length;
        Box box = axes.box();
        String place = "translate(" + Svg.pair(box.x(), box.y()) + ") scale(" + Svg.factor(box.width() / columns) + " "
                + Svg.factor(box.height() / rows) + ")";
        axes.svg().rectangle(box, "fill", "#ffffff");
        axes.svg().openGroup("transform", place, "stroke-width", OVERLAP);
        StringBuilder[] paths = cells(values, columns, rows);
        for (int level = 0; level < paths.length; level++) {
            if (paths[level] != null) {
                axes.svg()
                        .path(paths[level].toString(), "fill", colours.colour(level), "stroke", colours.colour(level));
            }
        }
        axes.svg().close();
        return this;
    }

    private StringBuilder[] cells(double[][] values, int columns, int rows) {
        StringBuilder[] paths = new StringBuilder[ColourScale.LEVELS + 1];
        for (int row = rows - 1; row >= 0; row--) {
            for (int column = 0, end; column < columns; column = end) {
                end = endOfRun(values, column, row);
                if (!Double.isNaN(values[column][row])) {
                    int level = colours.level(values[column][row]);
                    paths[level] = paths[level] == null ? new StringBuilder() : paths[level];
                    int length = end - column;
                    paths[level].append("M" + column + " " + (rows - 1 - row) + "h" + length + "v1h-" + length + "z");
                }
            }
        }
        return paths;
    }

    /** First column after {@code column} whose colour differs. */
    private int endOfRun(double[][] values, int column, int row) {
        int end = column + 1;
        while (end < values.length && sameColour(values[column][row], values[end][row])) {
            end++;
        }
        return end;
    }

    private boolean sameColour(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(a) && Double.isNaN(b);
        }
        return colours.level(a) == colours.level(b);
    }
}
