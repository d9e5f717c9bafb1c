package org.arbolt.report;

import java.util.Arrays;
import java.util.List;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.Legend;
import org.arbolt.report.plot.LinePlot;
import org.arbolt.report.plot.Pen;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;
import org.arbolt.report.plot.Ticks;

/** Effective samples, lineages and accepted moves of a population, as shares, step by step. */
final class PopulationFigure {
    private static final Box BOX = new Box(62, 32, 724, 190);
    private static final int FEW = 60; // points of so short a curve are marked
    private static final List<String> COLOURS =
            List.of(Palette.ENSEMBLE_COLOUR, Palette.PROPOSAL_COLOUR, Palette.REFERENCE_COLOUR);
    private static final List<String> DASHES = List.of("", "5 2.5", "1.5 2.5");

    private final PopulationCurve population;

    PopulationFigure(PopulationCurve population) {
        this.population = population;
    }

    Figure figure() {
        Svg svg = new Svg("population", BOX.right() + 16, BOX.bottom() + 40, "Population step by step");
        double last = Arrays.stream(population.at()).max().orElse(1);
        double first = Math.min(0, Arrays.stream(population.at()).min().orElse(0));
        Axes axes = new Axes(svg, BOX, Scale.linear(first, Math.max(last, first + 1)), Scale.linear(0, 1.02));
        LinePlot plot = new LinePlot(axes);
        Legend legend = new Legend(svg, BOX.x(), 14);
        for (int i = 0; i < population.curves().size(); i++) {
            PopulationCurve.Named curve = population.curves().get(i);
            Pen pen = new Pen(COLOURS.get(i), 1.5, DASHES.get(i));
            plot.curve(population.at(), curve.values(), pen);
            if (population.at().length <= FEW) {
                plot.points(population.at(), curve.values(), 2, COLOURS.get(i));
            }
            legend.line(curve.name(), pen);
        }
        double apart = Math.max(1, Ticks.roundStep((last - first) / 8));
        axes.spines()
                .bottom(population.step(), Ticks.every(first, Math.max(last, first + 1), apart))
                .left("share of samples", axes.yScale().ticks(6));
        return new Figure("Population", List.of(svg), population.caption());
    }
}
