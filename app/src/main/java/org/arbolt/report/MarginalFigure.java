package org.arbolt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.arbolt.math.Weights;
import org.arbolt.report.ReportContent.Samples;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.Legend;
import org.arbolt.report.plot.LinePlot;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;

/** Distributions of φ and of ψ, three curves each, with bands of one standard error; a row per residue. */
final class MarginalFigure {
    private static final double LEFT = 58;
    private static final double TOP = 48;
    private static final double WIDTH = 332;
    private static final double HEIGHT = 170;
    private static final double GAP = 66;
    private static final double BAND = 0.28;

    private final Samples samples;
    private final Bins bins;
    private final Weights ensembleWeights;

    MarginalFigure(Samples samples) {
        this.samples = samples;
        this.bins = Angles.bins(samples);
        this.ensembleWeights = Weights.of(samples.weighting().logWeights());
    }

    /** Shares and their standard errors (empty where unknown), both in per cent per degree, one per bin. */
    private record Density(double[] value, double[] error) {
        double highest() {
            return IntStream.range(0, value.length)
                    .mapToDouble(i -> value[i] + (error.length > 0 ? error[i] : 0))
                    .max()
                    .orElse(0);
        }
    }

    Figure figure() {
        List<Svg> drawings = new ArrayList<>();
        for (int residue = 0; residue < samples.proposal().torsions().size(); residue++) {
            drawings.add(draw(residue));
        }
        return new Figure("Torsion distributions", drawings, caption());
    }

    private Svg draw(int residue) {
        String name = samples.proposal().torsions().get(residue).residue();
        Svg svg = new Svg(
                "torsions-" + (residue + 1),
                LEFT + 2 * WIDTH + GAP + 16,
                TOP + HEIGHT + 40,
                "Distributions of the backbone torsions of " + name);
        legend(svg);
        panel(svg, LEFT, "a", "φ of " + name, residue, ResidueTorsions::phi);
        panel(svg, LEFT + WIDTH + GAP, "b", "ψ of " + name, residue, ResidueTorsions::psi);
        return svg;
    }

    private void legend(Svg svg) {
        Legend legend = new Legend(svg, LEFT, 14);
        legend.line("proposal, as drawn", Palette.PROPOSAL);
        legend.lineInBand("reweighted ± 1 s.e.", Palette.ENSEMBLE, Palette.ENSEMBLE_COLOUR, BAND);
        if (samples.reference().blocks() > 1) {
            legend.lineInBand("reference ± 1 s.e.", Palette.REFERENCE, Palette.SHADE, BAND);
        } else if (!samples.reference().isEmpty()) {
            legend.line("reference", Palette.REFERENCE);
        }
    }

    private void panel(
            Svg svg, double x, String letter, String title, int residue, Function<ResidueTorsions, double[]> angle) {
        Density proposal = proposal(residue, angle);
        Density ensemble = ensemble(residue, angle);
        Density reference = reference(residue, angle);
        double highest = DoubleStream.of(proposal.highest(), ensemble.highest(), reference.highest())
                .max()
                .orElse(0);
        Axes axes = new Axes(svg, new Box(x, TOP, WIDTH, HEIGHT), Angles.SCALE, Scale.fromZero(highest));
        curve(axes, reference, Palette.SHADE);
        new LinePlot(axes).curve(around(), wrapped(proposal.value()), Palette.PROPOSAL);
        curve(axes, ensemble, Palette.ENSEMBLE_COLOUR);
        LinePlot lines = new LinePlot(axes);
        if (reference.value().length > 0) {
            lines.curve(around(), wrapped(reference.value()), Palette.REFERENCE);
        }
        lines.curve(around(), wrapped(ensemble.value()), Palette.ENSEMBLE);
        axes.spines()
                .title(letter, title)
                .bottom(title + "  (degrees)", Angles.TICKS)
                .left("population (% per degree)", axes.yScale().ticks(5));
    }

    private void curve(Axes axes, Density density, String colour) {
        if (density.error().length > 0) {
            double[] low = new double[bins.count()];
            double[] high = new double[bins.count()];
            Arrays.setAll(low, i -> Math.max(0, density.value()[i] - density.error()[i]));
            Arrays.setAll(high, i -> density.value()[i] + density.error()[i]);
            new LinePlot(axes).band(around(), wrapped(low), wrapped(high), colour, BAND);
        }
    }

    /** Centres of the bins and of one more at either end, so that curves reach the frame. */
    private double[] around() {
        return IntStream.rangeClosed(-1, bins.count())
                .mapToDouble(i -> bins.low() + (i + 0.5) * bins.width())
                .toArray();
    }

    private static double[] wrapped(double[] circle) {
        int n = circle.length;
        return IntStream.rangeClosed(-1, n)
                .mapToDouble(i -> circle[Math.floorMod(i, n)])
                .toArray();
    }

    private Density proposal(int residue, Function<ResidueTorsions, double[]> angle) {
        double[] degrees =
                Angles.degrees(angle.apply(samples.proposal().torsions().get(residue)));
        return density(bins.shares(degrees, Weights.uniform(degrees.length)), new double[0]);
    }

    private Density ensemble(int residue, Function<ResidueTorsions, double[]> angle) {
        double[] degrees =
                Angles.degrees(angle.apply(samples.proposal().torsions().get(residue)));
        double[] errors = bins.weightedErrors(
                degrees, ensembleWeights, samples.weighting().groups());
        boolean known = Arrays.stream(errors).noneMatch(Double::isNaN);
        return density(bins.shares(degrees, ensembleWeights), known ? errors : new double[0]);
    }

    private Density reference(int residue, Function<ResidueTorsions, double[]> angle) {
        if (samples.reference().isEmpty()) {
            return new Density(new double[0], new double[0]);
        }
        double[] degrees =
                Angles.degrees(angle.apply(samples.reference().torsions().get(residue)));
        int blocks = samples.reference().blocks();
        double[] errors = blocks > 1 ? bins.blockErrors(degrees, blocks) : new double[0];
        return density(bins.shares(degrees, Weights.uniform(degrees.length)), errors);
    }

    private Density density(double[] shares, double[] errors) {
        double perDegree = 100 / bins.width();
        return new Density(
                Arrays.stream(shares).map(s -> s * perDegree).toArray(),
                Arrays.stream(errors).map(e -> e * perDegree).toArray());
    }

    private String caption() {
        int blocks = samples.reference().blocks();
        String reference = samples.reference().isEmpty()
                ? "No reference was given. "
                : "Reference: n = " + NumberText.count(samples.reference().size())
                        + (blocks > 1
                                ? ", band from the scatter of " + blocks + " independent stretches. "
                                : ", without error band. ");
        return "Marginal distributions of φ and ψ. Proposal and reweighted: n = "
                + NumberText.count(samples.proposal().size())
                + "; bands are one standard error, for the weighted samples by "
                + "the delta method. " + reference + "Bins of " + NumberText.exact(bins.width()) + "°.";
    }
}
