package org.arbolt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.math.Weights;
import org.arbolt.report.ReportContent.Samples;
import org.arbolt.report.plot.Axes;
import org.arbolt.report.plot.Box;
import org.arbolt.report.plot.ColourBar;
import org.arbolt.report.plot.ColourMap;
import org.arbolt.report.plot.ColourScale;
import org.arbolt.report.plot.HeatMap;
import org.arbolt.report.plot.Svg;
import org.arbolt.report.plot.Tick;
import org.arbolt.units.Units;

/**
 * Free energy over φ and ψ before and after reweighting and of the reference, on one colour scale, and the difference
 * of the last two on another; a row per residue.
 */
final class RamachandranFigure {
    private static final double SIDE = 216;
    private static final double LEFT = 56;
    private static final double TOP = 30;
    private static final double GAP = 28;
    private static final double SMALLEST_KT = 6;
    private static final double LARGEST_KT = 10;
    private static final String[] LETTERS = {"a", "b", "c", "d"};
    private static final String[] TITLES = {"Proposal, as drawn", "Reweighted", "Reference", "Reweighted − reference"};
    private static final double LARGEST_DIFFERENCE_KT = 2;

    private final Samples samples;
    private final double thermalEnergy;
    private final Bins bins;
    private final Weights ensembleWeights;

    RamachandranFigure(Samples samples, double temperatureKelvin) {
        this.samples = samples;
        this.thermalEnergy = Units.thermalEnergy(temperatureKelvin);
        this.bins = Angles.bins(samples);
        this.ensembleWeights = Weights.of(samples.weighting().logWeights());
    }

    Figure figure() {
        int residues = samples.proposal().torsions().size();
        List<List<double[][]>> rows =
                IntStream.range(0, residues).mapToObj(this::row).toList();
        double highest = rows.stream()
                .flatMap(List::stream)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .filter(f -> !Double.isNaN(f))
                .max()
                .orElse(1);
        ColourScale colours = colours(highestUnweighted(rows));
        List<Svg> drawings = new ArrayList<>();
        for (int r = 0; r < residues; r++) {
            drawings.add(draw(r, rows.get(r), colours, highest > colours.high()));
        }
        return new Figure("Ramachandran maps", drawings, caption(colours));
    }

    /** Free energies of the panels of one residue; zero is the most populated cell of any of them. */
    private List<double[][]> row(int residue) {
        ResidueTorsions proposal = samples.proposal().torsions().get(residue);
        List<FreeEnergyMap> maps = new ArrayList<>();
        maps.add(FreeEnergyMap.of(proposal, Weights.uniform(proposal.phi().length), bins));
        maps.add(FreeEnergyMap.of(proposal, ensembleWeights, bins));
        if (!samples.reference().isEmpty()) {
            ResidueTorsions reference = samples.reference().torsions().get(residue);
            maps.add(FreeEnergyMap.of(reference, Weights.uniform(reference.phi().length), bins));
        }
        double zero = maps.stream().mapToDouble(FreeEnergyMap::peak).max().orElseThrow();
        return maps.stream().map(map -> map.freeEnergy(thermalEnergy, zero)).toList();
    }

    /** Of the equally weighted panels; weights can be as small as they like and would stretch the scale without end. */
    private static double highestUnweighted(List<List<double[][]>> rows) {
        return rows.stream()
                .flatMap(row -> IntStream.range(0, row.size())
                        .filter(panel -> panel != 1)
                        .mapToObj(row::get))
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .filter(f -> !Double.isNaN(f))
                .max()
                .orElse(1);
    }

    private ColourScale colours(double highest) {
        double limit = Math.clamp(highest, SMALLEST_KT * thermalEnergy, LARGEST_KT * thermalEnergy);
        return new ColourScale(ColourMap.VIRIDIS, 0, Math.ceil(limit));
    }

