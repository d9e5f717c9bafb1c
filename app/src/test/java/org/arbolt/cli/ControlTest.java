package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.math.Estimate;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.Weights;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.CollectiveVariable;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Restraint;
import org.arbolt.molecule.Window;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Control of what the shipped model of Ace-A-Nme draws, against what it says without control and against dynamics under
 * the same condition. Bounds are five combined standard errors: a false alarm in 1.7 million of each.
 */
@Tag("slow")
class ControlTest {
    private static final String HELD = "residue 2 or C 1 or N 3";
    private static final String PSI = "psi(2) = 120 +- 15";
    private static final String ENDS = "distance(CH3 1, C 3) = 0.55 +- 0.08";
    private static final int DRAWN = 1500;

    @TempDir
    private Path folder;

    private final Molecule molecule = Peptide.of("Ace-A-Nme");

    private Typed arbolt(String command, String name, Object... control) {
        Object[] all = new Object[control.length + 2];
        System.arraycopy(control, 0, all, 0, control.length);
        all[control.length] = "-o";
        all[control.length + 1] = folder.resolve(name);
        Object[] words = command.split(" ");
        Typed typed = Typed.arbolt(Stream.of(words, all).flatMap(Arrays::stream).toArray());
        assertThat(typed.exitCode()).as(typed.error()).isZero();
        return typed;
    }

    private Map<String, NpyArray> samples(String name, Object... control) {
        arbolt("sample Ace-A-Nme --samples " + DRAWN + " --model " + ShippedModels.ALANINE_DIPEPTIDE, name, control);
        return Npz.read(folder.resolve(name).resolve("samples.npz"));
    }

    private static Estimate logZ(Map<String, NpyArray> samples) {
        double[] log = logWeights(samples);
        double effective = Weights.of(log).effectiveSamples();
        // The variance of the mean weight over its square is (n/ESS − 1)/n.
        return new Estimate(
                LogSumExp.of(log) - Math.log(log.length), Math.sqrt((log.length / effective - 1) / log.length));
    }

    /** Of the ensemble that was asked for. */
    private static double[] logWeights(Map<String, NpyArray> samples) {
        return samples.getOrDefault("log_weight_biased", samples.get("log_weight"))
                .toDoubles();
    }

    private static Frames frames(Map<String, NpyArray> arrays) {
        return new Frames(22, arrays.get("positions").toDoubles());
    }

    private Estimate mean(String variable, Map<String, NpyArray> samples) {
        CollectiveVariable cv = CollectiveVariable.of(variable, molecule.topology(), molecule.xyz());
        return Estimate.weighted(
                cv.of(frames(samples)), Weights.of(logWeights(samples)).share());
    }

    private Estimate meanOfLadders(String variable, Map<String, NpyArray> trajectory) {
        CollectiveVariable cv = CollectiveVariable.of(variable, molecule.topology(), molecule.xyz());
        return Estimate.ofGroups(cv.of(frames(trajectory)), ladders(trajectory));
    }

    private static int[] ladders(Map<String, NpyArray> trajectory) {
        return Arrays.stream(trajectory.get("ladder").toLongs())
                .mapToInt(l -> (int) l)
                .toArray();
    }

    /** V/kT of both restraints. */
    private double[] reducedBias(Map<String, NpyArray> trajectory) {
        Frames frames = frames(trajectory);
        double[] sum = new double[frames.count()];
        for (String text : List.of(PSI, ENDS)) {
            Restraint restraint = Restraint.of(text, molecule.topology(), molecule.xyz());
            Arrays.setAll(sum, f -> sum[f] + restraint.reducedBias(frames.xyz(), 3 * f * frames.atoms()));
        }
        return sum;
    }

    private static void assertAgree(Estimate one, Estimate other) {
        assertThat(one.value()).isCloseTo(other.value(), within(5 * Math.hypot(one.error(), other.error())));
    }

