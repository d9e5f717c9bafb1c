package org.arbolt.report;

import java.util.List;
import org.arbolt.evaluate.Basin;
import org.arbolt.evaluate.ObservableMean;
import org.arbolt.report.ReportContent.Comparison;
import org.arbolt.report.plot.Markup;

/** The parts of the page that are tables of results. */
final class TableSections {
    private final Comparison comparison;

    TableSections(Comparison comparison) {
        this.comparison = comparison;
    }

    void write(Page page) {
        page.heading("Populations and free energies");
        if (comparison.basins().isEmpty()) {
            page.missing("No basins are defined for this molecule.");
        } else {
            basins(page);
        }
        if (!comparison.averages().isEmpty()) {
            averages(page);
        }
        comparison.clusters().forEach(table -> given(page, table));
        page.heading("Measures of quality");
        if (comparison.metrics().isEmpty()) {
            page.missing("Nothing was measured against a reference.");
        } else {
            metrics(page);
        }
        if (!comparison.published().isEmpty()) {
            published(page);
        }
        page.heading("Convergence of the reference");
        if (comparison.tables().isEmpty()) {
            page.missing("No convergence analysis of a reference was given.");
        }
        comparison.tables().forEach(table -> given(page, table));
    }

    private void basins(Page page) {
        page.openTable(
                "Basins",
                "Populations p and free energies ΔF of the reweighted ensemble and of the reference, "
                        + "each with one standard error. The last column is the "
                        + "difference of the populations in units of their combined error; below 3 is agreement.",
                List.of(
                        "basin",
                        "p, reweighted (%)",
                        "p, reference (%)",
                        "ΔF, reweighted (kJ/mol)",
                        "ΔF, reference (kJ/mol)",
                        "difference (σ)"));
        comparison.basins().forEach(basin -> basin(page.body(), basin));
        page.closeTable();
    }

    private static void basin(Markup body, Basin basin) {
        Basin.State ensemble = basin.ensemble();
        Basin.State reference = basin.reference();
        body.open("tr")
                .open("td", "class", "words")
                .text(basin.name())
                .element("small", basin.definition())
                .close();
        body.element("td", NumberText.estimate(ensemble.population().times(100)));
        body.element("td", NumberText.estimate(reference.population().times(100)));
        body.element("td", NumberText.estimate(ensemble.freeEnergy()));
        body.element("td", NumberText.estimate(reference.freeEnergy()));
        body.element("td", NumberText.fixed(ensemble.population().sigmasFrom(reference.population()), 1))
                .close()
                .newline();
    }

    private void averages(Page page) {
        page.openTable(
                "Averages",
                "Means of observables, each with one standard error; the last column as in the table " + "of basins.",
                List.of("observable", "as drawn", "reweighted", "reference", "difference (σ)"));
        for (ObservableMean average : comparison.averages()) {
            page.row(List.of(
                    named(average.name(), average.unit()),
                    NumberText.estimate(average.proposal()),
                    NumberText.estimate(average.ensemble()),
                    NumberText.estimate(average.reference()),
                    NumberText.fixed(average.ensemble().sigmasFrom(average.reference()), 1)));
        }
        page.closeTable();
    }

    private static String named(String name, String unit) {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }

    private void metrics(Page page) {
        page.openTable(
                "Distance from the reference",
                "Before and after reweighting. The noise floor is the same measure "
                        + "between two independent halves of the reference: the value that perfect samples would have.",
                List.of("measure", "as drawn", "reweighted", "noise floor", "what it means"),
                1);
        comparison.metrics().forEach(metric -> metric(page.body(), metric));
        page.closeTable();
    }

    private static void metric(Markup body, Metric metric) {
        body.open("tr").element("th", named(metric.name(), metric.unit()), "scope", "row");
        body.element("td", NumberText.estimate(metric.proposal()))
                .element("td", NumberText.estimate(metric.ensemble()));
        body.element("td", NumberText.estimate(metric.noiseFloor())).element("td", metric.meaning(), "class", "words");
        body.close().newline();
    }

    private void published(Page page) {
        page.openTable(
                "Published for this molecule, force field and temperature",
                "Lower is better, except for the effective sample size, which was computed after the largest weights "
                        + "were dropped. The distances are from the references of their authors; ± is a standard "
                        + "deviation over runs.",
                List.of("method", "energy evaluations", "ESS (%)", "E-W2 (kT)", "T-W2 (rad)", "source"),
                1);
        for (PublishedResult row : comparison.published()) {
            Markup body = page.body().open("tr").element("th", row.method(), "scope", "row");
            body.element("td", row.evaluations() == null ? "–" : NumberText.count(row.evaluations()));
            body.element("td", row.ess() == null ? "–" : NumberText.fixed(100 * row.ess(), 1));
            body.element("td", row.energyText()).element("td", row.torsionText());
            body.element("td", row.source(), "class", "words").close().newline();
        }
        page.closeTable();
    }

    private static void given(Page page, Table table) {
        page.openTable(table.caption(), "", table.columns());
        table.rows().forEach(page::row);
        page.closeTable();
    }
}
