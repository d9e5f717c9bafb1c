package org.arbolt.report.plot;

/** Histograms of a panel as steps or as filled areas. Empty bins leave no line on the axis. */
public final class HistogramPlot {
    private final Axes axes;

    public HistogramPlot(Axes axes) {
        this.axes = axes;
    }

    /**
     * The outline of a histogram, open at both ends.
     *
     * @param edges [bins + 1], rising
     * @param heights [bins]
     */
    public HistogramPlot steps(double[] edges, double[] heights, Pen pen) {
        return clipped("M" + outline(edges, heights), pen.attributes());
    }

    /** A histogram as a filled area; arguments as in {@link #steps}. */
    public HistogramPlot area(double[] edges, double[] heights, String colour, double opacity) {
        String start = Svg.pair(axes.x(edges[0]), floor());
        return clipped(
                "M" + start + "L" + outline(edges, heights) + "V" + Svg.number(floor()) + "Z",
                "fill",
                colour,
                "fill-opacity",
                Svg.number(opacity),
                "stroke",
                "none");
    }

    private String outline(double[] edges, double[] heights) {
        if (edges.length != heights.length + 1 || heights.length == 0) {
            throw new IllegalArgumentException(
                    "a histogram needs one edge more than bins, was " + edges.length + " edges "
                            + "and "
                            + heights.length + " bins");
        }
        StringBuilder data = new StringBuilder(Svg.pair(axes.x(edges[0]), height(heights[0])));
        for (int bin = 0; bin < heights.length; bin++) {
            data.append('V').append(Svg.number(height(heights[bin])));
            data.append('H').append(Svg.number(axes.x(edges[bin + 1])));
        }
        return data.toString();
    }

    private double height(double value) {
        return value > axes.yScale().low() ? axes.y(value) : floor();
    }

    /** Empty bins run just below the frame, where they are not seen. */
    private double floor() {
        return axes.box().bottom() + 2;
    }

    private HistogramPlot clipped(String data, String... style) {
        axes.svg().openClipped(axes.box()).path(data, style).close();
        return this;
    }
}
