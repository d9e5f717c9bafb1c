package org.arbolt.report;

import org.arbolt.report.plot.Pen;

/**
 * The colours and pens that mean the same in every figure; of M. Okabe and K. Ito's set (Color Universal Design, 2008),
 * which readers with any colour vision can tell apart. Dashes tell them apart in black and white.
 */
final class Palette {
    static final String ENSEMBLE_COLOUR = "#0072b2";
    static final String PROPOSAL_COLOUR = "#d55e00";
    static final String REFERENCE_COLOUR = "#444444";
    static final String SHADE = "#8c8c8c";

    static final Pen PROPOSAL = new Pen(PROPOSAL_COLOUR, 1.2, "5 2.5");
    static final Pen ENSEMBLE = Pen.solid(ENSEMBLE_COLOUR, 1.5);
    static final Pen REFERENCE = Pen.solid(REFERENCE_COLOUR, 1);
    static final Pen GUIDE = new Pen("#777777", 0.9, "2 2.5");

    private Palette() {}
}
