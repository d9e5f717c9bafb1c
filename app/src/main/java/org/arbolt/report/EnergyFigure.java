package org.arbolt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.arbolt.math.Weights;
import org.arbolt.report.ReportContent.Samples;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.HistogramPlot;
import org.arbolt.report.plot.Legend;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Svg;

/** Histograms of the potential energy before and after reweighting and of the reference, linear and logarithmic. */
final class EnergyFigure {
    private static final double LEFT = 62;
    private static final double TOP = 48;
    private static final double WIDTH = 326;
    private static final double HEIGHT = 190;
    private static final double GAP = 72;

    private final Samples samples;
    private final double[] energy;
    private final Weights uniform;
    private final Weights ensembleWeights;
    private final Weights referenceWeights;
    private final Bins bins;

    EnergyFigure(Samples samples) {
        this.samples = samples;
        this.energy = samples.proposal().energy();
        this.uniform = Weights.uniform(energy.length);
        this.ensembleWeights = Weights.of(samples.weighting().logWeights());
        this.referenceWeights = Weights.uniform(samples.reference().size());
        this.bins = EnergyRange.choose(
                new Quantiles(energy, uniform),
                new Quantiles(energy, ensembleWeights),
                new Quantiles(samples.reference().energy(), referenceWeights));
    }

    /** Whether there is any energy to draw. */
    static boolean canDraw(Samples samples) {
        return Stream.of(samples.proposal(), samples.reference())
                .flatMapToDouble(s -> Arrays.stream(s.energy()))
                .anyMatch(Double::isFinite);
    }

    Figure figure() {
        Svg svg = new Svg(
                "energies", LEFT + 2 * WIDTH + GAP + 16, TOP + HEIGHT + 40, "Histograms of the potential energy");
        legend(svg);
        double highest =
                densities().stream().flatMapToDouble(Arrays::stream).max().orElse(0);
        double lowest = densities().stream()
                .flatMapToDouble(Arrays::stream)
                .filter(d -> d > 0)
                .min()
                .orElse(0.1);
        Scale logarithmic = Scale.logarithmic(Math.max(lowest / 2, highest * 1e-5), Math.max(highest, lowest) * 2);
        panel(svg, LEFT, "a", "Energies", Scale.fromZero(highest));
        panel(svg, LEFT + WIDTH + GAP, "b", "The same, logarithmic", logarithmic);
        return new Figure("Energy distributions", List.of(svg), caption());
    }

    private void legend(Svg svg) {
        Legend legend = new Legend(svg, LEFT, 14);
        legend.line("proposal, as drawn", Palette.PROPOSAL);
        legend.line("reweighted", Palette.ENSEMBLE);
        if (!samples.reference().isEmpty()) {
            legend.lineInBand("reference", Palette.REFERENCE, Palette.SHADE, 0.3);
        }
    }

    private void panel(Svg svg, double x, String letter, String title, Scale y) {
        Axes axes = new Axes(svg, new Box(x, TOP, WIDTH, HEIGHT), Scale.linear(bins.low(), bins.high()), y);
        HistogramPlot plot = new HistogramPlot(axes);
        double[] edges = bins.edges();
        List<double[]> densities = densities();
        if (densities.size() > 2) {
            plot.area(edges, densities.get(2), Palette.SHADE, 0.3).steps(edges, densities.get(2), Palette.REFERENCE);
        }
        plot.steps(edges, densities.get(0), Palette.PROPOSAL).steps(edges, densities.get(1), Palette.ENSEMBLE);
        axes.spines()
                .title(letter, title)
                .bottom("potential energy (kJ/mol)", axes.xScale().ticks(6))
                .left("density (mol/kJ)", y.ticks(5));
    }

    /** Densities per kJ/mol: proposal, reweighted and, where there is one, reference. */
    private List<double[]> densities() {
        List<double[]> densities = new ArrayList<>(List.of(density(energy, uniform), density(energy, ensembleWeights)));
        if (!samples.reference().isEmpty()) {
            densities.add(density(samples.reference().energy(), referenceWeights));
        }
        return densities;
    }

    private double[] density(double[] values, Weights weights) {
        return Arrays.stream(bins.shares(values, weights))
                .map(share -> share / bins.width())
                .toArray();
    }

    private String caption() {
        String reference = samples.reference().isEmpty()
                ? ". No reference was given. "
                : "; reference " + outside(samples.reference().energy(), referenceWeights) + ", n = "
                        + NumberText.count(samples.reference().size()) + ". ";
        long notFinite = Arrays.stream(energy).filter(e -> !Double.isFinite(e)).count();
        return "Potential energies. Outside the range shown lie: proposal " + outside(energy, uniform) + ", n = "
                + NumberText.count(energy.length)
                + (notFinite > 0 ? " (" + NumberText.count(notFinite) + " not finite)" : "")
                + "; reweighted " + outside(energy, ensembleWeights) + " of the weight" + reference + "Bins of "
                + NumberText.exact(bins.width()) + " kJ/mol.";
    }

    private String outside(double[] values, Weights weights) {
        double inside = Arrays.stream(bins.shares(values, weights)).sum();
        double all = Arrays.stream(weights.share()).sum();
        return NumberText.percent(Math.max(0, Math.round(1e9 * (all - inside)) / 1e9), 2);
    }
}