    private static Estimate energy(Map<String, NpyArray> samples) {
        return Estimate.weighted(
                samples.get("energy").toDoubles(),
                Weights.of(logWeights(samples)).share());
    }

    private static Estimate energyOfLadders(Map<String, NpyArray> trajectory) {
        return Estimate.ofGroups(trajectory.get("energy").toDoubles(), ladders(trajectory));
    }

    @Test
    void partitionFunctionsOfComplementaryWindowsAddUp() {
        Map<String, NpyArray> all = samples("all");
        Map<String, NpyArray> one = samples("one", "--restrict", "phi(2) in -100..-40");
        Map<String, NpyArray> rest = samples("rest", "--restrict", "phi(2) in -40..-100", "--cv", "phi=phi(2)");
        double[] phi = CollectiveVariable.of("phi(2)", molecule.topology(), molecule.xyz())
                .of(frames(one));
        assertThat(Arrays.stream(phi).allMatch(x -> x >= Math.toRadians(-100) && x < Math.toRadians(-40)))
                .isTrue();
        Estimate inside = logZ(one);
        Estimate outside = logZ(rest);
        double sum = Math.log(Math.exp(inside.value()) + Math.exp(outside.value()));
        double error = Math.hypot(inside.error(), outside.error());
        assertAgree(new Estimate(sum, error), logZ(all));
        Typed distance = arbolt(
                "sample Ace-A-Nme --samples 200 --model " + ShippedModels.ALANINE_DIPEPTIDE,
                "distance",
                "--restrict",
                "distance(CH3 1, C 3) in 0.5..0.6");
        assertThat(distance.error() + distance.out()).contains("samples outside have weight zero");
        Map<String, NpyArray> profile = Npz.read(folder.resolve("rest/profiles.npz"));
        assertThat(Arrays.stream(profile.get("phi.probability").toDoubles()).sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void restraintsAgreeWithDynamicsAndTheirFreeEnergyWithUmbrellas() {
        Object[] control = {"--restrain", PSI, "--restrain", ENDS};
        Map<String, NpyArray> biased = samples("biased", control);
        Map<String, NpyArray> free = samples("free");
        arbolt("md Ace-A-Nme --frames 3200 --equilibration 5 --spacing 0.5", "md", control);
        Map<String, NpyArray> dynamics = Npz.read(folder.resolve("md/trajectory.npz"));
        assertAgree(mean("psi(2)", biased), meanOfLadders("psi(2)", dynamics));
        assertAgree(mean("distance(CH3 1, C 3)", biased), meanOfLadders("distance(CH3 1, C 3)", dynamics));
        assertAgree(energy(biased), energyOfLadders(dynamics));
        Estimate cost = new Estimate(
                logZ(free).value() - logZ(biased).value(),
                Math.hypot(logZ(free).error(), logZ(biased).error()));
        double[] bias = biased.get("bias").toDoubles();
        double[] unbiased = biased.get("log_weight").toDoubles();
        Estimate ratio = Estimate.weighted(
                Arrays.stream(bias).map(v -> Math.exp(-v)).toArray(),
                Weights.of(unbiased).share());
        assertAgree(cost, new Estimate(-Math.log(ratio.value()), ratio.error() / ratio.value()));
        arbolt("md Ace-A-Nme --frames 3200 --equilibration 5 --spacing 0.5", "free-md");
        Map<String, NpyArray> freeDynamics = Npz.read(folder.resolve("free-md/trajectory.npz"));
        Estimate umbrella = BennettAcceptance.cost(
                reducedBias(freeDynamics), ladders(freeDynamics), reducedBias(dynamics), ladders(dynamics));
        assertThat(umbrella.error()).isLessThan(0.2); // otherwise nothing is compared
        assertAgree(cost, umbrella);
    }

    /** Frames of free dynamics that lie in the window are of the same ensemble. */
    @Test
    void aWindowAgreesWithDynamicsThatAreFiltered() {
        String window = "phi(2) in -100..-40";
        Map<String, NpyArray> drawn = samples("window", "--restrict", window);
        arbolt("md Ace-A-Nme --frames 6400 --equilibration 5 --spacing 0.5", "md");
        Map<String, NpyArray> dynamics = Npz.read(folder.resolve("md/trajectory.npz"));
        Window inside = Window.of(window, molecule.topology(), molecule.xyz());
        int[] kept = IntStream.range(0, 6400)
                .filter(f -> inside.contains(frames(dynamics), f))
                .toArray();
        assertThat(kept).hasSizeGreaterThan(1000);
        int[] ladder = Arrays.stream(kept).map(f -> ladders(dynamics)[f]).toArray();
        double[] energies = dynamics.get("energy").toDoubles();
        assertAgree(energy(drawn), Estimate.ofGroups(chosen(energies, kept), ladder));
        for (String variable : List.of("distance(CH3 1, C 3)", "gyration(all)")) {
            double[] values = CollectiveVariable.of(variable, molecule.topology(), molecule.xyz())
                    .of(frames(dynamics));
            assertAgree(mean(variable, drawn), Estimate.ofGroups(chosen(values, kept), ladder));
        }
    }

    private static double[] chosen(double[] values, int[] kept) {
        return Arrays.stream(kept).mapToDouble(f -> values[f]).toArray();
    }

    /** The same of three alanines, pulled. */
    @Test
    void trialanineUnderARestraintAgreesWithDynamics() {
        String pull = "distance(CA 1, CA 3) = 0.62 +- 0.04";
        Typed sampled = Typed.arbolt(
                "sample",
                "AAA",
                "--samples",
                1000,
                "--model",
                ShippedModels.TRIALANINE,
                "--restrain",
                pull,
                "-o",
                folder.resolve("drawn"));
        assertThat(sampled.exitCode()).as(sampled.error()).isZero();
        arbolt(
                "md AAA --force-field amber14-obc1 --cutoff 2 --temperature 310 --frames 3200 --equilibration 10"
                        + " --spacing 1",
                "md",
                "--restrain",
                pull);
        Map<String, NpyArray> drawn = Npz.read(folder.resolve("drawn/samples.npz"));
        Map<String, NpyArray> dynamics = Npz.read(folder.resolve("md/trajectory.npz"));
        assertThat(Weights.of(logWeights(drawn)).effectiveSamples()).isGreaterThan(50); // otherwise nothing is compared
        assertAgree(energy(drawn), energyOfLadders(dynamics));
        Molecule peptide = Peptide.of("AAA");
        CollectiveVariable size = CollectiveVariable.of("gyration(all)", peptide.topology(), peptide.xyz());
        assertAgree(
                Estimate.weighted(
                        size.of(new Frames(33, drawn.get("positions").toDoubles())),
                        Weights.of(logWeights(drawn)).share()),
                Estimate.ofGroups(
                        size.of(new Frames(33, dynamics.get("positions").toDoubles())), ladders(dynamics)));
    }

    /** The model of all amino acids grows: twists see the restraint as soon as its atoms have places. */
    @Test
    void populationsThatGrowEstimateThePartitionFunctionUnderARestraint() {
        String sample = "sample AG --samples 1200 --model " + ShippedModels.PEPTIDES;
        arbolt(sample, "independent", "--restrain", "psi(1) = 150 +- 20");
        arbolt(
                sample + " --smc --particles 60 --twist energy --resample residue",
                "smc",
                "--restrain",
                "psi(1) = 150 +- 20");
        Map<String, NpyArray> smc = Npz.read(folder.resolve("smc/samples.npz"));
        double[] z = new double[20];
        double[] logWeights = logWeights(smc);
        for (int p = 0; p < z.length; p++) {
            double[] own = Arrays.copyOfRange(logWeights, 60 * p, 60 * (p + 1));
            z[p] = Math.exp(LogSumExp.of(own) - Math.log(60));
        }
        double scale = Arrays.stream(z).max().orElseThrow();
        Estimate mean =
                Estimate.ofIndependent(Arrays.stream(z).map(x -> x / scale).toArray());
        Estimate populations = new Estimate(Math.log(mean.value()) + Math.log(scale), mean.error() / mean.value());
        Estimate plain = logZ(Npz.read(folder.resolve("independent/samples.npz")));
        assertThat(Math.hypot(populations.error(), plain.error())).isLessThan(0.4); // otherwise nothing is compared
        assertAgree(populations, plain);
    }

    @Test
    void aReferenceIsTakenToBeUnderTheSameRestraints() throws URISyntaxException {
        arbolt("sample Ace-A-Nme --samples 30 --model " + ShippedModels.ALANINE_DIPEPTIDE, "few", "--restrain", PSI);
        Path free = Path.of(Peptide.class
                .getResource("/org/arbolt/pipeline/data/Ace-A-Nme.npz")
                .toURI());
        Typed typed = Typed.arbolt(
                "evaluate", folder.resolve("few"), "--reference", free, "--repeats", 1, "--compare-frames", 20);
        assertThat(typed.error()).contains("Ace-A-Nme.npz is taken to be of dynamics with the same");
    }

    @Test
    void heldAtomsStayAndTheOthersAgreeWithDynamicsAroundThem() throws IOException {
        Map<String, NpyArray> held = samples("held", "--fix", HELD);
        arbolt("md Ace-A-Nme --frames 3200 --equilibration 5 --spacing 0.5", "md", "--fix", HELD);
        Map<String, NpyArray> dynamics = Npz.read(folder.resolve("md/trajectory.npz"));
        HeldAtoms atoms = new HeldAtoms(AtomSelection.of(HELD, molecule.topology(), molecule.xyz()), molecule.xyz());
        for (Map<String, NpyArray> any : List.of(held, dynamics)) {
            Frames frames = frames(any);
            for (int f = 0; f < frames.count(); f++) {
                assertThat(atoms.areIn(frames.xyz(), 66 * f)).isTrue();
            }
        }
        assertThat(Weights.of(held.get("log_weight").toDoubles()).effectiveSamples())
                .isGreaterThan(DRAWN / 2.0);
        assertAgree(energy(held), energyOfLadders(dynamics));
        assertAgree(mean("distance(CH3 1, C 3)", held), meanOfLadders("distance(CH3 1, C 3)", dynamics));
        assertAgree(mean("gyration(all)", held), meanOfLadders("gyration(all)", dynamics));
        whatHeldAtomsFixIsNotJudged();
    }

    /** A sample of another run is a structure like any other: its held atoms have its geometry, to a file's digits. */
    @Test
    void heldAtomsAreLikeThoseOfTheStructureThatIsNamed() {
        double[] xyz = frames(samples("free")).slice(7, 8).xyz();
        Path like = folder.resolve("like.pdb");
        PdbFile.write(like, molecule.topology(), new Frames(22, xyz));
        double[] written = PdbFile.read(like).frames().xyz();
        Map<String, NpyArray> held = samples("held", "--fix", HELD, "--like", like);
        AtomSelection selection = AtomSelection.of(HELD, molecule.topology(), molecule.xyz());
        HeldAtoms atoms = new HeldAtoms(selection, written);
        Frames drawn = frames(held);
        for (int f = 0; f < drawn.count(); f++) {
            assertThat(atoms.areIn(drawn.xyz(), 66 * f)).isTrue();
        }
        assertThat(new HeldAtoms(selection, molecule.xyz()).areIn(drawn.xyz(), 0))
                .isFalse();
        assertThat(folder.resolve("held/like.pdb")).hasSameTextualContentAs(like);
    }

    /** The models that ship cannot hold the last residue; one that was trained to write it first can. */
    @Test
    void aModelHoldsWhatItWritesFirst() {
        String last = "residue 2-3";
        TinyRuns.succeeds(
                "md AAA --frames 120 --ladders 2 --rungs 1 --cold-rungs 1 --equilibration 0.2 --spacing 0.1 -o "
                        + folder.resolve("md"));
        Object[] train = {
            "train",
            "AAA",
            "--data",
            folder.resolve("md/trajectory.npz"),
            "--steps",
            3,
            "--batch",
            8,
            "--bins",
            32,
            "--layers",
            1,
            "--channels",
            16,
            "--heads",
            2,
            "--frequencies",
            4,
            "-o",
            folder.resolve("model"),
            "--first",
            last
        };
        Typed trained = Typed.arbolt(train);
        assertThat(trained.exitCode()).as(trained.error()).isZero();
        Typed drawn = Typed.arbolt(
                "sample",
                "AAA",
                "--samples",
                20,
                "--model",
                folder.resolve("model/model.safetensors"),
                "--fix",
                last,
                "-o",
                folder.resolve("held"));
        assertThat(drawn.exitCode()).as(drawn.error()).isZero();
        Molecule peptide = Peptide.of("AAA");
        HeldAtoms atoms = new HeldAtoms(AtomSelection.of(last, peptide.topology(), peptide.xyz()), peptide.xyz());
        double[] positions =
                Npz.read(folder.resolve("held/samples.npz"), "positions").toDoubles();
        for (int f = 0; f < 20; f++) {
            assertThat(atoms.areIn(positions, 3 * peptide.topology().atomCount() * f))
                    .isTrue();
        }
        Typed refused = Typed.arbolt("sample", "AAA", "--model", ShippedModels.TRIALANINE, "--fix", last);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.complaints()).singleElement().asString().contains("cannot be held exactly", "--first");
    }

    /** No population of 1 and no distance of 0 where nothing can change. */
    private void whatHeldAtomsFixIsNotJudged() throws IOException {
        Typed judged = TinyRuns.succeeds("evaluate " + folder.resolve("held") + " --reference "
                + folder.resolve("md/trajectory.npz") + " --repeats 1");
        assertThat(judged.out())
                .contains("E-W2", "bond W1", "potential energy")
                .doesNotContain("population of", "T-W2", "φ/ψ JSD");
        assertThat(judged.error())
                .contains("held, so left out of populations, clusters and distances of torsions: phi ALA 2, psi ALA 2");
        JsonNode metrics =
                new ObjectMapper().readTree(folder.resolve("held/metrics.json").toFile());
        assertThat(metrics.get("torus_w2").isNull()).isTrue();
        assertThat(metrics.get("bond_w1").asDouble()).isPositive();
        JsonNode convergence = new ObjectMapper()
                .readTree(folder.resolve("md/convergence.json").toFile());
        assertThat(convergence.get("residues").isEmpty()).isTrue();
    }

    @Test
    void aFileStandsForOptions() throws IOException {
        Path file = folder.resolve("control.yaml");
        Files.writeString(
                file,
                "restrict: [phi(2) in -100..-40, 'psi(2) in 100..-150']\ntop-k: soft=300\nsmc: true\nparticles: 10\n"
                        + "twist: none\nresample: residue\n");
        Typed typed = arbolt(
                "sample Ace-A-Nme --samples 20 --model " + ShippedModels.ALANINE_DIPEPTIDE, "file", "--control", file);
        assertThat(typed.out()).contains("Bins of low probability are never drawn");
        assertThat(folder.resolve("file/config.yaml"))
                .content()
                .contains("phi(2) in -100..-40", "topK: 300", "particles: 10", "twist: none", "resample: residue");
        for (String bad : List.of("fixed: residue 1", "[1]", "fix: {a: 1}", "fix: [", "smc: yes please")) {
            Files.writeString(file, bad);
            Typed refused = Typed.arbolt("sample", "Ace-A-Nme", "--control=" + file);
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.complaints()).singleElement().asString().contains("control.yaml");
        }
    }

