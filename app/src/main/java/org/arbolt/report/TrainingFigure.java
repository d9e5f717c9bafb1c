package org.arbolt.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.arbolt.report.TrainingCurve.Curve;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.Legend;
import org.arbolt.report.plot.LinePlot;
import org.arbolt.report.plot.Pen;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;
import org.arbolt.report.plot.Tick;
import org.arbolt.report.plot.Ticks;

/** The loss over training. Long curves are shown as means of stretches with the range of each stretch as a band. */
final class TrainingFigure {
    private static final Box BOX = new Box(62, 32, 724, 190);
    private static final int STRETCHES = 240;
    private static final double BEGINNING = 0.05;
    private static final int FEW = 60; // points of so short a curve are marked
    private static final double BAND = 0.22;

    private final TrainingCurve training;
    private final Curve train;

    TrainingFigure(TrainingCurve training) {
        this.training = training;
        this.train = finite(training.train());
    }

    boolean canDraw() {
        return train.at().length > 0;
    }

    Figure figure() {
        Svg svg = new Svg("training", BOX.right() + 16, BOX.bottom() + 40, "Loss over training");
        Curve validation = finite(training.validation());
        Axes axes = new Axes(svg, BOX, xScale(validation), yScale(validation));
        LinePlot plot = new LinePlot(axes);
        Pen pen = Pen.solid(Palette.ENSEMBLE_COLOUR, 1.2);
        Legend legend = new Legend(svg, BOX.x(), 14);
        if (train.at().length > STRETCHES) {
            legend.lineInBand("training", pen, Palette.ENSEMBLE_COLOUR, BAND);
        } else {
            legend.line("training", pen);
        }
        drawTrain(plot, pen);
        if (validation.at().length > 0) {
            Pen held = Pen.solid(Palette.PROPOSAL_COLOUR, 1.2);
            plot.curve(validation.at(), validation.loss(), held);
            if (validation.at().length <= FEW) {
                plot.points(validation.at(), validation.loss(), 2, Palette.PROPOSAL_COLOUR);
            }
            legend.line("validation", held);
        }
        axes.spines()
                .bottom(training.progressName(), wholeTicks(axes.xScale()))
                .left(training.lossName(), axes.yScale().ticks(6));
        return new Figure("Training", List.of(svg), caption(validation, axes));
    }

    /** Progress is counted, so there are no marks between whole numbers. */
    private static List<Tick> wholeTicks(Scale scale) {
        return Ticks.every(scale.low(), scale.high(), Math.max(1, Ticks.roundStep((scale.high() - scale.low()) / 8)));
    }

    private void drawTrain(LinePlot plot, Pen pen) {
        int stretches = Math.min(STRETCHES, train.at().length);
        double[][] parts = IntStream.range(0, stretches)
                .mapToObj(s -> stretch(s, stretches))
                .toArray(double[][]::new);
        double[] at = column(parts, 0);
        plot.band(at, column(parts, 2), column(parts, 3), Palette.ENSEMBLE_COLOUR, BAND)
                .curve(at, column(parts, 1), pen);
        if (stretches <= FEW) {
            plot.points(at, column(parts, 1), 2, Palette.ENSEMBLE_COLOUR);
        }
    }

    /** Place, mean, minimum and maximum of one of equal stretches. */
    private double[] stretch(int index, int stretches) {
        int from = (int) ((long) index * train.at().length / stretches);
        int to = (int) ((long) (index + 1) * train.at().length / stretches);
        double[] loss = Arrays.copyOfRange(train.loss(), from, to);
        return new double[] {
            Arrays.stream(train.at(), from, to).average().orElseThrow(),
            Arrays.stream(loss).average().orElseThrow(),
            Arrays.stream(loss).min().orElseThrow(),
            Arrays.stream(loss).max().orElseThrow()
        };
    }

    private Scale xScale(Curve validation) {
        double high = Math.max(last(train.at()), last(validation.at()));
        double low = Math.min(0, train.at()[0]);
        return Scale.linear(low, high > low ? high + 0.01 * (high - low) : low + 1);
    }

    /**
     * From the lowest loss to the highest after the first {@value #BEGINNING} of training, whose steep fall would hide
     * the rest.
     */
    private Scale yScale(Curve validation) {
        int first = (int) (BEGINNING * train.at().length);
        double[] settled = DoubleStream.concat(
                        Arrays.stream(train.loss()).skip(first),
                        Arrays.stream(validation.loss()).skip((int) (BEGINNING * validation.at().length)))
                .toArray();
        double low = Arrays.stream(settled).min().orElseThrow();
        double high = Arrays.stream(settled).max().orElseThrow();
        double margin = Math.max(0.05 * (high - low), 1e-3 * Math.max(1, Math.abs(high)));
        return Scale.linear(low - margin, high + margin);
    }

    private String caption(Curve validation, Axes axes) {
        long above = Arrays.stream(train.loss())
                .filter(loss -> loss > axes.yScale().high())
                .count();
        int skipped = training.train().at().length - train.at().length;
        String stretches = train.at().length > STRETCHES
                ? "The line is the mean and the band the range over stretches of about "
                        + NumberText.count(Math.round(train.at().length / (double) STRETCHES)) + " values. "
                : "";
        String held = validation.at().length == 0
                ? "There is no validation loss. "
                : "Validation: last " + NumberText.significant(last(validation.loss()), 5) + ", lowest "
                        + NumberText.significant(
                                Arrays.stream(validation.loss()).min().orElseThrow(), 5) + ". ";
        return NumberText.count(train.at().length) + " values of the training loss, last "
                + NumberText.significant(last(train.loss()), 5) + ". " + stretches + held
                + (above > 0 ? NumberText.count(above) + " values at the beginning lie above the axis. " : "")
                + (skipped > 0 ? NumberText.count(skipped) + " values that are not finite are left out. " : "");
    }

    private static Curve finite(Curve curve) {
        int[] kept = IntStream.range(0, curve.at().length)
                .filter(i -> Double.isFinite(curve.loss()[i]))
                .toArray();
        return new Curve(
                IntStream.of(kept).mapToDouble(i -> curve.at()[i]).toArray(),
                IntStream.of(kept).mapToDouble(i -> curve.loss()[i]).toArray());
    }

    private static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    private static double last(double[] values) {
        return values.length == 0 ? 0 : values[values.length - 1];
    }
}
