package org.arbolt.report;

import java.util.List;
import org.arbolt.report.plot.Markup;

/** The part of the page from which the run can be repeated. */
final class ProvenanceSection {
    private final Provenance provenance;

    ProvenanceSection(Provenance provenance) {
        this.provenance = provenance;
    }

    void write(Page page) {
        page.heading("What was run");
        Markup body = page.body();
        body.element("pre", provenance.command()).newline();
        body.open("dl", "class", "facts");
        provenance.facts().forEach(fact -> body.element("dt", fact.name()).element("dd", fact.value()));
        body.close().newline();
        if (!provenance.stages().isEmpty()) {
            stages(page);
        }
        body.element("h3", "Configuration").newline();
        if (provenance.configuration().isBlank()) {
            page.missing("No configuration was recorded.");
        } else {
            body.element("pre", provenance.configuration()).newline();
        }
    }

    private void stages(Page page) {
        boolean notes =
                provenance.stages().stream().anyMatch(stage -> !stage.note().isEmpty());
        page.openTable(
                "Cost",
                "An energy evaluation is the energy, or energy and forces, of one molecule.",
                notes
                        ? List.of("stage", "wall time", "energy evaluations", "note")
                        : List.of("stage", "wall time", "energy evaluations"),
                notes ? 1 : 0);
        for (Provenance.Stage stage : provenance.stages()) {
            row(page.body(), notes, stage.name(), stage.wallSeconds(), stage.energyEvaluations(), stage.note());
        }
        row(
                page.body(),
                notes,
                "all",
                provenance.stages().stream()
                        .mapToDouble(Provenance.Stage::wallSeconds)
                        .sum(),
                provenance.stages().stream()
                        .mapToLong(Provenance.Stage::energyEvaluations)
                        .sum(),
                "");
        page.closeTable();
    }

    private static void row(Markup body, boolean notes, String name, double seconds, long evaluations, String note) {
        body.open("tr").element("th", name, "scope", "row");
        body.element("td", seconds == 0 ? "–" : NumberText.duration(seconds))
                .element("td", NumberText.count(evaluations));
        if (notes) {
            body.element("td", note, "class", "words");
        }
        body.close().newline();
    }
}
