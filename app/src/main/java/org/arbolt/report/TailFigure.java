package org.arbolt.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.math.LogSumExp;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.Legend;
import org.arbolt.report.plot.LinePlot;
import org.arbolt.report.plot.Pen;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;
import org.arbolt.sampling.ParetoSmoothing;

/** The largest raw weights with the Pareto distribution fitted to them: whether k̂ describes what it is read from. */
final class TailFigure {
    private static final Box BOX = new Box(62, 48, 724, 200);
    private static final int MOST_POINTS = 400;
    private static final int CURVE_POINTS = 120;
    private static final double TAILS_SHOWN = 8; // as many of the largest weights as the tail has
    private static final double BEYOND = 0.25; // of the tail's width, right of the largest weight

    private final double[] falling; // log10 of weights relative to the mean
    private final double mean; // natural logarithm of the mean raw weight
    private final ParetoSmoothing.Tail tail; // null where nothing was fitted

    TailFigure(Weighting weighting) {
        double[] raw = weighting.independentRaw();
        this.mean = LogSumExp.of(raw) - Math.log(Math.max(1, raw.length));
        this.tail = ParetoSmoothing.of(raw).tail();
        double[] rising = Arrays.stream(raw)
                .filter(Double::isFinite)
                .map(this::relative)
                .sorted()
                .toArray();
        this.falling = IntStream.range(0, rising.length)
                .mapToDouble(i -> rising[rising.length - 1 - i])
                .toArray();
    }

    private double relative(double logWeight) {
        return (logWeight - mean) / Math.log(10);
    }

    /** Whether there are weights enough to fit a tail, which begins at one that is no zero beside the largest. */
    boolean canDraw() {
        return tail != null && Double.isFinite(tail.logThreshold());
    }

    Figure figure(int samples) {
        Svg svg = new Svg("weights-tail", BOX.right() + 16, BOX.bottom() + 40, "Tail of the importance weights");
        int shown = (int) Math.min(falling.length, TAILS_SHOWN * tail.size());
        double threshold = relative(tail.logThreshold());
        double low = Math.min(falling[shown - 1], threshold - 0.1);
        double high = falling[0] + BEYOND * Math.clamp(falling[0] - threshold, 0.1, 1.0);
        Axes axes = new Axes(
                svg,
                BOX,
                Scale.linear(low, high),
                Scale.logarithmic(0.3 / samples, Math.max(2.0 * shown / samples, 2.0 / samples)));
        LinePlot plot = new LinePlot(axes);
        plot.vertical(threshold, Palette.GUIDE);
        fitted(plot, threshold, high, samples);
        points(plot, shown, samples);
        axes.spines()
                .bottom(
                        "log₁₀ of raw weight relative to the mean",
                        axes.xScale().ticks(8))
                .left("share of samples above", axes.yScale().ticks(5));
        new Legend(svg, BOX.x(), 14)
                .line("raw weights", Pen.solid(Palette.ENSEMBLE_COLOUR, 3))
                .line("Pareto distribution, k̂ = " + NumberText.fixed(tail.shape(), 2), Palette.PROPOSAL)
                .line("where the tail begins", Palette.GUIDE);
        return new Figure("Tail of the weights", List.of(svg), caption(shown));
    }

    private void fitted(LinePlot plot, double threshold, double high, int samples) {
        double[] x = new double[CURVE_POINTS];
        double[] y = new double[CURVE_POINTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = threshold + (high - threshold) * i / (x.length - 1);
            double share = tail.larger(x[i] * Math.log(10) + mean) * tail.size() / samples;
            y[i] = share > 0 ? share : Double.NaN;
        }
        plot.curve(x, y, new Pen(Palette.PROPOSAL_COLOUR, 1.8, "5 2.5"));
    }

    /** All of the largest; of the others some. */
    private void points(LinePlot plot, int shown, int samples) {
        int[] ranks = IntStream.rangeClosed(0, MOST_POINTS)
                .map(i -> (int) Math.round(Math.pow(shown, i / (double) MOST_POINTS)))
                .distinct()
                .toArray();
        plot.points(
                IntStream.of(ranks).mapToDouble(rank -> falling[rank - 1]).toArray(),
                IntStream.of(ranks).mapToDouble(rank -> rank / (double) samples).toArray(),
                2.2,
                Palette.ENSEMBLE_COLOUR);
    }

    private String caption(int shown) {
        return "The " + NumberText.count(shown) + " largest raw weights, and the generalised Pareto distribution "
                + "fitted to the " + NumberText.count(tail.size())
                + " largest. Where points lie above the line at the right end, "
                + "the largest weights are larger than the fit says. With k̂ below 0.5 the variance of the weights is "
                + "finite; with k̂ above 1 not even their mean is.";
    }
}
