package org.arbolt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.arbolt.math.Weights;
import org.arbolt.report.ReportContent.Samples;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.ColourBar;
import org.arbolt.report.plot.ColourMap;
import org.arbolt.report.plot.ColourScale;
import org.arbolt.report.plot.HeatMap;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;
import org.arbolt.units.Units;

/** Free energy in the plane of the two slowest coordinates of the reference, on one colour scale. */
final class TicaFigure {
    private static final double SIDE = 216;
    private static final double LEFT = 56;
    private static final double TOP = 30;
    private static final double GAP = 28;
    private static final double TAIL = 0.0005; // of the reference
    private static final double BROKEN = 0.01; // of the samples, which may lie anywhere
    private static final double MARGIN = 0.06;
    private static final double DEEPEST_KT = 8;
    private static final int BINS = 48;
    private static final String[] LETTERS = {"a", "b", "c"};
    private static final String[] TITLES = {"Proposal, as drawn", "Reweighted", "Reference"};

    private final Samples samples;
    private final double thermalEnergy;

    TicaFigure(Samples samples, double temperatureKelvin) {
        this.samples = samples;
        this.thermalEnergy = Units.thermalEnergy(temperatureKelvin);
    }

    boolean canDraw() {
        return samples.proposal().slow().length > 0 && samples.reference().slow().length > 0;
    }

    Figure figure() {
        Bins[] bins = {bins(0), bins(1)};
        List<FreeEnergyMap> maps = new ArrayList<>();
        maps.add(map(samples.proposal(), Weights.uniform(samples.proposal().size()), bins));
        maps.add(map(samples.proposal(), Weights.of(samples.weighting().logWeights()), bins));
        maps.add(map(samples.reference(), Weights.uniform(samples.reference().size()), bins));
        double zero = maps.stream().mapToDouble(FreeEnergyMap::peak).max().orElseThrow();
        ColourScale colours = new ColourScale(ColourMap.VIRIDIS, 0, Math.ceil(DEEPEST_KT * thermalEnergy));
        Svg svg = new Svg(
                "tica",
                LEFT + maps.size() * (SIDE + GAP) + 62,
                TOP + SIDE + 40,
                "Free energy over the two slowest coordinates");
        Scale x = Scale.linear(bins[0].low(), bins[0].high());
        Scale y = Scale.linear(bins[1].low(), bins[1].high());
        for (int p = 0; p < maps.size(); p++) {
            Axes axes = new Axes(svg, new Box(LEFT + p * (SIDE + GAP), TOP, SIDE, SIDE), x, y);
            new HeatMap(axes, colours).draw(maps.get(p).freeEnergy(thermalEnergy, zero));
            axes.frame().title(LETTERS[p], TITLES[p]).bottom("first component", x.ticks(5));
            if (p == 0) {
                axes.left("second component", y.ticks(5));
            } else {
                axes.leftMarks(y.ticks(5));
            }
        }
        Box bar = new Box(LEFT + maps.size() * (SIDE + GAP) - 10, TOP + 14, 12, SIDE - 14);
        new ColourBar(colours).draw(svg, bar, "free energy −kT ln p  (kJ/mol)", true);
        return new Figure(
                "The plane of the slowest coordinates",
                List.of(svg),
                "Time-lagged independent components of the reference, in which TICA-W2 and TICA-JSD are measured. "
                        + "Frames that share a spot pass into each other quickly; spots far apart are long-lived "
                        + "states. Zero is the most populated cell of the three; grey lies above the scale, white has "
                        + "no frame.");
    }

    private static FreeEnergyMap map(Frameset frames, Weights weights, Bins[] bins) {
        return FreeEnergyMap.of(column(frames, 0), column(frames, 1), weights, bins[0], bins[1]);
    }

    private static double[] column(Frameset frames, int component) {
        return Arrays.stream(frames.slow()).mapToDouble(row -> row[component]).toArray();
    }

    /** Where the reference and nearly all of the samples lie. */
    private Bins bins(int component) {
        Quantiles sure = quantiles(samples.reference(), component);
        Quantiles drawn = quantiles(samples.proposal(), component);
        double[] ends = DoubleStream.concat(
                        drawn.isEmpty()
                                ? DoubleStream.empty()
                                : DoubleStream.of(drawn.at(BROKEN), drawn.at(1 - BROKEN)),
                        sure.isEmpty() ? DoubleStream.empty() : DoubleStream.of(sure.at(TAIL), sure.at(1 - TAIL)))
                .toArray();
        double low = Arrays.stream(ends).min().orElse(-1);
        double high = Arrays.stream(ends).max().orElse(1);
        double margin = Math.max(MARGIN * (high - low), 1e-6);
        return new Bins(low - margin, high + margin, BINS);
    }

    private static Quantiles quantiles(Frameset frames, int component) {
        return new Quantiles(column(frames, component), Weights.uniform(frames.size()));
    }
}
