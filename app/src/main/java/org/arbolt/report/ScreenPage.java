package org.arbolt.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.arbolt.io.AtomicFile;
import org.arbolt.report.plot.Markup;

/** Writes the page of many peptides: one HTML file that fetches nothing, with a link to each peptide's report. */
public final class ScreenPage {
    private ScreenPage() {}

    /**
     * @param conditions in words
     * @param command that made it
     * @param columns headings; the first is of names, the last two of words
     * @param rows in the order to be shown
     */
    public record Content(String conditions, String command, List<String> columns, List<Row> rows) {}

    /**
     * A peptide.
     *
     * @param report where its report lies, relative to the page; null without
     * @param cells one for each heading but the first; none where it failed
     * @param failure why there is nothing of it; null where there is
     */
    public record Row(String name, String report, List<String> cells, String failure) {}

    /** @param html the page to make or replace; its folder must exist */
    public static void write(Path html, Content content) {
        Page page = new Page();
        Markup body = page.body();
        body.open("header").element("p", "Arbolt · screen", "class", "kicker");
        body.element("h1", NumberText.count(content.rows().size()) + " peptides")
                .close()
                .newline();
        page.paragraph(content.conditions());
        page.paragraph("ESS: effective samples as a share of the samples, raw. Cα to Cα: from the first residue to the "
                + "last. αR, αL: share of the residues with both backbone torsions that lie there. Means are over the "
                + "weighted samples, with one standard error. Weights cannot show a state that the model never "
                + "visits; peptides unlike those it was trained on need a look at their reports.");
        page.openTable("What is found of each", "", content.columns(), 2);
        content.rows().stream()
                .filter(row -> row.failure() == null)
                .forEach(row -> page.row(row.name(), row.report(), row.cells()));
        page.closeTable();
        List<Row> failed =
                content.rows().stream().filter(row -> row.failure() != null).toList();
        if (!failed.isEmpty()) {
            page.heading("Not sampled");
            failed.forEach(row -> page.missing(row.name() + ": " + row.failure()));
        }
        page.heading("What was run");
        body.element("pre", content.command()).newline();
        String document = page.document("Screen · Arbolt");
        AtomicFile.write(html, out -> out.write(document.getBytes(StandardCharsets.UTF_8)));
    }
}
