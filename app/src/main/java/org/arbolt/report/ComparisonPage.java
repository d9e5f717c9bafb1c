package org.arbolt.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.arbolt.io.AtomicFile;
import org.arbolt.report.plot.Markup;

/** Writes the page of runs side by side: one HTML file that holds all it shows and fetches nothing. */
public final class ComparisonPage {
    private ComparisonPage() {}

    /** @param html the page to make or replace; its folder must exist */
    public static void write(Path html, ComparedRuns compared) {
        Page page = new Page();
        head(page, compared);
        charts(page, compared);
        page.heading("Numbers");
        compared.tables().forEach(table -> {
            page.openTable(table.caption(), "", table.columns());
            table.rows().forEach(page::row);
            page.closeTable();
        });
        if (!compared.pictures().isEmpty()) {
            page.heading("Figures of the runs");
            compared.pictures().forEach(pictures -> pictures(page.body(), pictures));
        }
        commands(page, compared.runs());
        String document = page.document("Comparison · Arbolt");
        AtomicFile.write(html, out -> out.write(document.getBytes(StandardCharsets.UTF_8)));
    }

    private static void head(Page page, ComparedRuns compared) {
        Markup body = page.body();
        body.open("header").element("p", "Arbolt · runs side by side", "class", "kicker");
        body.element("h1", "Comparison of " + compared.runs().size() + " runs")
                .close()
                .newline();
        body.open("dl", "class", "facts");
        compared.runs()
                .forEach(run -> body.element("dt", run.letter())
                        .element("dd", run.subject().isEmpty() ? run.name() : run.name() + " · " + run.subject()));
        body.close().newline();
        compared.remarks().forEach(page::missing);
    }

    private static void charts(Page page, ComparedRuns compared) {
        page.heading("At a glance");
        List<ComparedRuns.Chart> distances =
                compared.charts().stream().filter(ComparedRuns.Chart::fromZero).toList();
        List<ComparedRuns.Chart> averages =
                compared.charts().stream().filter(chart -> !chart.fromZero()).toList();
        if (!distances.isEmpty()) {
            page.figure(new RunsFigure("distances", compared.runs(), distances)
                    .figure(
                            "Effective samples and distances",
                            "Points: the weighted samples, with one standard error where it is known. Upright lines: "
                                    + "the noise floor, which perfect samples would have."));
        }
        if (!averages.isEmpty()) {
            page.figure(new RunsFigure("averages", compared.runs(), averages)
                    .figure(
                            "Averages",
                            "Points: the weighted samples. Upright lines: the reference of the run. Both with one "
                                    + "standard error."));
        }
    }

    /** As images: whatever a file of a run holds, no script of it runs. */
    private static void pictures(Markup body, ComparedRuns.Pictures pictures) {
        body.element("h3", pictures.title()).newline();
        for (int i = 0; i < pictures.drawings().size(); i++) {
            body.open("figure").open("div", "class", "paper");
            body.empty(
                    "img",
                    "alt",
                    pictures.title() + " of " + pictures.letters().get(i),
                    "src",
                    "data:image/svg+xml;base64,"
                            + Base64.getEncoder()
                                    .encodeToString(pictures.drawings().get(i)));
            body.close()
                    .element("figcaption", pictures.letters().get(i))
                    .close()
                    .newline();
        }
    }

    private static void commands(Page page, List<ComparedRuns.Run> runs) {
        List<ComparedRuns.Run> told =
                runs.stream().filter(run -> !run.command().isEmpty()).toList();
        if (!told.isEmpty()) {
            page.heading("What was run");
        }
        told.forEach(run -> page.body()
                .element("p", run.letter())
                .element("pre", run.command())
                .newline());
    }
}
