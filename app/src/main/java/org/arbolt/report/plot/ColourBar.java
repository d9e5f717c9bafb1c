package org.arbolt.report.plot;

import java.util.Arrays;
import java.util.List;

/** The key to a heat map: a vertical bar of its colours with marks on its right. */
public final class ColourBar {
    private static final double NARROWEST_LABELS = 10;

    private final ColourScale colours;

    public ColourBar(ColourScale colours) {
        this.colours = colours;
    }

    /**
     * Draws the bar.
     *
     * @param open whether values above the scale occur; they are announced by a grey arrow head at the top
     */
    public void draw(Svg svg, Box box, String label, boolean open) {
        bar(svg, box, open);
        double widest = 0;
        for (Tick tick : ticks()) {
            double at = box.bottom() - box.height() * (tick.value() - colours.low()) / (colours.high() - colours.low());
            svg.line(box.right(), at, box.right() + 4, at, "stroke", "#333333", "stroke-width", "0.8");
            svg.text(box.right() + 7, at + 3.5, tick.label(), "font-size", "10");
            widest = Math.max(widest, TextWidth.of(tick.label(), 10));
        }
        double x = box.right() + 22 + Math.max(widest, NARROWEST_LABELS);
        double y = box.y() + box.height() / 2;
        svg.text(x, y, label, "text-anchor", "middle", "transform", "rotate(-90 " + Svg.pair(x, y) + ")");
    }

    private void bar(Svg svg, Box box, boolean open) {
        svg.openGroup(
                "transform",
                "translate(" + Svg.pair(box.x(), box.y()) + ") scale(" + Svg.number(box.width()) + " "
                        + Svg.factor(box.height() / ColourScale.LEVELS) + ")");
        for (int level = ColourScale.LEVELS - 1; level >= 0; level--) {
            String down =
                    level == 0 ? "v1" : "v1.5"; // under the next one, so that no paper shines through between them
            svg.path("M0 " + (ColourScale.LEVELS - 1 - level) + "h1" + down + "h-1z", "fill", colours.colour(level));
        }
        svg.close();
        String[] edge = {"stroke", "#333333", "stroke-width", "0.8", "stroke-linejoin", "round"};
        if (open) {
            String head = "M" + Svg.pair(box.x(), box.y()) + "L" + Svg.pair(box.x() + box.width() / 2, box.y() - 9)
                    + "L" + Svg.pair(box.right(), box.y()) + "Z";
            svg.path(head, with(edge, "fill", ColourScale.OVER));
        }
        svg.rectangle(box, with(edge, "fill", "none"));
    }

    private List<Tick> ticks() {
        return Ticks.linear(colours.low(), colours.high(), 5);
    }

    private static String[] with(String[] style, String name, String value) {
        String[] all = Arrays.copyOf(style, style.length + 2);
        all[style.length] = name;
        all[style.length + 1] = value;
        return all;
    }
}
