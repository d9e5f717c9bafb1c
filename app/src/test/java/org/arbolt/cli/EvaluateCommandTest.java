package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.io.trajectory.PositionArrays;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Vector3;
import org.arbolt.peptide.Peptide;
import org.arbolt.units.Units;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of {@code arbolt evaluate} on files of samples: 200 frames of dynamics against 200 others. */
class EvaluateCommandTest {
    private static final int HALF = 200;

    @TempDir
    private Path folder;

    private Path topology;
    private Frames samples;
    private double[] energy; // of the samples, kJ/mol

    @BeforeEach
    void writeFiles() {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        topology = folder.resolve("topology.pdb");
        PdbFile.write(topology, molecule.topology(), new Frames(22, molecule.xyz()));
        Map<String, NpyArray> pinned = Npz.read(pinned());
        Frames frames = PositionArrays.fromArray(folder, pinned.get("positions"), 22);
        double[] energies = pinned.get("energy").toDoubles();
        samples = frames.slice(0, HALF);
        energy = Arrays.copyOf(energies, HALF);
        Npz.write(folder.resolve("reference.npz"), arrays(frames.slice(HALF, 2 * HALF)));
    }

    private static Path pinned() {
        try {
            return Path.of(Peptide.class
                    .getResource("/org/arbolt/pipeline/data/Ace-A-Nme.npz")
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, NpyArray> arrays(Frames frames) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", PositionArrays.toArray(frames));
        return arrays;
    }

    /** Samples with an array beside them. */
    private Path samples(String name, double... numbers) {
        Map<String, NpyArray> arrays = arrays(samples);
        arrays.put("energy", NpyArray.of(energy));
        arrays.put(name, NpyArray.of(numbers));
        Path file = folder.resolve("samples.npz");
        Npz.write(file, arrays);
        return file;
    }

    private JsonNode judged(Path file, String options) throws IOException {
        Typed typed = Typed.line("evaluate " + file + " --topology " + topology + " --reference "
                + folder.resolve("reference.npz") + " --repeats 2 -o " + folder.resolve("out") + " " + options);
        assertThat(typed.exitCode()).as(typed.error()).isZero();
        assertThat(typed.out()).doesNotContain("NaN").doesNotContain("Infinity");
        String text = Files.readString(folder.resolve("out/metrics.json"));
        assertThat(text).doesNotContain("NaN").doesNotContain("Infinity");
        String page = Files.readString(folder.resolve("out/report.html"));
        assertThat(page.replaceAll("(?s)<script>.*?</script>", "")).doesNotContain("NaN"); // data are of another type
        return new ObjectMapper().readTree(text);
    }

    private static double[] numbers(int count, IntToDoubleFunction of) {
        return IntStream.range(0, count).mapToDouble(of).toArray();
    }

    @Test
    void dynamicsOfAnotherProgramIsJudgedWithoutWeights() throws IOException {
        Path file = folder.resolve("dynamics.dcd");
        DcdFile.write(file, samples);
        JsonNode metrics = judged(file, "");

        assertThat(metrics.get("weights").asText()).isEqualTo("equal");
        assertThat(metrics.get("compared_frames").asInt()).isEqualTo(HALF);
        assertThat(metrics.get("ess_share").asDouble()).isCloseTo(1, within(1e-9));
        assertThat(metrics.get("log_z").isNull()).isTrue();
        for (String name : new String[] {"energy_w2", "energy_w1", "torus_w2", "torsion_jsd", "bond_w1"}) {
            assertThat(metrics.get(name).asDouble()).as(name).isPositive();
            assertThat(metrics.get(name)).isEqualTo(metrics.get("as_drawn." + name)); // every frame is used once
            assertThat(metrics.get(name + ".error").asDouble()).as(name).isPositive();
            assertThat(metrics.get("noise_floor." + name).asDouble()).as(name).isPositive();
        }
        assertThat(metrics.get("clash_share").asDouble()).isZero();
        assertThat(metrics.get("wrong_chirality_share").asDouble()).isZero();
        assertThat(metrics.get("remarks").toString()).contains("200 frames are compared on each side, not 10000");
        assertThat(Files.readString(folder.resolve("out/clusters.pdb")))
                .startsWith("REMARK   6 MODEL 1 SAMPLE ")
                .contains("POPULATION", "REFERENCE", "MODEL        8");
    }

    @Test
    void samplesWithoutWeightsAreNotSaidToHaveSome() throws IOException {
        Path file = folder.resolve("dynamics.dcd");
        DcdFile.write(file, samples);
        assertThat(TinyRuns.succeeds("evaluate " + file + " --topology " + topology + " -o " + folder.resolve("out"))
                        .out())
                .contains("weights", "none", "have no weights and all count alike")
                .doesNotContain("Pareto", "log Z", "effective");
        JsonNode metrics =
                new ObjectMapper().readTree(folder.resolve("out/metrics.json").toFile());
        assertThat(metrics.get("torus_w2").isNull()).isTrue();
        assertThat(metrics.get("noise_floor.torus_w2").isNull()).isTrue();
        assertThat(metrics.get("remarks").toString()).contains("no reference was given");
        assertThat(Files.readString(folder.resolve("out/report.html")).replaceAll("(?s)<script>.*?</script>", ""))
                .contains("The samples have no weights")
                .doesNotContain("log Z", "Pareto k̂");
    }

    /** Of equal weights none is among the largest. */
    @Test
    void equalWeightsAreNotClipped() throws IOException {
        JsonNode metrics = judged(samples("other", new double[HALF]), "--weights clip:0.002 --compare-frames 20");
        assertThat(metrics.get("ess_clipped").asDouble()).isCloseTo(HALF, within(1e-9));
        assertThat(metrics.get("average.potential energy").isNumber()).isTrue();
    }

    @Test
    void referenceFramesWithoutAnEnergyAreLeftOutAndTold() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>(Npz.read(folder.resolve("reference.npz")));
        arrays.put("energy", NpyArray.of(numbers(HALF, i -> i % 4 == 0 ? Double.NaN : energy[i])));
        Npz.write(folder.resolve("reference.npz"), arrays);
        JsonNode metrics = judged(samples("other", new double[HALF]), "");
        assertThat(metrics.get("compared_frames").asInt()).isEqualTo(150);
        assertThat(metrics.get("remarks").toString()).contains("50 of 200 reference frames have no finite energy");
    }

    @Test
    void mirrorImagesAreTold() throws IOException {
        Path file = folder.resolve("mirrored.dcd");
        for (int x = 0; x < samples.xyz().length; x += 3) {
            samples.xyz()[x] *= -1;
        }
        DcdFile.write(file, samples);
        JsonNode metrics = judged(file, "--compare-frames 20");
        assertThat(metrics.get("wrong_chirality_share").asDouble()).isEqualTo(1);
        assertThat(metrics.get("remarks").toString()).contains("stereocentre other than in the topology");
    }

    /** The cap behind the last nitrogen turned about its peptide bond by 180° in a quarter of the samples. */
    @Test
    void cisPeptideBondsThatDynamicsDoesNotHaveAreTold() throws IOException {
        Topology molecule = Peptide.of("Ace-A-Nme").topology();
        int c = molecule.atom(1, "C");
        int n = molecule.atom(2, "N");
        for (int f = 0; f < HALF / 4; f++) {
            Vector3 at = position(f, n);
            Vector3 axis = at.minus(position(f, c)).unit();
            for (int atom = n + 1; atom < molecule.atomCount(); atom++) {
                Vector3 from = position(f, atom).minus(at);
                at.plus(axis.times(2 * axis.dot(from))).minus(from).putTo(samples.xyz(), 22 * f + atom);
            }
        }
        Path file = folder.resolve("cis.dcd");
        DcdFile.write(file, samples);
        JsonNode metrics = judged(file, "--compare-frames 20");
        assertThat(metrics.get("average.population of omega ALA 2 cis").asDouble())
                .isCloseTo(0.25, within(1e-12));
        assertThat(metrics.get("reference.average.population of omega ALA 2 cis")
                        .asDouble())
                .isZero();
        assertThat(metrics.has("average.population of omega ACE 1 cis")).isFalse(); // of which there are none
    }

    private Vector3 position(int frame, int atom) {
        return Vector3.of(samples.xyz(), 22 * frame + atom);
    }

    @Test
    void samplesAndReferenceMayBeInDifferentUnits() throws IOException {
        Path file = folder.resolve("angstrom.npz");
        Npz.write(file, arrays(samples.times(10)));
        JsonNode metrics = judged(file, "--unit angstrom --reference-unit nm");
        assertThat(metrics.get("bond_w1").asDouble()).isLessThan(0.001);
        assertThat(Files.readString(folder.resolve("out/report.html")))
                .contains("first half")
                .doesNotContain("ladders");
        Typed typed = Typed.line("evaluate " + file + " --topology " + topology + " --reference "
                + folder.resolve("reference.npz") + " --unit angstrom -o " + folder.resolve("other"));
        assertThat(typed.complaints()).singleElement().asString().contains("reference.npz", "taken for ångström");
    }

    /** To the 0.00005 nm of the format. */
    @Test
    void modelsOfAPdbFileAreSamples() throws IOException {
        Path file = folder.resolve("models.pdb");
        PdbFile.write(file, Peptide.of("Ace-A-Nme").topology(), samples);
        JsonNode models = judged(file, "");
        Path same = folder.resolve("dynamics.dcd");
        DcdFile.write(same, samples);
        Path out = folder.resolve("out");
        try (Stream<Path> old = Files.walk(out)) {
            old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        JsonNode frames = judged(same, "");
        assertThat(models.get("samples")).isEqualTo(frames.get("samples"));
        for (String name : new String[] {"torus_w2", "torsion_jsd"}) {
            assertThat(models.get(name).asDouble())
                    .as(name)
                    .isCloseTo(frames.get(name).asDouble(), within(0.01));
        }
    }

    @Test
    void weightsComeFromTheFile() throws IOException {
        double[] half = numbers(HALF, i -> i < HALF / 2 ? 0 : Double.NEGATIVE_INFINITY);
        JsonNode metrics = judged(samples("log_weight", half), "--weights none");
        assertThat(metrics.get("ess").asDouble()).isCloseTo(100, within(1e-9));
        assertThat(metrics.get("log_z").asDouble()).isCloseTo(-Math.log(2), within(1e-12));
    }

    /** With log q = −U/kT + c all weights are exp(−c). */
    @Test
    void weightsComeFromDensitiesAndEnergies() throws IOException {
        double thermal = Units.thermalEnergy(300);
        Path file = samples("log_q", numbers(HALF, i -> -energy[i] / thermal + 3));
        JsonNode metrics = judged(file, "--centroid none");
        assertThat(metrics.get("ess_share").asDouble()).isCloseTo(1, within(1e-9));
        assertThat(metrics.get("log_z").asDouble()).isCloseTo(-3, within(1e-9));
        assertThat(metrics.get("energy_w2")).isEqualTo(metrics.get("as_drawn.energy_w2"));
    }

    @Tag("slow")
    @Test
    void aReferenceMayHaveWeights() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>(Npz.read(folder.resolve("reference.npz")));
        arrays.put("w", NpyArray.of(numbers(HALF, i -> i == 7 ? 1 : 0)));
        Npz.write(folder.resolve("reference.npz"), arrays);
        JsonNode metrics = judged(samples("log_weight", new double[HALF]), "--reference-weights w");
        assertThat(metrics.get("noise_floor.energy_w2").asDouble()).isZero(); // one frame, again and again
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"all zero", "one", "not a number", "no energy", "far away"})
    void samplesThatSpoilThingsEndInASentence(String how) throws IOException {
        double[] weights = new double[HALF];
        String told = switch (how) {
            case "all zero" -> {
                Arrays.fill(weights, Double.NEGATIVE_INFINITY);
                yield "every weight is zero";
            }
            case "one" -> {
                Arrays.fill(weights, 1, HALF, Double.NEGATIVE_INFINITY);
                yield "worth fewer than 10 independent ones";
            }
            case "not a number" -> {
                weights[3] = Double.NaN;
                yield "1 of 200 samples have no usable log_weight";
            }
            case "no energy" -> {
                energy[5] = Double.NaN;
                yield "1 of 200 samples have no finite energy";
            }
            default -> {
                energy[9] = 1e20;
                samples.xyz()[0] = 1e19;
                yield "1 of 200 samples is so far from the others";
            }
        };
        JsonNode metrics = judged(samples("log_weight", weights), "--cv phi=phi(2)");
        assertThat(metrics.get("remarks").toString()).contains(told);
    }

