package org.arbolt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.arbolt.evaluate.StructuralQuantity.Kind;
import org.arbolt.math.Weights;
import org.arbolt.report.ReportContent.Samples;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.HistogramPlot;
import org.arbolt.report.plot.Legend;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;

/** Distributions of bonds, angles or distances before and after reweighting and of the reference, a panel for each. */
final class GeometryFigure {
    private static final int COLUMNS = 3;
    private static final double LEFT = 40;
    private static final double TOP = 52;
    private static final double WIDTH = 220;
    private static final double HEIGHT = 110;
    private static final double GAP = 30;
    private static final double BELOW = 62;
    private static final double TAIL = 0.001;
    private static final double MARGIN = 0.1;
    private static final int BINS = 50;

    private final Samples samples;
    private final Kind kind;
    private final int[] chosen; // quantities of this kind
    private final Weights ensembleWeights;

    GeometryFigure(Samples samples, Kind kind) {
        this.samples = samples;
        this.kind = kind;
        List<SampledQuantity> all = samples.proposal().quantities();
        this.chosen = IntStream.range(0, all.size())
                .filter(i -> all.get(i).kind() == kind)
                .toArray();
        this.ensembleWeights = Weights.of(samples.weighting().logWeights());
    }

    boolean canDraw() {
        return chosen.length > 0 && !samples.proposal().isEmpty();
    }

    Figure figure() {
        String title = switch (kind) {
            case BOND -> "Bond lengths";
            case ANGLE -> "Bond angles";
            case DISTANCE -> "Distances";
        };
        int rows = Math.ceilDiv(chosen.length, COLUMNS);
        Svg svg = new Svg(
                kind.name().toLowerCase(Locale.ROOT) + "s",
                LEFT + COLUMNS * (WIDTH + GAP),
                TOP + rows * (HEIGHT + BELOW) - 20,
                title + " of the samples and of the reference");
        Legend legend = new Legend(svg, LEFT, 14);
        legend.line("proposal, as drawn", Palette.PROPOSAL);
        legend.line("reweighted", Palette.ENSEMBLE);
        if (!samples.reference().isEmpty()) {
            legend.lineInBand("reference", Palette.REFERENCE, Palette.SHADE, 0.3);
        }
        for (int i = 0; i < chosen.length; i++) {
            int row = i / COLUMNS;
            double x = LEFT + i % COLUMNS * (WIDTH + GAP);
            double y = TOP + row * (HEIGHT + BELOW);
            panel(svg, new Box(x, y, WIDTH, HEIGHT), chosen[i]);
        }
        return new Figure(title, List.of(svg), caption());
    }

    private void panel(Svg svg, Box box, int quantity) {
        SampledQuantity drawn = samples.proposal().quantities().get(quantity);
        Weights uniform = Weights.uniform(samples.proposal().size());
        Bins bins = bins(quantity);
        List<double[]> curves = new ArrayList<>();
        curves.add(shares(bins, drawn, uniform));
        curves.add(shares(bins, drawn, ensembleWeights));
        if (!samples.reference().isEmpty()) {
            curves.add(shares(
                    bins,
                    samples.reference().quantities().get(quantity),
                    Weights.uniform(samples.reference().size())));
        }
        double highest = curves.stream().flatMapToDouble(Arrays::stream).max().orElse(0);
        Axes axes = new Axes(svg, box, Scale.linear(bins.low(), bins.high()), Scale.fromZero(highest));
        HistogramPlot plot = new HistogramPlot(axes);
        if (curves.size() > 2) {
            plot.area(bins.edges(), curves.get(2), Palette.SHADE, 0.3)
                    .steps(bins.edges(), curves.get(2), Palette.REFERENCE);
        }
        plot.steps(bins.edges(), curves.get(0), Palette.PROPOSAL).steps(bins.edges(), curves.get(1), Palette.ENSEMBLE);
        axes.spines()
                .title("", drawn.name())
                .bottom("(" + drawn.unit() + ")", axes.xScale().ticks(4));
    }

    /** Shares per bin, of all members together. */
    private static double[] shares(Bins bins, SampledQuantity quantity, Weights weights) {
        double[] sum = new double[bins.count()];
        for (double[] member : quantity.values()) {
            double[] shares = bins.shares(member, weights);
            Arrays.setAll(sum, b -> sum[b] + shares[b] / quantity.values().length);
        }
        return sum;
    }

    /** Where the reference lies, else the samples: a few broken samples must not stretch the axis. */
    private Bins bins(int quantity) {
        SampledQuantity sure = (samples.reference().isEmpty() ? samples.proposal() : samples.reference())
                .quantities()
                .get(quantity);
        double[] all = Arrays.stream(sure.values())
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (all.length == 0) {
            return new Bins(0, 1, BINS);
        }
        double low = all[(int) (TAIL * (all.length - 1))];
        double high = all[(int) Math.ceil((1 - TAIL) * (all.length - 1))];
        double margin = Math.max(MARGIN * (high - low), 1e-4 * Math.max(1, Math.abs(high)));
        return new Bins(low - margin, high + margin, BINS);
    }

    private String caption() {
        String pooled = kind == Kind.DISTANCE
                ? "End to end is from the first to the last atom of the chain; the radius of gyration is that of atoms "
                        + "other than hydrogen. "
                : "Bonds of the backbone by the names of their atoms, all residues together. "
                        .replace("Bonds", kind == Kind.BOND ? "Bonds" : "Angles");
        return pooled + "Share per bin; the axes cover the "
                + (samples.reference().isEmpty() ? "samples" : "reference")
                + ", except for 0.1 % at either end.";
    }
}
