package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.math.Estimate;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.Weights;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Region;
import org.arbolt.molecule.Restraint;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.peptide.Peptide;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.units.Units;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of docs/recipes, which docs/recipes.md quotes, say of {@code samples.npz} what we say. What they need may
 * be missing (Debian: python3-numpy, python3-mdtraj); then the test says so and is reported as aborted.
 */
@Tag("slow")
class RecipesTest {
    private static final Path RECIPES =
            Path.of("..", "docs", "recipes").toAbsolutePath().normalize();
    private static final int SAMPLES = 300;
    private static final double SINGLE = 2e-5; // coordinates of float32 between us and the script

    @TempDir
    private static Path folder;

    private static Frames frames;
    private static double[] energy;
    private static ImportanceWeights weights;

    @BeforeAll
    static void draw() {
        TinyRuns.succeeds("sample Ace-A-Nme --model " + ShippedModels.ALANINE_DIPEPTIDE + " --samples " + SAMPLES
                + " -o " + folder);
        Path samples = folder.resolve("samples.npz");
        NpyArray positions = Npz.read(samples, "positions");
        frames = new Frames(22, positions.toDoubles());
        energy = Npz.read(samples, "energy").toDoubles();
        weights =
                ImportanceWeights.ofRaw(Npz.read(samples, "log_weight").toDoubles(), ImportanceWeights.Treatment.PSIS);
    }

    @Test
    void numpyHasOurMeansAndWeights() throws Exception {
        String told = python("with_numpy.py", "numpy");
        Estimate mean = Estimate.weighted(energy, weights.normalised());
        assertThat(number("mean energy (\\S+)", told)).isCloseTo(mean.value(), within(1e-5));
        assertThat(number("\\+- (\\S+) kJ/mol", told)).isCloseTo(mean.error(), within(1e-5));
        assertThat(number("raw effective samples (\\S+) of " + SAMPLES, told))
                .isCloseTo(Weights.of(weights.rawLogWeights()).effectiveSamples(), within(1e-4));
        assertThat(number("log Z (\\S+)", told)).isCloseTo(weights.logPartition(), within(1e-5));
    }

    @Test
    void mdtrajHasOurPopulation() throws Exception {
        String told = python("with_mdtraj.py", "numpy", "mdtraj");
        Region left = Region.between(phi(), 0, Math.toRadians(150));
        assertThat(number("population of phi in 0..150 degrees (\\S+)", told))
                .isCloseTo(mean(left.indicator()), within(SINGLE));
        Frames drawn = DcdFile.read(folder.resolve("resampled.dcd"));
        assertThat(drawn.count()).isEqualTo(SAMPLES);
    }

    @Test
    void deeptimeHasOurMeansAndVariances() throws Exception {
        String told = python("with_deeptime.py", "numpy", "mdtraj", "deeptime");
        Topology topology = Peptide.of("Ace-A-Nme").topology();
        Observable psi = Observable.torsion(Torsions.psi(topology).getFirst());
        Observable[] features = {
            (all, f) -> Math.sin(phi().of(all, f)),
            (all, f) -> Math.sin(psi.of(all, f)),
            (all, f) -> Math.cos(phi().of(all, f)),
            (all, f) -> Math.cos(psi.of(all, f))
        };
        double[] means = Arrays.stream(features).mapToDouble(RecipesTest::mean).toArray();
        assertThat(numbers("mean (.*)", told)).containsExactly(means, within(SINGLE));
        double trace = 2 - Arrays.stream(means).map(m -> m * m).sum(); // ⟨sin²⟩ + ⟨cos²⟩ = 1 for each torsion
        assertThat(Arrays.stream(numbers("variances (.*)", told)).sum()).isCloseTo(trace, within(4 * SINGLE));
    }

    /** A sample counts for the grid point that is nearest to its φ; the file has six decimals. */
    @Test
    void plumedHasOurHistogram() throws Exception {
        python("with_plumed.py", "numpy");
        Files.copy(RECIPES.resolve("plumed.dat"), folder.resolve("plumed.dat"));
        require("plumed", "--help");
        run("plumed", "driver", "--plumed", "plumed.dat", "--mf_dcd", "samples.dcd");
        double[] shares = Files.readAllLines(folder.resolve("free_energy.dat")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.strip().split("\\s+")[1].replace("inf", "Infinity"))
                .mapToDouble(free -> Math.exp(-Double.parseDouble(free) / Units.thermalEnergy(300)))
                .toArray();
        assertThat(shares).containsExactly(histogram(36), within(1e-5));
    }

