package org.arbolt.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of README.md and docs/results.md are what {@code arbolt benchmark} made of docs/benchmark.json. */
class PublishedTablesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final List<Section> sections = sections();

    private static List<Section> sections() {
        try {
            return new BenchmarkTables(new ObjectMapper()
                            .readValue(ROOT.resolve("docs/benchmark.json").toFile(), BenchmarkResult.class))
                    .sections();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void resultsHaveEveryTable() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/results.md"))).contains(Section.markdown(sections));
    }

    @Test
    void theFirstPageHasTheTableOfAllSystems() throws IOException {
        String markdown = Section.markdown(List.of(sections.getFirst()));
        String table = markdown.substring(markdown.indexOf('|'), markdown.lastIndexOf("|\n") + 2);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains(table);
    }
}
