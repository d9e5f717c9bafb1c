package org.arbolt.report.plot;

import java.util.List;

/** The two scales of a panel placed in a box, and the lines, marks and labels around it. */
public final class Axes {
    private static final String[] SPINE = {"stroke", "#333333", "stroke-width", "0.8", "fill", "none"};
    private static final double MARK = 4;
    private static final double MINOR_MARK = 2.2;
    private static final double FARTHEST = 20; // a point this many boxes away is as far as any; keeps coordinates short

    private final Svg svg;
    private final Box box;
    private final Scale x;
    private final Scale y;

    public Axes(Svg svg, Box box, Scale x, Scale y) {
        this.svg = svg;
        this.box = box;
        this.x = x;
        this.y = y;
    }

    public Svg svg() {
        return svg;
    }

    public Box box() {
        return box;
    }

    public Scale xScale() {
        return x;
    }

    public Scale yScale() {
        return y;
    }

    /** Where a value of the horizontal axis lies. */
    public double x(double value) {
        return box.x() + box.width() * Math.clamp(x.fraction(value), -FARTHEST, FARTHEST);
    }

    /** Where a value of the vertical axis lies. */
    public double y(double value) {
        return box.bottom() - box.height() * Math.clamp(y.fraction(value), -FARTHEST, FARTHEST);
    }

    /** A closed frame, for maps. */
    public Axes frame() {
        svg.rectangle(box, SPINE);
        return this;
    }

    /** Two open axes, for curves. */
    public Axes spines() {
        svg.path(
                "M" + Svg.pair(box.x(), box.y()) + "V" + Svg.number(box.bottom()) + "H" + Svg.number(box.right()),
                SPINE);
        return this;
    }

    /** The horizontal axis' marks and label. */
    public Axes bottom(String label, List<Tick> ticks) {
        for (Tick tick : ticks) {
            double at = x(tick.value());
            svg.line(at, box.bottom(), at, box.bottom() + (tick.minor() ? MINOR_MARK : MARK), SPINE);
            if (!tick.minor()) {
                svg.text(at, box.bottom() + 15, tick.label(), "text-anchor", "middle", "font-size", "10");
            }
        }
        svg.text(box.x() + box.width() / 2, box.bottom() + 31, label, "text-anchor", "middle");
        return this;
    }

    /** The vertical axis' marks and label; the label stands clear of the widest mark. */
    public Axes left(String label, List<Tick> ticks) {
        double widest = 0;
        for (Tick tick : ticks) {
            double at = y(tick.value());
            svg.line(box.x() - (tick.minor() ? MINOR_MARK : MARK), at, box.x(), at, SPINE);
            if (!tick.minor()) {
                svg.text(box.x() - 7, at + 3.5, tick.label(), "text-anchor", "end", "font-size", "10");
                widest = Math.max(widest, TextWidth.of(tick.label(), 10));
            }
        }
        double at = box.x() - 17 - widest;
        String turn = "rotate(-90 " + Svg.pair(at, box.y() + box.height() / 2) + ")";
        svg.text(at, box.y() + box.height() / 2, label, "text-anchor", "middle", "transform", turn);
        return this;
    }

    /** The vertical axis' marks alone, for a panel whose neighbour on the left carries the labels. */
    public Axes leftMarks(List<Tick> ticks) {
        for (Tick tick : ticks) {
            double at = y(tick.value());
            svg.line(box.x() - (tick.minor() ? MINOR_MARK : MARK), at, box.x(), at, SPINE);
        }
        return this;
    }

    /** Letter and title of the panel, above it. */
    public Axes title(String letter, String title) {
        svg.text(box.x(), box.y() - 8, letter, "font-weight", "bold", "font-size", "12");
        svg.text(box.x() + 13, box.y() - 8, title, "font-size", "11.5");
        return this;
    }

    /** A few words in the middle of the panel, where there is nothing to draw. */
    public Axes note(String words) {
        svg.text(
                box.x() + box.width() / 2,
                box.y() + box.height() / 2,
                words,
                "text-anchor",
                "middle",
                "fill",
                "#777777",
                "font-style",
                "italic");
        return this;
    }
}