    /** Windows count as their Z says, and no sample lies outside of its own. */
    @Test
    void windowsOfAScanMakeOneProfile() throws Exception {
        String[] windows = {"-180..0", "0..180"};
        double[] z = new double[2];
        for (int w = 0; w < 2; w++) {
            Typed typed = Typed.arbolt(
                    "sample",
                    "Ace-A-Nme",
                    "--model",
                    ShippedModels.ALANINE_DIPEPTIDE,
                    "--samples",
                    SAMPLES,
                    "--restrict",
                    "phi(2) in " + windows[w],
                    "--cv",
                    "phi = phi(2)",
                    "-o",
                    folder.resolve("window" + w));
            assertThat(typed.exitCode()).as(typed.error()).isZero();
            NpyArray logWeights = Npz.read(folder.resolve("window" + w).resolve("samples.npz"), "log_weight");
            z[w] = Math.exp(LogSumExp.of(logWeights.toDoubles()) + 190);
        }
        String told = python("with_windows.py", List.of("phi", "window0", "window1"), "numpy");
        double[] shares = Pattern.compile("probability (\\S+)")
                .matcher(told)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .toArray();
        assertThat(shares).hasSize(60);
        assertThat(Arrays.stream(shares, 0, 30).sum()).isCloseTo(z[0] / (z[0] + z[1]), within(1e-4)); // six digits each
        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-4));
    }

    @Test
    void freeEnergiesByDynamicsAreOurs() throws Exception {
        TinyRuns.frames(folder.resolve("free"));
        Typed pulled = Typed.arbolt(
                "md",
                "Ace-A-Nme",
                "--frames",
                120,
                "--ladders",
                4,
                "--rungs",
                1,
                "--cold-rungs",
                2,
                "--equilibration",
                0.2,
                "--spacing",
                0.1,
                "--restrain",
                "distance(CH3 1, C 3) = 0.5 +- 0.05",
                "-o",
                folder.resolve("pulled"));
        assertThat(pulled.exitCode()).as(pulled.error()).isZero();
        Restraint restraint = Restraint.of(
                "distance(CH3 1, C 3) = 0.5 +- 0.05",
                Peptide.of("Ace-A-Nme").topology(),
                Peptide.of("Ace-A-Nme").xyz());
        Estimate ours = BennettAcceptance.cost(
                reducedBias("free", restraint), ladders("free"), reducedBias("pulled", restraint), ladders("pulled"));
        int[] ends = restraint.variable().involved().stream().toArray();
        String told = python(
                "with_dynamics.py",
                List.of(
                        "free/trajectory.npz",
                        "pulled/trajectory.npz",
                        String.valueOf(ends[0]),
                        String.valueOf(ends[1]),
                        "0.5",
                        "0.05"),
                "numpy");
        assertThat(number("costs (\\S+)", told)).isCloseTo(ours.value(), within(SINGLE));
        assertThat(number("\\+- (\\S+) kT", told)).isCloseTo(ours.error(), within(SINGLE));
    }

    private static double[] reducedBias(String run, Restraint restraint) {
        double[] xyz = Npz.read(folder.resolve(run).resolve("trajectory.npz"), "positions")
                .toDoubles();
        return IntStream.range(0, xyz.length / 66)
                .mapToDouble(f -> restraint.reducedBias(xyz, 66 * f))
                .toArray();
    }

    private static int[] ladders(String run) {
        return Arrays.stream(Npz.read(folder.resolve(run).resolve("trajectory.npz"), "ladder")
                        .toLongs())
                .mapToInt(l -> (int) l)
                .toArray();
    }

    /** Shares of φ nearest to each of some points of the circle, of which −π is the first. */
    private static double[] histogram(int points) {
        double[] phi = phi().of(frames);
        double[] weight = weights.normalised();
        double[] shares = new double[points];
        for (int f = 0; f < phi.length; f++) {
            shares[(int) Math.round((phi[f] + Math.PI) / (2 * Math.PI) * points) % points] += weight[f];
        }
        return shares;
    }

    private static Observable phi() {
        return Observable.torsion(
                Torsions.phi(Peptide.of("Ace-A-Nme").topology()).getFirst());
    }

    private static double mean(Observable observable) {
        return Estimate.weighted(observable.of(frames), weights.normalised()).value();
    }

    private static double number(String pattern, String told) {
        return numbers(pattern, told)[0];
    }

    private static double[] numbers(String pattern, String told) {
        Matcher found = Pattern.compile(pattern).matcher(told);
        assertThat(found.find()).as(pattern + " in " + told).isTrue();
        return Arrays.stream(found.group(1).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Runs a recipe on the run. @return what it printed */
    private static String python(String recipe, String... modules) throws Exception {
        return python(recipe, List.of(folder.toString()), modules);
    }

    /** Runs a recipe by the first Python that has what it needs. @return what it printed */
    private static String python(String recipe, List<String> arguments, String... modules) throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (works(python, "-c", "import " + String.join(", ", modules))) {
                return run(
                        Stream.concat(Stream.of(python, RECIPES.resolve(recipe).toString()), arguments.stream())
                                .toArray(String[]::new));
            }
        }
        return skip("a Python with " + String.join(", ", modules));
    }

    private static void require(String... command) throws Exception {
        if (!works(command)) {
            skip(String.join(" ", command));
        }
    }

    private static String skip(String what) {
        String message = "not installed, so not tested: " + what;
        System.out.println(message);
        return abort(message);
    }

    private static boolean works(String... command) throws Exception {
        try {
            run(command);
            return true;
        } catch (IOException | AssertionError missing) {
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .start();
        process.getOutputStream().close();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + told)
                .isZero();
        return told;
    }
}
