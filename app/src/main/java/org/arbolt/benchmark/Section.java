package org.arbolt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbolt.report.Table;

/**
 * A table with what is to be said of it.
 *
 * @param table its caption is the heading
 * @param sentences below it, a paragraph each
 */
record Section(Table table, List<String> sentences) {
    private static final int WIDTH = 120; // of a line of Markdown

    /** All of them in Markdown. */
    static String markdown(List<Section> sections) {
        return sections.stream().map(Section::markdown).collect(Collectors.joining("\n"));
    }

    /** All of them for a terminal. */
    static String text(List<Section> sections) {
        return sections.stream().map(Section::text).collect(Collectors.joining("\n"));
    }

    private String markdown() {
        StringBuilder out = new StringBuilder("## " + table.caption() + "\n");
        out.append(row(table.columns()))
                .append("|")
                .append("---|".repeat(table.columns().size()))
                .append('\n');
        table.rows().forEach(row -> out.append(row(row)));
        sentences.forEach(sentence -> out.append('\n').append(wrapped(sentence)));
        return out.toString();
    }

    /** In lines that no diff and no screen is too narrow for. */
    private static String wrapped(String sentence) {
        StringBuilder out = new StringBuilder();
        int width = 0;
        for (String word : sentence.split(" ")) {
            boolean fits = width + 1 + word.length() <= WIDTH;
            out.append(width == 0 ? "" : fits ? " " : "\n").append(word);
            width = width == 0 || !fits ? word.length() : width + 1 + word.length();
        }
        return out.append('\n').toString();
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.isEmpty() ? " " : " " + cell.replace("|", "\\|") + " ")
                .collect(Collectors.joining("|", "|", "|\n"));
    }

    private String text() {
        List<List<String>> lines = new ArrayList<>(List.of(table.columns()));
        lines.addAll(table.rows());
        int[] widths = IntStream.range(0, table.columns().size())
                .map(c -> lines.stream()
                        .mapToInt(line -> line.get(c).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder out = new StringBuilder(table.caption() + "\n");
        lines.forEach(line -> out.append(aligned(line, widths)).append('\n'));
        sentences.forEach(sentence -> out.append(sentence).append('\n'));
        return out.toString();
    }

    /** Names to the left, numbers to the right. */
    private static String aligned(List<String> line, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(c -> {
                    String space = " ".repeat(widths[c] - line.get(c).length());
                    return c == 0 ? line.get(c) + space : space + line.get(c);
                })
                .collect(Collectors.joining("  ", "  ", ""))
                .stripTrailing();
    }
}
