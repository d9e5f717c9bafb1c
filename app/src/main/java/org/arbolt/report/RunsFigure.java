package org.arbolt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.arbolt.math.Estimate;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.LinePlot;
import org.arbolt.report.plot.Pen;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;
import org.arbolt.report.plot.Tick;

/** Numbers of runs in small panels: a row for each run, an error bar, and the mark that it is held against. */
final class RunsFigure {
    private static final int COLUMNS = 3;
    private static final double LEFT = 26;
    private static final double WIDTH = 250;
    private static final double GAP = 34;
    private static final double TOP = 24;
    private static final double ROW = 20;
    private static final double BELOW = 36;
    private static final double MARGIN = 0.08;

    private final String name;
    private final List<ComparedRuns.Run> runs;
    private final List<ComparedRuns.Chart> charts;
    private final double height;

    RunsFigure(String name, List<ComparedRuns.Run> runs, List<ComparedRuns.Chart> charts) {
        this.name = name;
        this.runs = runs;
        this.charts = charts;
        this.height = ROW * (runs.size() + 0.4);
    }

    Figure figure(String title, String caption) {
        int rows = Math.ceilDiv(charts.size(), COLUMNS);
        Svg svg = new Svg(
                name, LEFT + Math.min(charts.size(), COLUMNS) * (WIDTH + GAP), rows * (TOP + height + BELOW), title);
        for (int i = 0; i < charts.size(); i++) {
            panel(svg, charts.get(i), i % COLUMNS, i / COLUMNS);
        }
        return new Figure(title, List.of(svg), caption);
    }

    private void panel(Svg svg, ComparedRuns.Chart chart, int column, int row) {
        Box box = new Box(LEFT + column * (WIDTH + GAP), TOP + row * (TOP + height + BELOW), WIDTH, height);
        Axes axes = new Axes(svg, box, scale(chart), Scale.linear(0, runs.size() + 0.4));
        List<Tick> letters = new ArrayList<>();
        for (int r = 0; r < runs.size(); r++) {
            double at = runs.size() - r - 0.3;
            letters.add(new Tick(at, runs.get(r).letter()));
            mark(axes, chart.mark().get(r), at);
            value(axes, chart.values().get(r), at);
        }
        axes.spines().left("", letters).bottom("", axes.xScale().ticks(4));
        svg.text(box.x(), box.y() - 8, chart.title(), "font-size", "11.5");
    }

    private static void mark(Axes axes, Estimate mark, double at) {
        if (Double.isFinite(mark.value())) {
            double[] x = {mark.value(), mark.value()};
            if (mark.error() > 0) {
                double[] ends = {mark.value() - mark.error(), mark.value() + mark.error()};
                new LinePlot(axes)
                        .band(
                                ends,
                                new double[] {at - 0.4, at - 0.4},
                                new double[] {at + 0.4, at + 0.4},
                                Palette.SHADE,
                                0.3);
            }
            new LinePlot(axes).curve(x, new double[] {at - 0.4, at + 0.4}, Pen.solid(Palette.REFERENCE_COLOUR, 1.4));
        }
    }

    private static void value(Axes axes, Estimate value, double at) {
        if (Double.isFinite(value.value())) {
            if (value.error() > 0) {
                double[] ends = {value.value() - value.error(), value.value() + value.error()};
                new LinePlot(axes).curve(ends, new double[] {at, at}, Palette.ENSEMBLE);
            }
            new LinePlot(axes).points(new double[] {value.value()}, new double[] {at}, 3.4, Palette.ENSEMBLE_COLOUR);
        } else {
            axes.svg().text(axes.box().x() + 8, axes.y(at) + 3.5, "not known", "font-size", "10", "fill", "#777777");
        }
    }

    private static Scale scale(ComparedRuns.Chart chart) {
        double[] ends = Stream.concat(chart.values().stream(), chart.mark().stream())
                .filter(value -> Double.isFinite(value.value()))
                .flatMap(value -> {
                    double error = value.error() > 0 && Double.isFinite(value.error()) ? value.error() : 0;
                    return Stream.of(value.value() - error, value.value() + error);
                })
                .mapToDouble(Double::doubleValue)
                .toArray();
        double low = Arrays.stream(ends).min().orElse(0);
        double high = Arrays.stream(ends).max().orElse(1);
        if (chart.fromZero() && low >= 0) {
            return Scale.fromZero(high);
        }
        double margin = Math.max(MARGIN * (high - low), 1e-6 * Math.max(1, Math.abs(high)));
        return Scale.linear(low - margin, high + margin);
    }
}
