package org.arbolt.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.math.Weights;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.HistogramPlot;
import org.arbolt.report.plot.Legend;
import org.arbolt.report.plot.LinePlot;
import org.arbolt.report.plot.Pen;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;
import org.arbolt.report.plot.Ticks;

/** How evenly the weight is spread: a histogram of the weights, and the share that the largest of them hold. */
final class WeightFigure {
    private static final double LEFT = 58;
    private static final double TOP = 48;
    private static final double WIDTH = 328;
    private static final double HEIGHT = 190;
    private static final double GAP = 74;
    private static final double TAIL = 0.005;
    private static final double MOST_DECADES = 6;
    private static final int ABOUT_BINS = 50;
    private static final int CURVE_POINTS = 400;

    private final Weighting weighting;
    private final double[] share; // of the samples that have any weight, falling
    private final double[] relative; // [F], log10(n w); −∞ for weight zero
    private final Weights weights;
    private final int count;

    WeightFigure(Weighting weighting) {
        this.weighting = weighting;
        this.weights = weighting.independent();
        this.count = weighting.size();
        double[] rising =
                Arrays.stream(weights.share()).filter(w -> w > 0).sorted().toArray();
        this.share = IntStream.range(0, rising.length)
                .mapToDouble(i -> rising[rising.length - 1 - i])
                .toArray();
        this.relative =
                Arrays.stream(weights.share()).map(w -> Math.log10(count * w)).toArray();
    }

    /** Whether there are weights enough for a distribution. */
    boolean canDraw() {
        return share.length >= 2;
    }

    Figure figure() {
        Svg svg = new Svg(
                "weights",
                LEFT + 2 * WIDTH + GAP + 16,
                TOP + HEIGHT + 40,
                "Distribution of the importance " + "weights");
        Bins bins = bins();
        histogram(svg, bins);
        concentration(svg);
        return new Figure("Importance weights", List.of(svg), caption(bins));
    }

    private Bins bins() {
        Quantiles quantiles = new Quantiles(relative, Weights.uniform(count));
        double high = Math.log10(count * share[0]);
        double low = Math.max(quantiles.at(TAIL), high - MOST_DECADES);
        double step = Ticks.roundStep(Math.max(high - low, 0.1) / ABOUT_BINS);
        double first = Math.floor(low / step) - 1;
        double last = Math.ceil(high / step) + 1;
        return new Bins(first * step, last * step, (int) (last - first));
    }

    private void histogram(Svg svg, Bins bins) {
        double[] samples = percent(bins.shares(relative, Weights.uniform(count)));
        double[] weight = percent(bins.shares(relative, weights));
        double highest = Math.max(
                Arrays.stream(samples).max().orElse(0),
                Arrays.stream(weight).max().orElse(0));
        Axes axes = new Axes(
                svg, new Box(LEFT, TOP, WIDTH, HEIGHT), Scale.linear(bins.low(), bins.high()), Scale.fromZero(highest));
        Pen outline = Pen.solid(Palette.SHADE, 1);
        new HistogramPlot(axes)
                .area(bins.edges(), samples, Palette.SHADE, 0.3)
                .steps(bins.edges(), samples, outline)
                .steps(bins.edges(), weight, Palette.ENSEMBLE);
        new Legend(svg, LEFT, 14)
                .lineInBand("share of the samples", outline, Palette.SHADE, 0.3)
                .line("share of the weight", Palette.ENSEMBLE);
        axes.spines()
                .title("a", "Weights")
                .bottom(
                        "log₁₀ of weight relative to the mean, n·w",
                        axes.xScale().ticks(6))
                .left("share per bin (%)", axes.yScale().ticks(5));
    }

    private void concentration(Svg svg) {
        Scale x = Scale.logarithmic(100.0 / count, 100);
        Axes axes = new Axes(svg, new Box(LEFT + WIDTH + GAP, TOP, WIDTH, HEIGHT), x, Scale.linear(0, 104));
        int[] ranks = IntStream.rangeClosed(0, CURVE_POINTS)
                .map(i -> (int) Math.round(Math.pow(count, i / (double) CURVE_POINTS)))
                .distinct()
                .toArray();
        double[] part =
                IntStream.of(ranks).mapToDouble(rank -> 100.0 * rank / count).toArray();
        double effective = weights.effectiveSamples();
        LinePlot plot = new LinePlot(axes).curve(part, part, Palette.GUIDE).curve(part, held(ranks), Palette.ENSEMBLE);
        plot.vertical(100 * effective / count, new Pen(Palette.REFERENCE_COLOUR, 0.9, "4 2.5"));
        boolean roomOnLeft = x.fraction(100 * effective / count) > 0.5;
        String label = weighting.adjective() + " ESS = " + NumberText.count(Math.round(effective)) + " ("
                + NumberText.percent(effective / count, 3) + ")";
        svg.text(
                axes.x(100 * effective / count) + (roomOnLeft ? -5 : 5),
                roomOnLeft ? TOP + 12 : TOP + HEIGHT / 2, // the curve is high where the line is on the left
                label,
                "text-anchor",
                roomOnLeft ? "end" : "start",
                "font-size",
                "10.5");
        new Legend(svg, LEFT + WIDTH + GAP, 14)
                .line("weights of this run", Palette.ENSEMBLE)
                .line("equal weights", Palette.GUIDE);
        axes.spines()
                .title("b", "Concentration")
                .bottom("largest weights, share of the samples (%)", x.ticks(5))
                .left("share of the total weight (%)", axes.yScale().ticks(5));
    }

    /** Share of the total weight, in per cent, that as many of the largest weights hold, for each rank (rising). */
    private double[] held(int[] ranks) {
        double[] held = new double[ranks.length];
        double sum = 0;
        int taken = 0;
        for (int i = 0; i < ranks.length; i++) {
            for (; taken < Math.min(ranks[i], share.length); taken++) {
                sum += share[taken];
            }
            held[i] = 100 * sum;
        }
        return held;
    }

    private static double[] percent(double[] shares) {
        return Arrays.stream(shares).map(s -> 100 * s).toArray();
    }

    private String caption(Bins bins) {
        List<String> exclusions = Judgement.exclusions(weighting).toList();
        long shown = Arrays.stream(relative).filter(r -> bins.index(r) >= 0).count();
        return "Importance weights of n = " + NumberText.count(count) + " samples, treatment “" + weighting.treatment()
                + "”. (a) Samples, and the weight that they carry, by weight; bins of " + NumberText.exact(bins.width())
                + "; " + NumberText.count(count - shown) + " samples lie to the left or have weight zero"
                + (exclusions.isEmpty() ? "" : " (" + String.join(", ", exclusions) + ")")
                + ". (b) Share of the total weight held by the largest weights; the vertical line is Kish's "
                + "effective sample "
                + "size of these " + weighting.adjective() + " weights, the largest single weight holds "
                + NumberText.percent(share[0], 2) + ".";
    }
}