    @Test
    void whatIsKeptOfBinsIsTold() {
        Typed typed = arbolt(
                "sample Ace-A-Nme --samples 60 --top-p 0.9 --sampling-temperature soft=1.2,stiff=1 --model "
                        + ShippedModels.ALANINE_DIPEPTIDE,
                "kept");
        assertThat(typed.out()).contains("Bins of low probability are never drawn", "log Z is a lower bound");
    }

    /** Drawn step by step in populations, and by the usual way, the partition function is the same. */
    @Test
    void populationsEstimateTheSamePartitionFunction() throws IOException {
        Map<String, NpyArray> independent = samples("independent", "--restrict", "phi(2) in -100..-40");
        Map<String, NpyArray> smc = samples(
                "smc",
                "--restrict",
                "phi(2) in -100..-40",
                "--smc",
                "--twist",
                "energy",
                "--resample",
                "atom",
                "--particles",
                "100");
        assertThat(smc).doesNotContainKey("log_q").containsKeys("population", "ancestor");
        JsonNode record =
                new ObjectMapper().readTree(folder.resolve("smc/smc.json").toFile());
        double[] z = new double[record.get("logPartition").size()];
        assertThat(z).hasSize(DRAWN / 100);
        Arrays.setAll(z, p -> Math.exp(record.get("logPartition").get(p).asDouble() + 190));
        Estimate mean = Estimate.ofIndependent(z);
        assertAgree(new Estimate(Math.log(mean.value()) - 190, mean.error() / mean.value()), logZ(independent));
        assertThat(record.get("ancestors")
                        .get(record.get("ancestors").size() - 1)
                        .asDouble())
                .isLessThan(100);
        descendantsOfOneCountAsOne(smc);
        TinyRuns.succeeds("sample Ace-A-Nme --samples " + DRAWN + " --model " + ShippedModels.ALANINE_DIPEPTIDE
                + " --smc --twist none --particles 100 -o " + folder.resolve("plain"));
        assertThat(Typed.line("sample Ace-A-Nme --twist none --model " + ShippedModels.ALANINE_DIPEPTIDE)
                        .complaints())
                .singleElement()
                .asString()
                .contains("are of --smc");
    }

