package org.arbolt.report;

import java.util.List;
import org.arbolt.report.plot.Svg;

/**
 * A numbered figure of the page.
 *
 * @param title what it is, for the start of the caption
 * @param drawings one or more, shown below each other
 * @param caption what is shown, how many frames, which bins
 */
record Figure(String title, List<Svg> drawings, String caption) {
    Figure {
        drawings = List.copyOf(drawings);
    }
}
