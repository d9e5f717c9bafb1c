package org.arbolt.report.plot;

/** A rectangle of a figure: left edge, top edge, width and height, in user units. */
public record Box(double x, double y, double width, double height) {
    public Box {
        if (!(width > 0 && height > 0)) {
            throw new IllegalArgumentException(
                    "a box needs a positive width and height, was " + width + " × " + height);
        }
    }

    public double right() {
        return x + width;
    }

    public double bottom() {
        return y + height;
    }
}
