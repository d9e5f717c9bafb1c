package org.arbolt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.arbolt.BadInput;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.math.Weights;
import org.arbolt.report.ReportContent.Comparison;
import org.arbolt.report.ReportContent.Samples;
import org.arbolt.report.TrainingCurve.Curve;
import org.arbolt.sampling.WeightStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {
    @TempDir
    private Path folder;

    @Test
    void thePageHoldsWhatWasGivenAndIsWellFormed() throws Exception {
        ReportContent content = new Demo(1, 2500, 4000, 2).content();
        String page = write("report.html", content);

        Document document = parse(page);
        assertThat(document.getElementsByTagName("figure").getLength()).isEqualTo(10);
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(12);
        assertThat(document.getElementsByTagName("table").getLength()).isEqualTo(6);
        assertThat(page)
                .contains(
                        "2,500",
                        "12,345,678",
                        "4 min 53 s",
                        "−187.631",
                        "25.1 ± 0.4",
                        "−36.72 ± 0.21",
                        "0.210 ± 0.030",
                        "41.2",
                        "0.1.0 (commit 0123abc)",
                        "Bins of 5° × 5°",
                        "Pareto distribution, k̂ = ",
                        "constrained mass transport",
                        "demo ANGLE",
                        "arXiv:2606.27361");
    }

    @Test
    void whatWasGivenIsEscaped() {
        String page = write("report.html", new Demo(1, 100, 0, 1).content());

        assertThat(page)
                .contains("Demo &lt;not a molecule&gt;", "a &lt; b &amp; c")
                .doesNotContain("<not a");
    }

    @Test
    void nothingIsFetchedAndNothingIsRun() {
        String page = write("report.html", new Demo(1, 300, 300, 1).content());

        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http://", "https://", "src=", "href=", "@import", "<script", "<link")
                .doesNotContainPattern("url\\((?!#)");
    }

    @Test
    void structuresAreInThePageWithScriptsThatFetchNothing() {
        ReportContent plain = new Demo(1, 300, 300, 1).content();
        ReportContent content = new ReportContent(
                plain.subject(),
                plain.verdict(),
                plain.numbers(),
                plain.samples(),
                plain.training(),
                plain.comparison(),
                new Provenance("</script><script>alert(1)</script>", "", List.of(), List.of()),
                new Structures(List.of("C", "</script>"), new int[] {0, 7}, new double[] {1, 299}, new double[12]),
                List.of(),
                null);
        String page = write("report.html", content);

        for (String there : List.of("id=\"explorer\"", "\\u003c/script>", "Content-Security-Policy")) {
            assertThat(page.contains(there)).as(there).isTrue(); // the page is too long to be printed
        }
        for (String absent : List.of("<script src", "<link", "@import", "<script>alert")) {
            assertThat(page.contains(absent)).as(absent).isFalse();
        }
    }

    @Test
    void everyFigureIsAlsoAWellFormedFile() throws Exception {
        write("report.html", new Demo(1, 300, 300, 2).content());

        assertThat(figures())
                .containsExactly(
                        "angles.svg",
                        "bonds.svg",
                        "distances.svg",
                        "energies.svg",
                        "ramachandran-1.svg",
                        "ramachandran-2.svg",
                        "tica.svg",
                        "torsions-1.svg",
                        "torsions-2.svg",
                        "training.svg",
                        "weights-tail.svg",
                        "weights.svg");
        for (String figure : figures()) {
            assertThat(parse(read(folder.resolve("figures").resolve(figure)))
                            .getDocumentElement()
                            .getTagName())
                    .isEqualTo("svg");
        }
    }

    @Test
    void equalContentGivesEqualBytes() {
        assertThat(write("a.html", new Demo(3, 500, 500, 1).content()))
                .isEqualTo(write("b.html", new Demo(3, 500, 500, 1).content()));
    }

    @Test
    void idsAreUniqueOverThePage() throws Exception {
        String page = write("report.html", new Demo(1, 300, 300, 2).content());

        assertThat(Stream.of(page.split(" id=\"")).skip(1).map(s -> s.substring(0, s.indexOf('"'))))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void missingPartsAreSaidToBeMissing() throws Exception {
        ReportContent full = new Demo(1, 300, 0, 1).content();
        String page = write(
                "report.html",
                new ReportContent(
                        full.subject(),
                        full.verdict(),
                        full.numbers(),
                        full.samples(),
                        TrainingCurve.NONE,
                        Comparison.NONE,
                        new Provenance("arbolt sample", "", List.of(), List.of())));

        parse(page);
        assertThat(page)
                .contains(
                        "No reference was given",
                        "Nothing was trained",
                        "No basins are defined",
                        "Nothing was measured",
                        "No convergence analysis",
                        "No configuration was recorded");
        assertThat(figures()).doesNotContain("training.svg").contains("ramachandran-1.svg");
    }

    @Test
    void samplesWithoutAnyWeightStillGiveAPage() throws Exception {
        Samples samples = new Demo(1, 200, 200, 1).samples();
        double[] none = new double[200];
        Arrays.fill(none, Double.NEGATIVE_INFINITY);
        Weighting weighting = new Weighting("none", none, List.of(new Weighting.Exclusion("wrong handedness", 200)));

        String page = write("report.html", content(new Samples(samples.proposal(), weighting, samples.reference())));

        parse(page);
        assertThat(page)
                .contains(
                        "Do not trust",
                        "Every sample has weight zero",
                        "every weight is zero",
                        "Fewer than two samples have a weight");
    }

    @Test
    void oneSampleAndNoneStillGiveAPage() throws Exception {
        Frameset one = new Frameset(
                List.of(new ResidueTorsions("A", new double[] {1}, new double[] {2})), new double[] {-5}, 1);

        parse(write(
                "one.html", content(new Samples(one, new Weighting("none", new double[1], List.of()), Frameset.NONE))));
        String none = write(
                "none.html",
                content(new Samples(Frameset.NONE, new Weighting("none", new double[0], List.of()), Frameset.NONE)));

        parse(none);
        assertThat(none).contains("No samples were drawn", "No frame has a finite energy");
    }

    @Test
    void energiesThatAreNotFiniteAreCountedNotDrawn() throws Exception {
        double[] energy = {Double.NaN, Double.POSITIVE_INFINITY, -1, 1};
        Samples samples = new Samples(
                new Frameset(List.of(), energy, 1),
                new Weighting(
                        "none", new double[] {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0}, List.of()),
                Frameset.NONE);

        String page = write("report.html", content(samples));

        parse(page);
        assertThat(page).contains("2 not finite", "no residue with both φ and ψ");
    }

    @ParameterizedTest
    @EnumSource(Weighting.Origin.class)
    void thePageSaysWhereWeightsComeFrom(Weighting.Origin origin) {
        double[] weights = {0, 0};
        Weighting weighting = new Weighting("none", weights, weights, List.of(), origin, null);
        Samples samples = new Samples(new Frameset(List.of(), new double[2], 1), weighting, Frameset.NONE);

        assertThat(write("report.html", content(samples)))
                .contains(
                        switch (origin) {
                            case MODEL -> "drawn from an autoregressive model";
                            case POPULATION -> "resampled or moved on their way";
                            case GIVEN_DENSITY -> "came with the density q";
                            case GIVEN -> "came with their weights";
                            case NONE -> "came without weights";
                        });
    }

    /** A double cannot hold the third weight in units of the first. */
    @Test
    void weightsThatDwarfTheOthersHaveAPage() throws Exception {
        double[] logWeights = new double[40];
        logWeights[0] = 900;
        logWeights[1] = 899;
        Samples samples = new Samples(
                new Frameset(List.of(), new double[40], 1),
                new Weighting("none", logWeights, List.of()),
                Frameset.NONE);

        String page = write("report.html", content(samples));

        parse(page);
        assertThat(page).contains("too few weights for a Pareto tail");
    }

    @Test
    void numbersThatAreNotNumbersAreRefused() {
        assertThatThrownBy(() -> new Weighting("none", new double[] {0, Double.NaN}, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 of 2");
        assertThatThrownBy(() -> new ResidueTorsions("A", new double[] {Double.NaN}, new double[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyNumbers(
                        new WeightStatistics(10, 0, 5, 5, 5, 0, new ConfidenceInterval(0, 0, 0, 0.95), "none"),
                        -1,
                        0,
                        null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Curve(new double[] {2, 1}, new double[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setsThatDoNotFitTogetherAreRefused() {
        Frameset two = new Frameset(List.of(), new double[2], 1);

        assertThatThrownBy(() -> new Samples(two, new Weighting("none", new double[3], List.of()), Frameset.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Frameset(List.of(new ResidueTorsions("A", new double[3], new double[3])), new double[2], 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Frameset(List.of(), new double[2], 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Table("t", List.of("a", "b"), List.of(List.of("1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsOneClearLine() throws IOException {
        Path file = Files.createFile(folder.resolve("plain"));
        ReportContent content = new Demo(1, 50, 0, 1).content();

        assertThatThrownBy(() -> Report.write(file.resolve("report.html"), content))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("plain")
                .hasMessageNotContaining("\n");
    }

    private static ReportContent content(Samples samples) {
        double effective = Weights.of(samples.weighting().logWeights()).effectiveSamples();
        ConfidenceInterval none = new ConfidenceInterval(
                Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.95);
        KeyNumbers numbers = new KeyNumbers(
                new WeightStatistics(
                        samples.weighting().size(),
                        0,
                        effective,
                        effective,
                        effective,
                        Double.POSITIVE_INFINITY,
                        none,
                        samples.weighting().treatment()),
                0,
                0,
                null);
        return new ReportContent(
                new Subject("X", 1, "none", 300),
                Judgement.of(numbers, samples.weighting(), Comparison.NONE),
                numbers,
                samples,
                new TrainingCurve(
                        "step",
                        "loss",
                        new Curve(new double[] {1}, new double[] {2}),
                        new Curve(new double[0], new double[0])),
                Comparison.NONE,
                new Provenance("", "", List.of(), List.of()));
    }

    private String write(String name, ReportContent content) {
        Report.write(folder.resolve(name), content);
        return read(folder.resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> figures() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
