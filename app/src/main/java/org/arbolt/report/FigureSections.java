package org.arbolt.report;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.evaluate.Profile;
import org.arbolt.evaluate.StructuralQuantity.Kind;
import org.arbolt.report.ReportContent.Samples;
import org.arbolt.report.plot.Svg;

/** The parts of the page that are figures. Keeps what it drew, so that each also becomes a file. */
final class FigureSections {
    private final Samples samples;
    private final double temperatureKelvin;
    private final TrainingCurve training;
    private final List<Profile> profiles;
    private final PopulationCurve population; // null for none
    private final boolean weightsAreKnown;
    private final List<Svg> drawn = new ArrayList<>();

    FigureSections(ReportContent content) {
        this.samples = content.samples();
        this.temperatureKelvin = content.subject().temperatureKelvin();
        this.training = content.training();
        this.profiles = content.profiles();
        this.population = content.population();
        this.weightsAreKnown = content.numbers().weights().areKnown();
    }

    /** The drawings of all figures written so far, in order. */
    List<Svg> drawn() {
        return List.copyOf(drawn);
    }

    void write(Page page) {
        conformations(page);
        slowest(page);
        profiles(page);
        geometry(page);
        energies(page);
        weights(page);
        population(page);
        training(page);
    }

    private void conformations(Page page) {
        page.heading("Conformations");
        if (samples.reference().isEmpty()) {
            page.missing("No reference was given, so the figures show the samples before and after reweighting only.");
        }
        if (!weightsAreKnown) {
            page.missing("The samples have no weights, so “reweighted” is the same as “as drawn” in all that follows.");
        }
        if (samples.proposal().isEmpty()) {
            page.missing("No samples were drawn, so there are no maps.");
        } else if (samples.proposal().torsions().isEmpty()) {
            page.missing("The molecule has no residue with both φ and ψ, so there are no Ramachandran maps.");
        } else {
            add(page, new RamachandranFigure(samples, temperatureKelvin).figure());
            add(page, new MarginalFigure(samples).figure());
        }
    }

    private void profiles(Page page) {
        if (!profiles.isEmpty()) {
            add(page, new ProfileFigure(profiles).figure());
        }
    }

    private void slowest(Page page) {
        TicaFigure figure = new TicaFigure(samples, temperatureKelvin);
        if (figure.canDraw()) {
            add(page, figure.figure());
        } else if (!samples.reference().isEmpty()) {
            page.missing("The reference does not tell its slowest coordinates, so there is no map of them.");
        }
    }

    private void geometry(Page page) {
        for (Kind kind : List.of(Kind.DISTANCE, Kind.BOND, Kind.ANGLE)) {
            GeometryFigure figure = new GeometryFigure(samples, kind);
            if (figure.canDraw()) {
                add(page, figure.figure());
            }
        }
    }

    private void energies(Page page) {
        page.heading("Energies");
        if (EnergyFigure.canDraw(samples)) {
            add(page, new EnergyFigure(samples).figure());
        } else {
            page.missing("No frame has a finite energy, so there is no histogram.");
        }
    }

    private void weights(Page page) {
        page.heading("Weights");
        if (!weightsAreKnown) {
            page.missing("The samples have no weights: all count alike.");
            return;
        }
        WeightFigure figure = new WeightFigure(samples.weighting());
        if (figure.canDraw()) {
            add(page, figure.figure());
            TailFigure tail = new TailFigure(samples.weighting());
            if (tail.canDraw()) {
                add(page, tail.figure(samples.weighting().size()));
            } else {
                page.missing("There are too few weights for a Pareto tail, or they are too equal or too unequal.");
            }
        } else {
            page.missing("Fewer than two samples have a weight above zero, so there is no distribution of weights.");
        }
    }

    private void population(Page page) {
        if (population != null) {
            add(page, new PopulationFigure(population).figure());
        }
    }

    private void training(Page page) {
        page.heading("Training");
        TrainingFigure figure = new TrainingFigure(training);
        if (training.isEmpty()) {
            page.missing("Nothing was trained in this run, so there is no training curve.");
        } else if (figure.canDraw()) {
            add(page, figure.figure());
        } else {
            page.missing("No training loss is finite, so there is no training curve.");
        }
    }

    private void add(Page page, Figure figure) {
        page.figure(figure);
        drawn.addAll(figure.drawings());
    }
}
