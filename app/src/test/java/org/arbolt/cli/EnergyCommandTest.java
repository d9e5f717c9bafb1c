package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.arbolt.forcefield.ForceField;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code arbolt energy}. */
class EnergyCommandTest {
    @TempDir
    private Path folder;

    private Path pdb;
    private String complaint;

    @BeforeEach
    void writeMolecule() {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Frames frames = Frames.allocate(5, 22);
        Arrays.setAll(frames.xyz(), i -> molecule.xyz()[i % 66] + 0.003 * Math.sin(2.3 * i));
        pdb = folder.resolve("molecule.pdb");
        PdbFile.write(pdb, molecule.topology(), frames);
    }

    private static String system(String name) {
        try {
            return Path.of(ForceField.class
                            .getResource("systems/" + name + ".xml")
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private int arbolt(String... arguments) {
        PrintStream usual = System.err;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            return Arbolt.execute(arguments);
        } finally {
            System.setErr(usual);
            complaint = caught.toString(StandardCharsets.UTF_8);
        }
    }

    private double[] numbers(String file, String array) {
        return Npz.read(folder.resolve(file), array).toDoubles();
    }

    private String out(String file) {
        return folder.resolve(file).toString();
    }

    @Test
    void aSystemGivesTheEnergiesOfTheForceFieldItWasMadeFrom() {
        assertThat(arbolt(
                        "energy",
                        pdb.toString(),
                        pdb.toString(),
                        "--system",
                        system("amber14-obc2"),
                        "--forces",
                        "-o",
                        out("s.npz")))
                .isZero();
        assertThat(arbolt(
                        "energy",
                        pdb.toString(),
                        pdb.toString(),
                        "--force-field",
                        "amber14-obc2",
                        "--forces",
                        "-o",
                        out("f.npz")))
                .isZero();
        for (String array : new String[] {"energy", "components", "forces"}) {
            assertThat(numbers("s.npz", array)).containsExactly(numbers("f.npz", array), within(1e-7));
        }
        assertThat(numbers("s.npz", "energy")).hasSize(5);
    }

    @Test
    void whatAFileHadToHaveBuiltIsToldOnStandardError() throws IOException {
        Path lacking = Files.write(
                folder.resolve("short.pdb"),
                Files.readAllLines(pdb).stream()
                        .filter(line -> !line.contains(" HB1 ALA A   2"))
                        .toList());
        assertThat(arbolt("energy", lacking.toString(), pdb.toString(), "-o", out("e.npz")))
                .isZero();
        assertThat(complaint)
                .contains("short.pdb: built 1 hydrogen: HB1 of ALA 2")
                .hasLineCount(1);
    }

    @Test
    void framesWhoseEnergyIsNotFiniteAreTold() {
        Molecule molecule = Peptide.of("AAA");
        int atoms = molecule.topology().atomCount();
        Frames frames = Frames.allocate(2, atoms);
        Arrays.setAll(frames.xyz(), i -> molecule.xyz()[i % (3 * atoms)]);
        int oxygen = 3 * molecule.topology().atom(2, "O");
        int second = 3 * molecule.topology().atom(2, "OXT");
        System.arraycopy(frames.xyz(), 3 * atoms + oxygen, frames.xyz(), 3 * atoms + second, 3);
        Path file = folder.resolve("coincident.pdb");
        PdbFile.write(file, molecule.topology(), frames);
        assertThat(arbolt("energy", file.toString(), file.toString(), "-o", out("e.npz")))
                .isZero();
        assertThat(complaint)
                .contains(
                        "coincident.pdb: the energy of 1 of 2 frames is not finite: frame 2",
                        "atoms O of ALA 3 and OXT of ALA 3 coincide in frame 2")
                .hasLineCount(1);
        assertThat(Double.isFinite(numbers("e.npz", "energy")[0])).isTrue();
        PdbFile.write(file, molecule.topology(), frames.slice(1, 2));
        for (String command : new String[] {"md", "run"}) {
            assertThat(arbolt(command, file.toString(), "-o", out(command))).isEqualTo(2);
            assertThat(complaint)
                    .contains("atom O of residue ALA 3", "atom OXT of residue ALA 3", "lie on each other")
                    .hasLineCount(1);
        }
    }

    @Test
    void coordinatesInAngstromNeedTheirUnitNamed() {
        Frames frames = PdbFile.read(pdb).frames();
        float[] angstrom = new float[frames.xyz().length];
        for (int i = 0; i < angstrom.length; i++) {
            angstrom[i] = (float) (10 * frames.xyz()[i]);
        }
        Npz.write(folder.resolve("a.npz"), Map.of("positions", NpyArray.of(angstrom, frames.count(), 22, 3)));
        assertThat(arbolt("energy", pdb.toString(), out("a.npz"), "-o", out("a-energy.npz")))
                .isEqualTo(2);
        assertThat(complaint).contains("a.npz", "look like ångström").hasLineCount(1);
        assertThat(arbolt("energy", pdb.toString(), out("a.npz"), "--unit", "angstrom", "-o", out("a-energy.npz")))
                .isZero();
        assertThat(complaint).isEmpty();
        assertThat(arbolt("energy", pdb.toString(), pdb.toString(), "-o", out("energy.npz")))
                .isZero();
        assertThat(numbers("a-energy.npz", "energy")).containsExactly(numbers("energy.npz", "energy"), within(0.1));
    }

    @Test
    void aTrajectoryCutShortIsReadUnlessStrict() throws IOException {
        Path dcd = folder.resolve("cut.dcd");
        DcdFile.write(dcd, PdbFile.read(pdb).frames());
        byte[] bytes = Files.readAllBytes(dcd);
        Files.write(dcd, Arrays.copyOf(bytes, bytes.length - 100));
        assertThat(arbolt("energy", pdb.toString(), dcd.toString(), "-o", out("e.npz")))
                .isZero();
        assertThat(complaint).contains("cut.dcd", "holds 4 and part of one").hasLineCount(1);
        assertThat(numbers("e.npz", "energy")).hasSize(4);
        assertThat(arbolt("energy", pdb.toString(), dcd.toString(), "--strict", "-o", out("e.npz")))
                .isEqualTo(2);
        assertThat(complaint).contains("cut.dcd", "truncated").hasLineCount(1);
    }

    @Test
    void optionsThatAreMissingOrUnknownAreToldInOneLine() {
        assertThat(arbolt("energy", pdb.toString(), pdb.toString())).isEqualTo(2);
        assertThat(complaint)
                .startsWith("arbolt: Missing required option: '--output")
                .contains("see arbolt energy --help")
                .hasLineCount(1);
        assertThat(arbolt("energy", pdb.toString(), pdb.toString(), "-o", out("e.npz"), "--frces"))
                .isEqualTo(2);
        assertThat(complaint).startsWith("arbolt: ").contains("--frces").hasLineCount(1);
        assertThat(arbolt("enrgy")).isEqualTo(2);
        assertThat(complaint).contains("perhaps energy", "see arbolt --help").hasLineCount(1);
    }

    /** With a System the molecule may be any: residues and names of atoms are not looked at. */
    @Test
    void aSystemNeedsNoKnownResidues() throws IOException {
        Path ligand = Files.writeString(
                folder.resolve("ligand.pdb"), Files.readString(pdb).replace(" ALA ", " LIG "));
        assertThat(arbolt(
                        "energy",
                        ligand.toString(),
                        ligand.toString(),
                        "--system",
                        system("amber14-vacuum"),
                        "-o",
                        out("s.npz")))
                .isZero();
        assertThat(arbolt("energy", ligand.toString(), ligand.toString(), "-o", out("f.npz")))
                .isEqualTo(2);
        assertThat(complaint).contains("residue LIG 2 is not a known residue").hasLineCount(1);
    }

    @Test
    void whatCannotBeIsRefusedInOneLine() {
        assertThat(arbolt(
                        "energy",
                        pdb.toString(),
                        pdb.toString(),
                        "--system",
                        system("amber14-obc2"),
                        "--cutoff",
                        "2",
                        "-o",
                        out("x.npz")))
                .isEqualTo(2);
        assertThat(complaint).contains("--cutoff and --system exclude").hasLineCount(1);
        Molecule other = Peptide.of("AA");
        Path wrong = folder.resolve("wrong.pdb");
        PdbFile.write(wrong, other.topology(), new Frames(other.topology().atomCount(), other.xyz()));
        assertThat(arbolt(
                        "energy",
                        wrong.toString(),
                        wrong.toString(),
                        "--system",
                        system("amber14-obc2"),
                        "-o",
                        out("x.npz")))
                .isEqualTo(2);
        assertThat(complaint).contains("22 particles", "23 atoms").hasLineCount(1);
        assertThat(arbolt("energy", pdb.toString(), pdb.toString(), "--cutoff", "-1", "-o", out("x.npz")))
                .isEqualTo(2);
        assertThat(complaint).contains("cut-off must be a positive distance").hasLineCount(1);
        assertThat(folder.resolve("x.npz")).doesNotExist();
    }
}
