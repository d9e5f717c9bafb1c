package org.arbolt.report.plot;

/**
 * How a curve is drawn.
 *
 * @param colour {@code #rrggbb}
 * @param width user units
 * @param dashes SVG dash pattern, empty for a solid line
 */
public record Pen(String colour, double width, String dashes) {
    public static Pen solid(String colour, double width) {
        return new Pen(colour, width, "");
    }

    String[] attributes() {
        String dash = dashes.isEmpty() ? "none" : dashes;
        return new String[] {
            "fill",
            "none",
            "stroke",
            colour,
            "stroke-width",
            Svg.number(width),
            "stroke-linejoin",
            "round",
            "stroke-dasharray",
            dash
        };
    }
}
