package org.arbolt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents name is there, and no paragraph of theirs is longer than can be read aloud in one go. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CLASS = Pattern.compile("`(?:[a-z]+\\.)*((?:[A-Z][a-z0-9]+){2,})(?:\\.\\w+)?`");
    private static final Pattern DECLARED = Pattern.compile("(?:class|record|interface|enum) (\\w+)");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");
    private static final Pattern JAVADOC_SECTION = Pattern.compile("(docs/[\\w/-]+\\.md), \"([^\"]+)\"");
    private static final Pattern LINKED_SECTION = Pattern.compile("\\]\\(([^)#]+\\.md)\\)[,:]? \"([^\"]+)\"");
    private static final Pattern COMMENT_BREAK = Pattern.compile("\\s*\\R\\s*(?:\\*|//)?\\s*");
    private static final Pattern LIST_ITEM = Pattern.compile("(?:[-*]|\\d+\\.) .*");
    private static final int MOST_WORDS = 120; // of a paragraph
    private static final Set<String> OF_OTHERS = Set.of("MemorySegment", "FileSystem", "UserGroupInformation");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("physics", "generator", "app", "cluster", "examples", "bench")) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(module).resolve("src"))) {
                all.filter(one -> one.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static Set<String> classes() throws IOException {
        Set<String> classes = new HashSet<>(OF_OTHERS);
        for (Path file : sources()) {
            Matcher declared = DECLARED.matcher(Files.readString(file));
            declared.results().map(found -> found.group(1)).forEach(classes::add);
        }
        return classes;
    }

    @Test
    void classesAreThere() throws IOException {
        Set<String> classes = classes();
        List<String> unknown = new ArrayList<>();
        for (Path document : documents()) {
            for (MatchResult named :
                    CLASS.matcher(Files.readString(document)).results().toList()) {
                if (!classes.contains(named.group(1))) {
                    unknown.add(document.getFileName() + ": " + named.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void filesThatAreLinkedToAreThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(document)).results().toList()) {
                if (!Files.exists(document.resolveSibling(link.group(1)))) {
                    missing.add(document.getFileName() + ": " + link.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Of javadoc and of documents: a heading, or a word in bold at which a paragraph begins. */
    @Test
    void sectionsThatAreNamedAreThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path source : sources()) {
            missing.addAll(missingSections(JAVADOC_SECTION, source, ROOT));
        }
        for (Path document : documents()) {
            missing.addAll(missingSections(LINKED_SECTION, document, document.getParent()));
        }
        assertThat(missing).isEmpty();
    }

    private static List<String> missingSections(Pattern pattern, Path file, Path from) throws IOException {
        List<String> missing = new ArrayList<>();
        String text = COMMENT_BREAK.matcher(Files.readString(file)).replaceAll(" ");
        for (MatchResult named : pattern.matcher(text).results().toList()) {
            Path page = from.resolve(named.group(1));
            boolean there = Files.exists(page)
                    && Files.readAllLines(page).stream()
                            .anyMatch(line -> line.startsWith("#") && line.contains(named.group(2))
                                    || line.startsWith("**" + named.group(2)));
            if (!there) {
                missing.add(file.getFileName() + ": " + named.group());
            }
        }
        return missing;
    }

    /** The same scripts that RecipesTest runs. */
    @Test
    void recipesAreQuotedAsTheyAre() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/recipes.md"));
        try (Stream<Path> recipes = Files.list(ROOT.resolve("docs/recipes"))) {
            for (Path recipe : recipes.toList()) {
                assertThat(page).as(recipe.toString()).contains("\n" + Files.readString(recipe) + "```");
            }
        }
    }

    @Test
    void paragraphsHaveAtMost120Words() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path document : documents()) {
            for (String paragraph : paragraphs(Files.readAllLines(document))) {
                String[] words = paragraph.strip().split("\\s+");
                if (words.length > MOST_WORDS) {
                    tooLong.add(ROOT.relativize(document) + ": " + words.length + " words after \""
                            + String.join(" ", List.of(words).subList(0, 6)) + "\"");
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void aParagraphEndsAtABlankLineATableAListItemAHeadingOrAFence() {
        List<String> lines = List.of(
                "one", "two", "", "three", "| table |", "- four", "  five", "- six", "```", "code", "```", "# head");
        assertThat(paragraphs(lines)).containsExactly("one two", "three", "- four   five", "- six");
    }

    /** Prose between blank lines, headings, tables and fenced blocks; each item of a list is a paragraph. */
    private static List<String> paragraphs(List<String> lines) {
        List<String> paragraphs = new ArrayList<>();
        List<String> open = new ArrayList<>();
        boolean fenced = false;
        for (String line : lines) {
            String text = line.strip();
            boolean fence = text.startsWith("```");
            fenced ^= fence;
            boolean prose = !fenced && !fence && !text.isEmpty() && !text.startsWith("|") && !text.startsWith("#");
            if ((!prose || LIST_ITEM.matcher(text).matches()) && !open.isEmpty()) {
                paragraphs.add(String.join(" ", open));
                open.clear();
            }
            if (prose) {
                open.add(line);
            }
        }
        if (!open.isEmpty()) {
            paragraphs.add(String.join(" ", open));
        }
        return paragraphs;
    }
}
