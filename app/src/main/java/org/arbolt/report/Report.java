package org.arbolt.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.report.plot.Svg;

/**
 * Writes the report of a run: one HTML page that holds all it shows, needs no network, and prints on A4;
 * and its figures as SVG files. The bytes are a function of the content.
 */
public final class Report {
    private static final String FIGURES = "figures";

    private Report() {}

    /**
     * Writes the page, and its figures into the folder {@code figures} beside it.
     *
     * @param html the page to make or replace; its folder must exist
     * @throws BadInput if a file cannot be written
     */
    public static void write(Path html, ReportContent content) {
        Page page = new Page();
        new HeadSection(content).write(page);
        new ExplorerSection(content).write(page);
        FigureSections figures = new FigureSections(content);
        figures.write(page);
        new TableSections(content.comparison()).write(page);
        new ProvenanceSection(content.provenance()).write(page);
        new MethodSection(content.samples().weighting()).write(page);
        Path folder = figureFolder(html);
        for (Svg figure : figures.drawn()) {
            write(folder.resolve(figure.name() + ".svg"), figure.file());
        }
        write(html, page.document(content.subject().molecule() + " · Arbolt report"));
    }

    private static Path figureFolder(Path html) {
        Path folder = html.toAbsolutePath().resolveSibling(FIGURES);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BadInput(
                    "cannot make the folder " + folder + ": " + e.getClass().getSimpleName()
                            + "; make its parent writable, or choose another output",
                    e);
        }
    }

    private static void write(Path file, String text) {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