    private void descendantsOfOneCountAsOne(Map<String, NpyArray> smc) throws IOException {
        double[] weight = Weights.of(logWeights(smc)).share();
        long[] population = smc.get("population").toLongs();
        long[] ancestor = smc.get("ancestor").toLongs();
        Map<List<Long>, Double> ofLineage = new HashMap<>();
        for (int i = 0; i < weight.length; i++) {
            ofLineage.merge(List.of(population[i], ancestor[i]), weight[i], Double::sum);
        }
        double effective =
                1 / ofLineage.values().stream().mapToDouble(w -> w * w).sum();
        assertThat(effective).isLessThan(Weights.of(logWeights(smc)).effectiveSamples());
        TinyRuns.succeeds("evaluate " + folder.resolve("smc"));
        JsonNode metrics =
                new ObjectMapper().readTree(folder.resolve("smc/metrics.json").toFile());
        assertThat(metrics.get("ess").asDouble()).isCloseTo(effective, within(1e-6 * effective));
    }

    @Test
    void partsOfAControlledRunAreTheWhole() {
        String command = "sample Ace-A-Nme --samples 30 --model " + ShippedModels.ALANINE_DIPEPTIDE;
        Object[] control = {"--restrict", "phi(2) in 150..-60", "--restrain", PSI};
        arbolt(command, "whole", control);
        arbolt(command + " --part 1/2", "parts/1", control);
        arbolt(command + " --part 2/2", "parts/2", control);
        arbolt("merge " + folder.resolve("parts"), "merged");
        assertThat(folder.resolve("merged/samples.npz")).hasSameBinaryContentAs(folder.resolve("whole/samples.npz"));
    }
}
