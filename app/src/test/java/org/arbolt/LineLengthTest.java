package org.arbolt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Lines of code and of documents end at 120 columns. The formatter breaks neither strings nor comments; tables and
 * what stands between fences cannot be broken.
 */
class LineLengthTest {
    private static final int LONGEST = 120;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void linesOfCodeEndAtColumn120() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String module : List.of("physics", "generator", "app", "cluster", "examples", "bench")) {
            for (Path file : files(ROOT.resolve(module).resolve("src"), ".java")) {
                tooLong.addAll(tooLong(file, Files.readAllLines(file)));
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void linesOfDocumentsEndAtColumn120() throws IOException {
        List<Path> documents = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        documents.addAll(
                List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md"), ROOT.resolve("CONTRIBUTING.md")));
        List<String> tooLong = new ArrayList<>();
        for (Path file : documents) {
            tooLong.addAll(tooLong(file, prose(Files.readAllLines(file))));
        }
        assertThat(tooLong).isEmpty();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    /** The lines, blank where a table or a fenced block stands. */
    private static List<String> prose(List<String> lines) {
        List<String> prose = new ArrayList<>();
        boolean fenced = false;
        for (String line : lines) {
            boolean fence = line.strip().startsWith("```");
            fenced ^= fence;
            prose.add(fenced || fence || line.strip().startsWith("|") ? "" : line);
        }
        return prose;
    }

    private static List<String> tooLong(Path file, List<String> lines) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).codePointCount(0, lines.get(i).length()) > LONGEST) {
                found.add(ROOT.relativize(file) + ":" + (i + 1));
            }
        }
        return found;
    }
}
