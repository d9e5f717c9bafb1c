package org.arbolt.report.plot;

/** Curves and bands of a panel, cut at its frame. Points that are not finite interrupt a curve. */
public final class LinePlot {
    private final Axes axes;

    public LinePlot(Axes axes) {
        this.axes = axes;
    }

    /** A curve through the points {@code (x[i], y[i])}. */
    public LinePlot curve(double[] x, double[] y, Pen pen) {
        StringBuilder data = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < requireEqual(x, y); i++) {
            boolean visible = Double.isFinite(x[i]) && Double.isFinite(y[i]);
            if (visible) {
                data.append(drawing ? 'L' : 'M').append(Svg.pair(axes.x(x[i]), axes.y(y[i])));
            }
            drawing = visible;
        }
        return clipped(data, pen.attributes());
    }

    /** A filled band between two curves. */
    public LinePlot band(double[] x, double[] low, double[] high, String colour, double opacity) {
        requireEqual(x, low);
        int count = requireEqual(x, high);
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < count; i++) {
            data.append(i == 0 ? 'M' : 'L').append(Svg.pair(axes.x(x[i]), axes.y(high[i])));
        }
        for (int i = count - 1; i >= 0; i--) {
            data.append('L').append(Svg.pair(axes.x(x[i]), axes.y(low[i])));
        }
        return clipped(
                data.append(count == 0 ? "" : "Z"),
                "fill",
                colour,
                "fill-opacity",
                Svg.number(opacity),
                "stroke",
                "none");
    }

    /** A small circle at every point. */
    public LinePlot points(double[] x, double[] y, double radius, String colour) {
        StringBuilder data = new StringBuilder();
        String r = Svg.number(radius);
        String d = Svg.number(2 * radius);
        for (int i = 0; i < requireEqual(x, y); i++) {
            data.append('M').append(Svg.pair(axes.x(x[i]) - radius, axes.y(y[i])));
            data.append("a" + r + " " + r + " 0 1 0 " + d + " 0a" + r + " " + r + " 0 1 0 -" + d + " 0");
        }
        return clipped(data, "fill", colour, "stroke", "none");
    }

    /** A vertical line over the height of the panel. */
    public LinePlot vertical(double x, Pen pen) {
        Box box = axes.box();
        axes.svg().line(axes.x(x), box.y(), axes.x(x), box.bottom(), pen.attributes());
        return this;
    }

    private LinePlot clipped(CharSequence data, String... style) {
        if (!data.isEmpty()) {
            axes.svg().openClipped(axes.box()).path(data.toString(), style).close();
        }
        return this;
    }

    private static int requireEqual(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("a curve needs as many y as x, was " + y.length + " and " + x.length);
        }
        return x.length;
    }
}
