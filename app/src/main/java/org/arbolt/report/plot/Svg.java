package org.arbolt.report.plot;

import java.util.Locale;

/**
 * One figure as SVG 1.1 with presentation attributes only, so that it looks the same inside a page, in a browser and in
 * a drawing program.
 */
public final class Svg {
    static final String FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif";
    static final String INK = "#222222";

    private final String name;
    private final double width;
    private final double height;
    private final String description;
    private final Markup body = new Markup();
    private int clips;

    /**
     * @param name file name without its ending; also makes ids unique when several figures share a page
     * @param description what the figure shows, for those who cannot see it
     */
    public Svg(String name, double width, double height, String description) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("figure name must be lower-case letters, digits and hyphens: " + name);
        }
        this.name = name;
        this.width = width;
        this.height = height;
        this.description = description;
    }

    public String name() {
        return name;
    }

    /** A straight line; {@code style} holds further attributes: name, value, name, value … */
    public Svg line(double x1, double y1, double x2, double y2, String... style) {
        return path("M" + pair(x1, y1) + "L" + pair(x2, y2), style);
    }

    /** A path; {@code data} are SVG path commands. */
    public Svg path(String data, String... style) {
        body.empty("path", with(style, "d", data)).newline();
        return this;
    }

    public Svg rectangle(Box box, String... style) {
        body.empty(
                        "rect",
                        with(
                                style,
                                "x",
                                number(box.x()),
                                "y",
                                number(box.y()),
                                "width",
                                number(box.width()),
                                "height",
                                number(box.height())))
                .newline();
        return this;
    }

    /** A line of text whose base line starts at the point, or as {@code text-anchor} in the style says. */
    public Svg text(double x, double y, String text, String... style) {
        body.element("text", text, with(style, "x", number(x), "y", number(y))).newline();
        return this;
    }

    /** Opens a group that draws only inside the box. */
    public Svg openClipped(Box box) {
        String id = name + "-clip-" + ++clips;
        body.open("clipPath", "id", id);
        rectangle(box);
        body.close().open("g", "clip-path", "url(#" + id + ")").newline();
        return this;
    }

    public Svg openGroup(String... style) {
        body.open("g", style).newline();
        return this;
    }

    public Svg close() {
        body.close().newline();
        return this;
    }

    /** The element to place in a page. */
    public Markup element() {
        return open().insert(body).close().newline();
    }

    /** The whole file: the figure on white paper, with the declaration that programs expect. */
    public String file() {
        Markup svg = open().empty("rect", "width", "100%", "height", "100%", "fill", "#ffffff")
                .newline();
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + svg.insert(body).close().newline();
    }

    private Markup open() {
        Markup svg = new Markup()
                .open(
                        "svg",
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "viewBox",
                        "0 0 " + number(width) + " " + number(height),
                        "width",
                        number(width),
                        "height",
                        number(height),
                        "role",
                        "img",
                        "font-family",
                        FONT,
                        "font-size",
                        "11",
                        "fill",
                        INK);
        return svg.newline().element("title", description).newline();
    }

    /** A coordinate with at most two decimals, a fiftieth of what an eye can tell at natural size. */
    static String number(double value) {
        return decimal(value, "%.2f");
    }

    /** A factor that multiplies coordinates, and so needs more decimals than they. */
    static String factor(double value) {
        return decimal(value, "%.7f");
    }

    private static String decimal(double value, String format) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("a coordinate must be finite, was " + value);
        }
        String shorter = String.format(Locale.ROOT, format, value).replaceFirst("\\.?0+$", "");
        return shorter.equals("-0") ? "0" : shorter;
    }

    static String pair(double x, double y) {
        return number(x) + " " + number(y);
    }

    private static String[] with(String[] style, String... first) {
        String[] all = new String[first.length + style.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(style, 0, all, first.length, style.length);
        return all;
    }
}
