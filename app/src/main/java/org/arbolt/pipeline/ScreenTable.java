package org.arbolt.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbolt.BadInput;
import org.arbolt.math.Estimate;
import org.arbolt.report.NumberText;
import org.arbolt.report.ScreenPage;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;

/** The table of a screen: as numbers, as a page and for a terminal. */
final class ScreenTable {
    private static final int MOST_PRINTED = 30;
    private static final String NONE = "–";
    private static final List<String> COLUMNS = List.of(
            "peptide",
            "ESS raw (%)",
            "Pareto k̂",
            "log Z",
            "energy (kJ/mol)",
            "Cα to Cα (nm)",
            "αR (%)",
            "αL (%)",
            "model",
            "verdict");

    private ScreenTable() {}

    /**
     * Writes {@code screen.json} and the page.
     *
     * @return the first rows, for people
     * @throws BadInput if no peptide at all could be sampled
     */
    static String write(RunFolder folder, ScreenConfig config, String command, List<ScreenResult> results) {
        if (results.stream().allMatch(result -> result.failure() != null)) {
            throw new BadInput("no peptide could be sampled; the first, "
                    + results.getFirst().peptide() + ": " + results.getFirst().failure());
        }
        folder.writeJson(RunFiles.SCREEN, results);
        List<ScreenPage.Row> rows = results.stream().map(ScreenTable::row).toList();
        ScreenPage.write(
                folder.file(RunFiles.SCREEN_PAGE),
                new ScreenPage.Content(
                        config.forceField()
                                + (config.cutoff().equals("none") ? "" : ", cut-off " + config.cutoff() + " nm")
                                + ", " + NumberText.exact(config.temperatureKelvin()) + " K, "
                                + NumberText.count(config.samples()) + " samples of each",
                        command,
                        COLUMNS,
                        rows));
        return text(results) + System.lineSeparator() + "table: " + folder.file(RunFiles.SCREEN)
                + System.lineSeparator() + "page: " + folder.file(RunFiles.SCREEN_PAGE);
    }

    private static ScreenPage.Row row(ScreenResult r) {
        if (r.failure() != null) {
            return new ScreenPage.Row(r.peptide(), null, List.of(), r.failure());
        }
        List<String> cells = new ArrayList<>(List.of(
                NumberText.fixed(100 * r.weights().rawShare(), 1),
                NumberText.fixed(r.weights().paretoShape(), 2),
                NumberText.fixed(r.weights().logPartition().value(), 2),
                shown(r.energy(), 1, 1),
                shown(r.endToEnd(), 1, 3),
                shown(r.helix(), 100, 1),
                shown(r.left(), 100, 1),
                r.model().replaceFirst("\\.(internal|torsions)\\.safetensors$", ""),
                r.verdict()));
        return new ScreenPage.Row(r.peptide(), r.peptide() + "/" + RunFiles.REPORT, cells, null);
    }

    private static String shown(Estimate estimate, double factor, int decimals) {
        return Double.isNaN(estimate.value())
                ? NONE
                : NumberText.fixed(factor * estimate.value(), decimals) + " ± "
                        + NumberText.fixed(factor * estimate.error(), decimals);
    }

    private static String text(List<ScreenResult> results) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%-16s %7s %9s %6s %18s %14s", "peptide", "samples", "ESS raw", "k", "energy", "verdict"));
        results.stream().limit(MOST_PRINTED).forEach(r -> text.append(line(r)));
        if (results.size() > MOST_PRINTED) {
            text.append(System.lineSeparator())
                    .append("and ")
                    .append(results.size() - MOST_PRINTED)
                    .append(" more");
        }
        return text.toString();
    }

    private static String line(ScreenResult r) {
        return r.failure() != null
                ? String.format(Locale.ROOT, "%n%-16s %s", r.peptide(), r.failure())
                : String.format(
                        Locale.ROOT,
                        "%n%-16s %7d %7.1f %% %6.2f %9.1f ± %6.1f %14s",
                        r.peptide(),
                        r.weights().samples(),
                        100 * r.weights().rawShare(),
                        r.weights().paretoShape(),
                        r.energy().value(),
                        r.energy().error(),
                        r.verdict());
    }
}