    @Test
    void featuresThatDoNotChangeAndFewReferenceFramesHaveNoPlane() throws IOException {
        Frames still = samples.select(new int[137]);
        Npz.write(folder.resolve("reference.npz"), arrays(still));
        JsonNode metrics = judged(samples("log_weight", new double[HALF]), "--lag 3");
        assertThat(metrics.get("tica_w2").isNull()).isTrue();
        assertThat(metrics.get("remarks").toString()).contains("tica_w2 and tica_jsd are not known");
        assertThat(metrics.get("compared_frames").asInt()).isEqualTo(137);
    }

    @Test
    void aFileNeedsATopologyAndAnOutput() {
        Path file = samples("log_weight", DoubleStream.of().toArray());
        assertThat(Typed.line("evaluate " + file).complaints().getFirst()).contains("needs --topology");
        assertThat(Typed.line("evaluate " + file + " --topology " + topology)
                        .complaints()
                        .getFirst())
                .contains("needs --output");
        Typed typed = Typed.line("evaluate " + file + " --topology " + topology + " -o " + folder.resolve("out"));
        assertThat(typed.exitCode()).isEqualTo(Arbolt.BAD_INPUT);
        assertThat(typed.complaints().getFirst()).contains("log_weight holds 0 numbers, expected 200");
    }
}
