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
        page.openTable(
                "Cost",
                "An energy evaluation is the energy, or energy and forces, of one molecule.",
                List.of("stage", "wall time", "energy evaluations", "note"),
                1);
        for (Provenance.Stage stage : provenance.stages()) {
            row(page.body(), stage.name(), stage.wallSeconds(), stage.energyEvaluations(), stage.note());
        }
        row(
                page.body(),
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

    private static void row(Markup body, String name, double seconds, long evaluations, String note) {
        body.open("tr").element("th", name, "scope", "row");
        body.element("td", seconds == 0 ? "–" : NumberText.duration(seconds))
                .element("td", NumberText.count(evaluations));
        body.element("td", note, "class", "words").close().newline();
    }
}