    private Svg draw(int residue, List<double[][]> panels, ColourScale colours, boolean open) {
        String name = samples.proposal().torsions().get(residue).residue();
        double maps = LEFT + panels.size() * (SIDE + GAP) + 62;
        double width = panels.size() > 2 ? maps + SIDE + GAP + 62 : maps;
        Svg svg =
                new Svg("ramachandran-" + (residue + 1), width, TOP + SIDE + 40, "Ramachandran free energy of " + name);
        for (int p = 0; p < panels.size(); p++) {
            Box box = new Box(LEFT + p * (SIDE + GAP), TOP, SIDE, SIDE);
            panel(new Axes(svg, box, Angles.SCALE, Angles.SCALE), p, name, panels.get(p), colours);
        }
        if (panels.size() > 2) {
            difference(svg, name, panels);
        }
        Box bar = new Box(LEFT + panels.size() * (SIDE + GAP) - 10, TOP + 14, 12, SIDE - 14);
        new ColourBar(colours).draw(svg, bar, "free energy −kT ln p  (kJ/mol)", open);
        return svg;
    }

    /** Where both have frames: above zero the weighted ensemble has too few of them. */
    private void difference(Svg svg, String name, List<double[][]> panels) {
        double limit = LARGEST_DIFFERENCE_KT * thermalEnergy;
        double[][] between = new double[panels.get(1).length][];
        for (int i = 0; i < between.length; i++) {
            between[i] = panels.get(1)[i].clone();
            for (int j = 0; j < between[i].length; j++) {
                double apart = between[i][j] - panels.get(2)[i][j]; // NaN where either has no frame
                between[i][j] = Double.isNaN(apart) ? apart : Math.clamp(apart, -limit, limit);
            }
        }
        ColourScale colours = new ColourScale(ColourMap.BLUE_ORANGE, -limit, limit);
        double left = LEFT + panels.size() * (SIDE + GAP) + 62;
        Axes axes = new Axes(svg, new Box(left, TOP, SIDE, SIDE), Angles.SCALE, Angles.SCALE);
        new HeatMap(axes, colours).draw(between);
        axes.frame().title(LETTERS[3], TITLES[3]).bottom("φ of " + name + "  (degrees)", Angles.TICKS);
        axes.leftMarks(Angles.TICKS);
        Box bar = new Box(left + SIDE + 18, TOP + 14, 12, SIDE - 14);
        new ColourBar(colours).draw(svg, bar, "difference  (kJ/mol)", false);
    }

    private void panel(Axes axes, int panel, String residue, double[][] freeEnergy, ColourScale colours) {
        new HeatMap(axes, colours).draw(freeEnergy);
        axes.frame().title(LETTERS[panel], TITLES[panel]).bottom("φ of " + residue + "  (degrees)", Angles.TICKS);
        List<Tick> ticks = Angles.TICKS;
        if (panel == 0) {
            axes.left("ψ of " + residue + "  (degrees)", ticks);
        } else {
            axes.leftMarks(ticks);
        }
        if (panel == 1 && ensembleWeights.areZero()) {
            axes.note("every weight is zero");
        }
    }

    private String caption(ColourScale colours) {
        String width = NumberText.exact(bins.width()) + "°";
        String reference = samples.reference().isEmpty()
                ? "No reference was given. "
                : "(c) Reference, n = " + NumberText.count(samples.reference().size())
                        + ". (d) Free energy after reweighting less that of the reference: orange where the samples "
                        + "are "
                        + "too few, blue where they are too many. ";
        return "Free energy −kT ln p of the backbone torsions. (a) Samples as drawn, n = "
                + NumberText.count(samples.proposal().size()) + ". (b) The same samples with their importance weights, "
                + "effective n ("
                + samples.weighting().adjective() + ") = "
                + NumberText.count(Math.round(samples.weighting().independent().effectiveSamples())) + ". " + reference
                + "Bins of "
                + width + " × "
                + width + ". Zero is the most populated bin of the panels of a row; all share the colour scale, kT = "
                + NumberText.significant(thermalEnergy, 4) + " kJ/mol. White: no frame; grey: frames whose "
                + "weight is so small that the free energy lies above the scale (" + NumberText.exact(colours.high())
                + " kJ/mol).";
    }
}
