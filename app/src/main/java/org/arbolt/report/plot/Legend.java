package org.arbolt.report.plot;

/** The key to the curves of a figure: samples with their names in a row. */
public final class Legend {
    private static final double SAMPLE = 20;

    private final Svg svg;
    private final double y;
    private double x;

    /**
     * @param x left end of the row
     * @param y base line of its text
     */
    public Legend(Svg svg, double x, double y) {
        this.svg = svg;
        this.x = x;
        this.y = y;
    }

    /** Adds a curve. */
    public Legend line(String name, Pen pen) {
        svg.line(x, y - 3.5, x + SAMPLE, y - 3.5, pen.attributes());
        return name(name);
    }

    /** Adds a curve that runs in a band, or bounds an area, of a lighter colour. */
    public Legend lineInBand(String name, Pen pen, String colour, double opacity) {
        svg.rectangle(new Box(x, y - 8, SAMPLE, 9), "fill", colour, "fill-opacity", Svg.number(opacity));
        return line(name, pen);
    }

    private Legend name(String name) {
        svg.text(x + SAMPLE + 6, y, name, "font-size", "10.5");
        x += SAMPLE + 6 + TextWidth.of(name, 10.5) + 20;
        return this;
    }
}
