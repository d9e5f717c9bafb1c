package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.TrajectoryFormat;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --part} and {@code arbolt merge}: parts make the run that one process makes. */
class MergeCommandTest {
    @TempDir
    private Path folder;

    private static String part(String command, int number, int of, Path output) {
        return command + " --part " + number + "/" + of + " -o " + output;
    }

    private Path inParts(String command, int of) {
        Path parts = folder.resolve("parts-" + of);
        for (int i = of; i >= 1; i--) {
            TinyRuns.succeeds(part(command, i, of, parts.resolve("p" + i)));
        }
        return parts;
    }

    private static String refused(String command) {
        Typed typed = Typed.line(command);
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.complaints()).hasSize(1);
        return typed.complaints().getFirst();
    }

    private static void assertSameFiles(Path made, Path whole, String... names) {
        for (String name : names) {
            assertThat(made.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
        }
    }

    private static JsonNode record(Path run) throws IOException {
        return new ObjectMapper().readTree(run.resolve("run.json").toFile());
    }

    private String sample() {
        return "sample Ace-A-Nme --seed 5 --samples 23 --model " + TinyModels.withoutCentroid(folder);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void samplesOfPartsAreThoseOfOneRun(int of) throws IOException {
        Path whole = folder.resolve("whole");
        TinyRuns.succeeds(sample() + " -o " + whole);
        Path merged = folder.resolve("merged");
        Typed typed = TinyRuns.succeeds("merge " + inParts(sample(), of) + " -o " + merged);
        assertThat(typed.out()).contains("23 samples of " + of + " parts");
        assertSameFiles(merged, whole, "samples.npz", "samples.dcd", "config.yaml", "topology.pdb");
        JsonNode record = record(merged);
        assertThat(record.get("energyEvaluations").get("sampling").asInt()).isEqualTo(23);
        assertThat(record.get("machines").get(0).get("parts").asInt()).isEqualTo(of);
    }

    /** The centroid deviation that the model of internal coordinates says goes through the parts. */
    @Tag("slow")
    @Test
    void mirroredSamplesOfTheModelThatShipsAreThoseOfOneRun() {
        String command =
                "sample Ace-A-Nme --reflect --weights none --samples 10 --model " + ShippedModels.ALANINE_DIPEPTIDE;
        Path whole = folder.resolve("whole");
        TinyRuns.succeeds(command + " -o " + whole);
        Path merged = folder.resolve("merged");
        TinyRuns.succeeds("merge " + inParts(command, 2) + " -o " + merged);
        assertSameFiles(merged, whole, "samples.npz", "samples.dcd");
    }

    /** Populations of sequential Monte Carlo are whole in a part; restraints, twist and resampling go with them. */
    @Tag("slow")
    @Test
    void populationsOfPartsAreThoseOfOneRun() throws IOException {
        Path control = Files.writeString(folder.resolve("control.yaml"), "restrain: distance(C 1, N 3) = 0.35 +- 0.05");
        String command = "sample Ace-A-Nme --smc --particles 8 --twist energy --resample residue --samples 40 --seed 3"
                + " --control " + control + " --model " + ShippedModels.ALANINE_DIPEPTIDE;
        Path whole = folder.resolve("whole");
        TinyRuns.succeeds(command + " -o " + whole);
        Path merged = folder.resolve("merged");
        assertThat(TinyRuns.succeeds("merge " + inParts(command, 3) + " -o " + merged)
                        .out())
                .contains("5 populations of 3 parts");
        assertSameFiles(merged, whole, "samples.npz", "samples.dcd", "smc.json", "config.yaml");
        TinyRuns.succeeds("evaluate " + merged);
        Path damaged = folder.resolve("parts-3/p2/samples.part.npz");
        Map<String, NpyArray> arrays = Npz.read(damaged);
        arrays.remove("ancestor");
        Npz.write(damaged, arrays);
        assertThat(refused("merge " + folder.resolve("parts-3") + " -o " + folder.resolve("again")))
                .contains("p2/samples.part.npz", "does not hold the 2 populations of part 2/3");
    }

    /** Killed after some samples had been saved. */
    @Test
    void aPartThatWasKilledGoesOnToTheSameBytes() throws IOException {
        Path parts = inParts(sample(), 2);
        Path file = parts.resolve("p2/samples.part.npz");
        byte[] whole = Files.readAllBytes(file);
        Map<String, NpyArray> arrays = Npz.read(file);
        int first = 23 - arrays.get("log_q").size();
        float[] positions = (float[]) arrays.get("positions").data();
        arrays.put("positions", NpyArray.of(Arrays.copyOf(positions, 3 * 3 * 22), 3, 22, 3));
        for (String name : new String[] {"log_q", "energy"}) {
            arrays.put(name, NpyArray.of(Arrays.copyOf(arrays.get(name).toDoubles(), 3)));
        }
        Path unfinished = Files.createDirectory(parts.resolve("p2/samples.unfinished"));
        Npz.write(unfinished.resolve("%012d.npz".formatted(first)), arrays);
        Files.delete(file);
        TinyRuns.succeeds(part(sample(), 2, 2, parts.resolve("p2")));
        assertThat(file).hasBinaryContent(whole);
        assertThat(unfinished).doesNotExist();
    }

    private static String md(int ladders, String more) {
        return "md Ace-A-Nme --ladders " + ladders + " --cold-rungs 2 --equilibration 0.2 --spacing 0.1 --frames 42 "
                + more;
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void laddersOfPartsAreThoseOfOneRun(int of) throws IOException {
        String command = md(7, "--rungs 2 --hottest 400 --seed 3");
        Path whole = folder.resolve("whole");
        TinyRuns.succeeds(command + " -o " + whole);
        Path merged = folder.resolve("merged");
        Typed typed = TinyRuns.succeeds("merge " + inParts(command, of) + " -o " + merged);
        assertThat(typed.out()).contains("frames: " + merged.resolve("trajectory.npz"));
        assertSameFiles(
                merged, whole, "trajectory.npz", "trajectory.dcd", "convergence.json", "config.yaml", "topology.pdb");
        assertThat(record(merged).get("energyEvaluations").get("dynamics"))
                .isEqualTo(record(whole).get("energyEvaluations").get("dynamics"));
        assertThat(TinyRuns.succeeds(command + " --format xtc -o " + merged).error())
                .contains("reusing");
        assertThat(merged.resolve("trajectory.xtc")).isNotEmptyFile();
    }

    /** The pilot run of a chosen ladder is that of the seed in every part; a plain one has no exchanges. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"", "--rungs 1"})
    void chosenLaddersAndPlainDynamicsHavePartsToo(String rungs) {
        String command = md(3, rungs);
        Path whole = folder.resolve("whole");
        TinyRuns.succeeds(command + " -o " + whole);
        Path merged = folder.resolve("merged");
        TinyRuns.succeeds("merge " + inParts(command, 2) + " -o " + merged);
        assertSameFiles(merged, whole, "trajectory.npz", "convergence.json");
    }

    /** Frames of Ace-A-Nme, of which number 20, from 1, has two atoms on each other. @return what evaluates them */
    private String energy(String ending) {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Frames frames = Frames.allocate(23, 22);
        Arrays.setAll(frames.xyz(), i -> molecule.xyz()[i % 66] + 0.003 * Math.sin(2.3 * i));
        System.arraycopy(frames.xyz(), 19 * 66, frames.xyz(), 19 * 66 + 3, 3);
        Path pdb = folder.resolve("molecule.pdb");
        PdbFile.write(pdb, molecule.topology(), frames.slice(0, 1));
        Path file = folder.resolve("frames." + ending);
        TrajectoryFormat.valueOf(ending.toUpperCase(Locale.ROOT)).write(file, molecule.topology(), frames);
        return "energy " + pdb + " " + file;
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"1, dcd, --forces", "2, dcd, --precision float", "3, xtc, --forces", "7, pdb, ''"})
    void energiesOfPartsAreThoseOfAllFrames(int of, String ending, String more) throws IOException {
        String command = (energy(ending) + " " + more).strip();
        Path whole = folder.resolve("whole.npz");
        String told = TinyRuns.succeeds(command + " -o " + whole).error();
        Path parts = inParts(command, of);
        Path merged = folder.resolve("merged.npz");
        assertThat(TinyRuns.succeeds("merge " + parts + " -o " + merged).out())
                .contains("23 frames of " + of + " parts");
        assertThat(merged).hasSameBinaryContentAs(whole);
        JsonNode record = new ObjectMapper()
                .readTree(folder.resolve("merged.npz.run.json").toFile());
        assertThat(record.get("energyEvaluations").get("energies").asInt()).isEqualTo(23);
        String coincident = "coincide in frame 20"; // whose energy is finite in single precision
        assertThat(told.contains(coincident)).isEqualTo(!more.contains("float"));
        assertThat(record.get("remarks").toString().contains(coincident)).isEqualTo(told.contains(coincident));
        assertThat(TinyRuns.succeeds(part(command, 1, of, parts.resolve("p1"))).error())
                .contains("reusing");
    }

    @Test
    void partsOfEnergiesAreOfTheSameFrames() throws IOException {
        String command = energy("dcd");
        Path parts = inParts(command, 2);
        Path other = Files.copy(folder.resolve("frames.dcd"), folder.resolve("other.dcd"));
        byte[] bytes = Files.readAllBytes(other);
        bytes[bytes.length - 10] ^= 1;
        Files.write(other, bytes);
        TinyRuns.succeeds(part(command.replace("frames.dcd", "other.dcd"), 2, 2, folder.resolve("foreign")));
        assertThat(refused("merge " + parts.resolve("p1") + " " + folder.resolve("foreign") + " -o "
                        + folder.resolve("merged.npz")))
                .contains("foreign is of another run", "frames.sha256 is");
        Path moved = Files.move(folder.resolve("frames.dcd"), folder.resolve("moved.dcd"));
        Path again = folder.resolve("again");
        TinyRuns.succeeds(part(command.replace("frames.dcd", "moved.dcd"), 2, 2, again));
        TinyRuns.succeeds("merge " + parts.resolve("p1") + " " + again + " -o " + folder.resolve("merged.npz"));
        assertThat(refused("merge " + parts + " -o " + folder)).contains("is a folder");
        assertThat(moved).exists();
    }

    @Test
    void damagedPartsOfDynamicsAreNamed() throws IOException {
        String command = md(2, "--rungs 2 --hottest 400");
        Path parts = inParts(command, 2);
        Path file = parts.resolve("p2/trajectory.part.npz");
        Map<String, NpyArray> arrays = Npz.read(file);
        arrays.put("temperatures", NpyArray.of(new double[] {300, 300, 401}));
        Npz.write(file, arrays);
        assertThat(refused("merge " + parts + " -o " + folder.resolve("merged")))
                .contains(file.toString(), "temperatures");
        Files.copy(parts.resolve("p1/trajectory.part.npz"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(refused("merge " + parts + " -o " + folder.resolve("merged")))
                .contains(file.toString(), "cold rungs of ladders 1 to 1");
        assertThat(refused(command + " --part 3/3 -o " + folder.resolve("bad")))
                .contains("3 parts of 2 ladders would leave some with none");
    }

    @Tag("slow")
    @Test
    void aDataSetOfPartsIsThatOfOneRun() throws IOException {
        String command = "data Ace-A-Nme --quick --frames 400";
        Path whole = folder.resolve("whole");
        TinyRuns.succeeds(command + " -o " + whole);
        Path merged = folder.resolve("merged");
        TinyRuns.succeeds("merge " + inParts(command, 3) + " -o " + merged);
        assertSameFiles(
                merged,
                whole,
                "train.npz",
                "val.npz",
                "test.npz",
                "Ace-A-Nme_300K_train.npy",
                "Ace-A-Nme.pdb",
                "data.json");
        assertThat(record(merged).get("energyEvaluations").get("val dynamics"))
                .isEqualTo(record(whole).get("energyEvaluations").get("val dynamics"));
    }

    @Test
    void aMergedRunIsToppedUpAndEvaluatedAsAny() {
        Path merged = folder.resolve("merged");
        TinyRuns.succeeds("merge " + inParts(sample(), 2) + " -o " + merged);
        TinyRuns.succeeds("report " + merged);
        String more = sample().replace("--samples 23", "--samples 30");
        TinyRuns.succeeds(more + " -o " + merged);
        TinyRuns.succeeds(more + " -o " + folder.resolve("whole"));
        assertSameFiles(merged, folder.resolve("whole"), "samples.npz");
        assertThat(refused("merge " + folder.resolve("parts-2") + " -o " + merged))
                .contains("holds 30 samples, the parts 23");
    }

    @Test
    void mergingAgainIsWithoutATrace() throws IOException {
        Path merged = folder.resolve("merged");
        Path parts = inParts(sample(), 2);
        TinyRuns.succeeds("merge " + parts + " -o " + merged);
        TinyRuns.succeeds("merge " + parts + " -o " + merged);
        assertThat(record(merged).get("energyEvaluations").get("sampling").asInt())
                .isEqualTo(23);
    }

    @Test
    void aPartThatIsMissingIsNamed() {
        Path parts = inParts(sample(), 3);
        String two = parts.resolve("p1") + " " + parts.resolve("p3");
        assertThat(refused("merge " + two + " -o " + folder.resolve("merged")))
                .contains("part 2 of 3 is missing", "--part 2/3");
        assertThat(refused("merge " + parts.resolve("p2") + " -o " + folder.resolve("merged")))
                .contains("parts 1, 3 of 3 are missing");
        assertThat(folder.resolve("merged")).doesNotExist();
    }

    @Test
    void aPartThatIsThereTwiceIsNamedWithBothFolders() {
        Path parts = inParts(sample(), 2);
        Path again = folder.resolve("again");
        TinyRuns.succeeds(part(sample(), 2, 2, again));
        assertThat(refused("merge " + parts + " " + again + " -o " + folder.resolve("merged")))
                .contains("part 2/2 is there twice", parts.resolve("p2").toString(), again.toString());
    }

    @Tag("slow")
    @Test
    void aPartOfAnotherRunIsNamedWithTheDifference() {
        Path parts = inParts(sample(), 2);
        Path other = folder.resolve("other");
        TinyRuns.succeeds(part(sample().replace("--seed 5", "--seed 6"), 2, 2, other));
        String names = parts.resolve("p1") + " " + other;
        assertThat(refused("merge " + names + " -o " + folder.resolve("merged")))
                .contains(other.toString(), "seed is 6 in it, 5 in the first");
        Path more = folder.resolve("more");
        TinyRuns.succeeds(part(sample().replace("--samples 23", "--samples 24"), 2, 2, more));
        assertThat(refused("merge " + parts.resolve("p1") + " " + more + " -o " + folder.resolve("merged")))
                .contains(more.toString(), "samples part 2/2 of 24 samples", "samples part 1/2 of 23 samples");
        TinyRuns.succeeds(sample() + " -o " + folder.resolve("whole"));
        assertThat(refused("merge " + parts.resolve("p1") + " " + folder.resolve("whole") + " -o "
                        + folder.resolve("merged")))
                .contains("whole", "holds a whole run");
    }

    @Test
    void aPartThatIsNotDoneOrDamagedIsNamed() throws IOException {
        Path parts = inParts(sample(), 2);
        Path file = parts.resolve("p2/samples.part.npz");
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        assertThat(refused("merge " + parts + " -o " + folder.resolve("merged")))
                .contains("part 2/2 in " + parts.resolve("p2"), "not done yet");
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(refused("merge " + parts + " -o " + folder.resolve("merged")))
                .contains(file.toString());
        assertThat(folder.resolve("merged/samples.npz")).doesNotExist();
        bytes[bytes.length / 3] ^= 1;
        Files.write(file, bytes);
        assertThat(refused("merge " + parts + " -o " + folder.resolve("merged")))
                .contains(file.toString(), "checksum");
    }

    @Test
    void foldersThatHoldNoPartsAreRefused() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        assertThat(refused("merge " + folder.resolve("empty") + " -o " + folder.resolve("merged")))
                .contains("there are no parts in");
        assertThat(refused("merge " + folder.resolve("nowhere") + " -o " + folder.resolve("merged")))
                .contains("there is no folder");
    }

    @Test
    void aPartsFolderIsNeitherThatOfAnotherPartNorARun() {
        Path one = folder.resolve("one");
        TinyRuns.succeeds(part(sample(), 1, 2, one));
        assertThat(refused(part(sample(), 2, 2, one))).contains("part.number is 1 there, 2 here");
        assertThat(refused(sample() + " -o " + one)).contains("part is given there, absent here");
        assertThat(refused("report " + one)).contains("holds part 1/2 of a run", "arbolt merge");
        assertThat(TinyRuns.succeeds(part(sample(), 1, 2, one)).error()).contains("reusing");
    }

    @Test
    void partsThatCannotBeAreRefused() {
        for (String bad : new String[] {"0/3", "4/3", "2", "1/0", "x/y", "-1/2", "1/2/3"}) {
            assertThat(refused(sample() + " --part " + bad + " -o " + folder.resolve("bad")))
                    .contains("part");
        }
        assertThat(refused(sample() + " --part 24/24 -o " + folder.resolve("bad")))
                .contains("24 parts of 23 samples would leave some with none");
        assertThat(folder.resolve("bad")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"train Ace-A-Nme --data x.npz", "improve Ace-A-Nme --model x.safetensors"})
    void whatHangsTogetherHasNoParts(String command) {
        assertThat(refused(command + " --part 1/2"))
                .contains("arbolt " + command.split(" ")[0] + " has no --part")
                .contains("mpirun");
    }
}
