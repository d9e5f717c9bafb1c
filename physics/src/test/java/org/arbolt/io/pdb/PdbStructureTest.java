package org.arbolt.io.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.PeptideFromStructure;
import org.arbolt.molecule.Stereocentres;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.TopologyBuilder;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PDB files as other programs and crystals have them. */
class PdbStructureTest {
    @TempDir
    private Path folder;

    private final List<String> remarks = new ArrayList<>(); // of the file that was read last

    private List<String> lines(Molecule molecule) throws IOException {
        return lines(molecule.topology(), molecule.xyz());
    }

    private List<String> lines(Topology topology, double[] xyz) throws IOException {
        Path file = folder.resolve("written.pdb");
        PdbFile.write(file, topology, new Frames(topology.atomCount(), xyz));
        return new ArrayList<>(Files.readAllLines(file));
    }

    private PdbFile.Contents read(List<String> lines) throws IOException {
        remarks.clear();
        return PdbFile.read(Files.write(folder.resolve("x.pdb"), lines), remarks::add);
    }

    /** Whether a file is read as the molecule as it was written, with nothing to remark. */
    private void requireSame(List<String> lines, Molecule molecule) throws IOException {
        PdbFile.Contents back = read(lines);
        assertThat(back.topology()).isEqualTo(molecule.topology());
        assertThat(back.frames().xyz()).containsExactly(molecule.xyz(), within(0.51e-4));
        assertThat(remarks).isEmpty();
    }

    private void requireRefused(List<String> lines, String... parts) throws IOException {
        Path file = Files.write(folder.resolve("x.pdb"), lines);
        assertThatThrownBy(() -> PdbFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("x.pdb")
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    private static boolean isHydrogen(String line) {
        return line.startsWith("ATOM") && line.substring(76, 78).equals(" H");
    }

    private static List<String> withoutHydrogens(List<String> lines) {
        return lines.stream().filter(line -> !isHydrogen(line)).toList();
    }

    private static List<String> edited(List<String> lines, String atom, int residue, UnaryOperator<String> edit) {
        return lines.stream()
                .map(line -> is(line, atom, residue) ? edit.apply(line) : line)
                .toList();
    }

    private static boolean is(String line, String atom, int residue) {
        return line.startsWith("ATOM")
                && line.substring(12, 16).strip().equals(atom)
                && line.substring(22, 26).strip().equals(String.valueOf(residue));
    }

    private static String named(String line, String atom) {
        return line.substring(0, 12) + (atom.length() < 4 ? String.format(" %-3s", atom) : atom) + line.substring(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GYDPETGTWG", "Ace-ARNDCEQGHILKMFPSTWYV-Nme", "AAA", "PP"})
    void missingHydrogensAreBuilt(String name) throws IOException {
        Molecule molecule = Peptide.of(name);
        PdbFile.Contents back = read(withoutHydrogens(lines(molecule)));
        assertThat(back.topology()).isEqualTo(molecule.topology());
        assertThat(back.built()).isEqualTo((int) molecule.topology().atoms().stream()
                .filter(a -> a.element().number() == 1)
                .count());
        assertThat(back.order()).isSorted();
        for (Topology.Atom atom : molecule.topology().atoms()) {
            if (atom.element().number() > 1) {
                assertThat(Arrays.copyOfRange(back.frames().xyz(), 3 * atom.index(), 3 * atom.index() + 3))
                        .containsExactly(
                                Arrays.copyOfRange(molecule.xyz(), 3 * atom.index(), 3 * atom.index() + 3),
                                within(0.51e-4));
            }
        }
        assertThat(PeptideFromStructure.of(back.topology(), back.frames().xyz(), "x")
                        .name())
                .isEqualTo(name);
    }

    @Test
    void theLastOxygenIsBuilt() throws IOException {
        Molecule molecule = Peptide.of("AAA");
        PdbFile.Contents back = read(
                lines(molecule).stream().filter(line -> !is(line, "OXT", 3)).toList());
        assertThat(back.built()).isOne();
        int at = 3 * molecule.topology().atom(2, "OXT");
        assertThat(Arrays.copyOfRange(back.frames().xyz(), at, at + 3))
                .containsExactly(Arrays.copyOfRange(molecule.xyz(), at, at + 3), within(0.01));
    }

    @Test
    void dResiduesStayD() throws IOException {
        Molecule molecule = Peptide.of("AIT");
        double[] mirrored = molecule.xyz().clone();
        for (int i = 0; i < mirrored.length; i += 3) {
            mirrored[i] = -mirrored[i];
        }
        PdbFile.Contents back = read(withoutHydrogens(lines(molecule.topology(), mirrored)));
        assertThat(Stereocentres.of(molecule.topology(), molecule.xyz())
                        .inverted(back.frames().xyz(), 0))
                .isTrue();
        assertThat(PeptideFromStructure.of(back.topology(), back.frames().xyz(), "x")
                        .name())
                .isEqualTo("[D-ALA][D-ILE][D-THR]");
    }

    /** Names of CHARMM and GROMACS, and of PDB files before 2007, for the same atoms. */
    @ParameterizedTest
    @CsvSource({
        "AIA, 2, CD1:CD HD11:HD1 HD12:HD2 HD13:HD3 H:HN HG13:HG11",
        "AIA, 2, HG21:1HG2 HG22:2HG2 HG23:3HG2 HG12:2HG1 HG13:1HG1 HD11:1HD1",
        "ASA, 2, HG:HG1 HB3:HB1 H:HN",
        "ATA, 2, HG21:1HG2",
        "ACA, 2, HG:HG1 HB3:1HB HB2:2HB",
        "ARA, 2, HH11:1HH1 HH12:2HH1 HH21:1HH2 HH22:2HH2 HG3:HG1 HD3:HD1",
        "AKA, 2, HE3:HE1 HZ1:1HZ HZ2:2HZ HZ3:3HZ",
        "ANA, 2, HD21:1HD2 HD22:2HD2",
        "AGA, 2, HA3:HA1 HA2:2HA",
        "AWA, 2, H:1H",
        "AAA, 3, O:OT1 OXT:OT2 H:HN",
        "AAA, 3, O:OC1 OXT:OC2",
        "AAA, 3, O:O1 OXT:O2",
        "AAA, 1, H1:HT1 H2:HT2 H3:HT3",
        "AAA, 1, H1:1H H2:2H H3:3H",
        "AAA, 1, H1:H",
        "PAA, 1, H2:HT1 H3:HT2",
        "PAA, 1, H2:2H H3:1H",
        "Ace-A-Nme, 1, CH3:CAY H1:HY1 H2:HY2 H3:HY3 C:CY O:OY",
        "Ace-A-Nme, 1, H1:1HH3 H2:2HH3 H3:3HH3",
        "Ace-A-Nme, 3, C:CH3 H1:HH31 H2:HH32 H3:HH33 H:HN",
        "Ace-A-Nme, 3, C:CAT H1:HT1 H2:HT2 H3:HT3 H:HNT N:NT"
    })
    void otherNamesOfAtomsAreKnown(String name, int residue, String renamed) throws IOException {
        Molecule molecule = Peptide.of(name);
        List<String> lines = lines(molecule);
        for (String pair : renamed.split(" ")) {
            String[] names = pair.split(":");
            assertThat(lines).anyMatch(line -> is(line, names[0], residue));
        }
        List<String> other = lines.stream()
                .map(line -> {
                    for (String pair : renamed.split(" ")) {
                        if (is(line, pair.split(":")[0], residue)) {
                            return named(line, pair.split(":")[1]);
                        }
                    }
                    return line;
                })
                .toList();
        PdbFile.Contents back = read(other);
        assertThat(back.built()).isZero();
        assertThat(back.frames().xyz()).containsExactly(molecule.xyz(), within(0.51e-4));
    }

    @ParameterizedTest
    @CsvSource({
        "HIS, HE2, HIE",
        "HIS, HD1, HID",
        "HIS, , HIE",
        "HSD, , HID",
        "HSE, , HIE",
        "HSP, , HIP",
        "HIE, HD1, HID"
    })
    void histidineIsWhatItsHydrogensOrElseItsNameSay(String residue, String hydrogen, String core) throws IOException {
        List<String> lines = new ArrayList<>(lines(Peptide.of("GHG")));
        lines.removeIf(line -> hydrogen == null && is(line, "HE2", 2));
        PdbFile.Contents back = read(edited(lines, "HE2", 2, line -> named(line, hydrogen)).stream()
                .map(line -> line.replace("HIS A   2", residue + " A   2"))
                .toList());
        assertThat(back.topology().residues().get(1).template()).isEqualTo(core);
    }

    /** Two capped cysteines facing each other, lines with TER between them. */
    private List<String> cysteines(double apart) throws IOException {
        Molecule one = Peptide.of("Ace-C-Nme");
        int atoms = one.topology().atomCount();
        int sulfur = one.topology().atom(1, "SG");
        double[] both = new double[6 * atoms];
        for (int i = 0; i < atoms; i++) {
            for (int k = 0; k < 3; k++) {
                double fromSulfur = one.xyz()[3 * i + k] - one.xyz()[3 * sulfur + k];
                both[3 * i + k] = one.xyz()[3 * i + k];
                both[3 * (atoms + i) + k] = one.xyz()[3 * sulfur + k] - fromSulfur + apart / Math.sqrt(3);
            }
        }
        Topology two = TopologyBuilder.fromTemplates(List.of("ACE", "CYS", "NME", "ACE", "CYS", "NME"));
        return lines(two, both).stream()
                .map(line -> line.startsWith("ATOM") ? line.substring(0, 21) + "A" + line.substring(22) : line)
                .toList();
    }

    private static void requireBridged(Topology read) {
        assertThat(read.residues().get(1).template()).isEqualTo("CYX");
        assertThat(read.bonds()).contains(new Topology.Bond(read.atom(1, "SG"), read.atom(4, "SG")));
    }

    private static List<String> with(List<String> lines, String... records) {
        List<String> more = new ArrayList<>(List.of(records));
        more.addAll(lines);
        return more;
    }

    /** Their sulfurs a bond apart, without and with hydrogens. */
    @Test
    void sulfursThatTouchAreBridged() throws IOException {
        List<String> lines = cysteines(0.204);
        List<String> open = lines.stream()
                .filter(line -> !is(line, "HG", 2) && !is(line, "HG", 5))
                .toList();
        for (List<String> file : List.of(open, withoutHydrogens(lines))) {
            requireBridged(read(file).topology());
        }
        assertThat(read(lines).topology().residues().get(1).template()).isEqualTo("CYS");
        List<String> one = lines(Peptide.of("Ace-C-Nme"));
        requireRefused(
                withoutHydrogens(one).stream()
                        .map(line -> line.replace("CYS", "CYX"))
                        .toList(),
                "residue CYX 2",
                "no SSBOND or CONECT",
                "no other SG",
                "0.25 nm");
        assertThat(read(withoutHydrogens(one)).topology().residues().get(1).template())
                .isEqualTo("CYS");
    }

    @Test
    void recordsOfBridgesAreHeard() throws IOException {
        List<String> open = withoutHydrogens(cysteines(0.204));
        String ssbond = "SSBOND   1 CYS A    2    CYS A    5                          1555   1555  2.04";
        String sulfur = open.stream()
                .filter(line -> is(line, "SG", 2))
                .findFirst()
                .orElseThrow()
                .substring(6, 11);
        String other = open.stream()
                .filter(line -> is(line, "SG", 5))
                .findFirst()
                .orElseThrow()
                .substring(6, 11);
        requireBridged(read(with(open, ssbond)).topology());
        requireBridged(read(with(open, ssbond, "CONECT" + sulfur + other, "CONECT" + other + "    1" + sulfur))
                .topology());
        requireRefused(
                with(open, ssbond.replace("A    5", "A    6")), "line 1: SSBOND names residue 6 of chain A", "no SG");
        requireRefused(with(open, ssbond.replace("A    5", "B    5")), "line 1: SSBOND names residue 5 of chain B");
        requireRefused(with(open, ssbond.replace("A    5", "A    2")), "line 1: SSBOND joins", "to itself");
        requireRefused(
                with(open, ssbond.replace("1555  2.04", "2555  2.04")),
                "line 1: SSBOND",
                "another copy in the crystal");
        requireRefused(with(cysteines(0.204), ssbond), "line 1: SSBOND", "has a hydrogen");
        List<String> apart = withoutHydrogens(cysteines(0.6));
        requireRefused(with(apart, ssbond), "line 1: SSBOND", "sulfurs are 0.60 nm apart", "remove the record");
        requireRefused(with(apart, "CONECT" + sulfur + other), "line 1: CONECT", "sulfurs are 0.60 nm apart");
        assertThat(read(apart).topology().residues().get(1).template()).isEqualTo("CYS");
    }

    /** Files of ours keep their bridges in conformations where sulfurs are far apart, because records tell them. */
    @Test
    void bridgesAreWrittenAsRecords() throws IOException {
        PdbFile.Contents bridged = read(withoutHydrogens(cysteines(0.204)));
        Frames broken = bridged.frames().slice(0, 1);
        broken.xyz()[3 * bridged.topology().atom(1, "SG")] += 1;
        Path file = folder.resolve("broken.pdb");
        PdbFile.write(file, bridged.topology(), broken);
        assertThat(Files.readAllLines(file)).first().asString().startsWith("SSBOND   1 CYS A    2    CYS B    5");
        try (PdbFrames read = PdbFile.open(file)) {
            assertThat(read.topology()).isEqualTo(bridged.topology());
        }
        assertThatThrownBy(() -> PdbFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("line 1: SSBOND joins");
    }

    /** Chains have a letter each, so that residues of both are found again. */
    @Test
    void chainsWithoutCapsAreWrittenApart() throws IOException {
        Molecule one = Peptide.of("ACA");
        List<Topology.Atom> atoms = one.topology().atoms().stream()
                .filter(atom -> !atom.name().equals("HG"))
                .toList();
        Topology two = TopologyBuilder.fromTemplates(
                List.of("NALA", "CYX", "CALA", "NALA", "CYX", "CALA"), List.of(new TopologyBuilder.Disulfide(1, 4)));
        int sulfur = 3 * one.topology().atom(1, "SG");
        double[] both = new double[6 * atoms.size()]; // one opposite to the other, about the middle of the disulfide
        for (int i = 0; i < atoms.size(); i++) {
            for (int k = 0; k < 3; k++) {
                double fromSulfur = one.xyz()[3 * atoms.get(i).index() + k] - one.xyz()[sulfur + k];
                both[3 * i + k] = fromSulfur;
                both[3 * (atoms.size() + i) + k] = 0.204 / Math.sqrt(3) - fromSulfur;
            }
        }
        List<String> lines = lines(two, both);
        assertThat(lines.stream().filter("TER"::equals)).hasSize(2);
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("ATOM"))
                        .map(line -> line.charAt(21))
                        .distinct())
                .containsExactly('A', 'B');
        requireSame(lines, new Molecule("two", two, both));
        assertThat(read(lettered(lines, "HL")).topology().isOfSameMolecule(two)).isTrue();

        for (String letters : List.of("HL", "BA")) { // antibodies have chains H and L
            requireLetters(lines, both, letters, letters);
        }
        requireLetters(lines, both, " A", "BA");
        requireLetters(lines, both, "?a", "Aa");
        requireLetters(lines, both, "AA", "AB");
    }

    private void requireLetters(List<String> lines, double[] xyz, String inFile, String written) throws IOException {
        Topology read = read(lettered(lines, inFile)).topology();
        assertThat(lines(read, xyz)).isEqualTo(lettered(lines, written));
    }

    /** A file of chains A and B with other letters of both. */
    private static List<String> lettered(List<String> lines, String letters) {
        return lines.stream()
                .map(line -> switch (line.substring(0, 3)) {
                    case "ATO" -> lettered(line, 21, letters);
                    case "SSB" -> lettered(lettered(line, 15, letters), 29, letters);
                    default -> line;
                })
                .toList();
    }

    private static String lettered(String line, int column, String letters) {
        return line.substring(0, column) + letters.charAt(line.charAt(column) - 'A') + line.substring(column + 1);
    }

    @Test
    void whatDoesNotFitIsRefusedByResidueAndAtom() throws IOException {
        List<String> lines = lines(Peptide.of("AAAA"));
        requireRefused(
                lines.stream().filter(line -> !is(line, "CB", 2)).toList(), "residue ALA 2 lacks atom CB of ALA");
        requireRefused(edited(lines, "CB", 2, line -> named(line, "CX")), "residue ALA 2 has an atom CX", "HB1");
        requireRefused(lines.stream().filter(line -> !is(line, "O", 4)).toList(), "residue ALA 4 lacks atom O of CALA");
        requireRefused(
                lines.stream()
                        .map(line -> line.replace("ALA A   3", "LIG A   3"))
                        .toList(),
                "residue LIG 3 is not a known residue");
        requireRefused(
                lines.stream().filter(line -> !line.contains("ALA A   3")).toList(),
                "residue ALA 4: its N is 0.",
                "nm from C of the residue before",
                "TER");
        requireRefused(lines.subList(0, 12), "residue ALA 1", "chain of one residue");
    }

    @Test
    void oneOfSeveralPlacesIsTakenTheMostOccupied() throws IOException {
        List<String> lines = lines(Peptide.of("AAA"));
        List<String> doubled = new ArrayList<>();
        for (String line : lines) {
            if (is(line, "HB1", 2) || is(line, "HB2", 2)) {
                doubled.add(line.substring(0, 16) + "A" + line.substring(17, 54) + "  0.30" + line.substring(60));
                doubled.add(line.substring(0, 16) + "B" + line.substring(17, 30) + "   1.000   2.000   3.000  0.70"
                        + line.substring(60));
            } else {
                doubled.add(line);
            }
        }
        PdbFile.Contents back = read(doubled);
        int at = 3 * back.topology().atom(1, "HB1");
        assertThat(Arrays.copyOfRange(back.frames().xyz(), at, at + 3))
                .containsExactly(new double[] {0.1, 0.2, 0.3}, within(1e-12));
    }

    @Test
    void waterIsLeftOutAndInsertedResiduesAreResiduesOfTheirOwn() throws IOException {
        Molecule molecule = Peptide.of("AAA");
        List<String> lines = lines(molecule);
        List<String> inserted = new ArrayList<>(lines.stream()
                .map(line -> line.replace("A   2    ", "A   1A   ").replace("A   3    ", "A   1B   "))
                .toList());
        inserted.add(
                inserted.size() - 1, "HETATM  900  O   HOH A 101      12.000  12.000  12.000  1.00  0.00           O");
        PdbFile.Contents back = read(inserted);
        assertThat(back.topology()).isEqualTo(molecule.topology());
        assertThat(back.frames().xyz()).containsExactly(molecule.xyz(), within(0.51e-4));
    }

    @Test
    void whatIsBuiltIsTold() throws IOException {
        List<String> lines = lines(Peptide.of("AAA"));
        read(lines.stream().filter(line -> !is(line, "HB1", 2)).toList());
        assertThat(remarks)
                .singleElement()
                .asString()
                .endsWith("x.pdb: built 1 hydrogen: HB1 of ALA 2")
                .startsWith(folder.toString());
        read(lines.stream().filter(line -> !is(line, "OXT", 3)).toList());
        assertThat(remarks).singleElement().asString().endsWith(": built 1 oxygen: OXT of ALA 3");
        read(withoutHydrogens(lines));
        assertThat(remarks)
                .singleElement()
                .asString()
                .endsWith(": built 17 hydrogens: H1 of ALA 1, H2 of ALA 1, H3 of ALA 1, HA of ALA 1, HB1 of ALA 1 and "
                        + "12 more");
        read(lines(Peptide.of("GKG")).stream()
                .filter(line -> !is(line, "HZ1", 2))
                .toList());
        assertThat(remarks).singleElement().asString().endsWith(": built 1 hydrogen: HZ1 of LYS 2");
    }

    /** As D. E. Shaw Research and VMD write them, with TER after the heavy atoms or without. */
    @Test
    void hydrogensMayStandAfterAllHeavyAtoms() throws IOException {
        Molecule molecule = Peptide.of("AKA");
        List<String> lines = lines(molecule);
        List<String> last = new ArrayList<>(lines.stream()
                .filter(line -> line.startsWith("ATOM") && !isHydrogen(line))
                .toList());
        int heavy = last.size();
        last.addAll(lines.stream().filter(PdbStructureTest::isHydrogen).toList());
        requireSame(last, molecule);
        int[] order = read(last).order();
        assertThat(order)
                .containsExactlyInAnyOrder(IntStream.range(0, order.length).toArray());
        for (Topology.Atom atom : molecule.topology().atoms()) {
            assertThat(last.get(order[atom.index()]).substring(12, 16).strip()).isEqualTo(atom.name());
        }
        last.add(heavy, "TER");
        requireSame(last, molecule);
    }

    @Test
    void linesMayEndAndFilesBeginAsEditorsHaveThem() throws IOException {
        Molecule molecule = Peptide.of("AAA");
        List<String> lines = lines(molecule);
        Path file = folder.resolve("x.pdb");
        for (String end : List.of("\n", "\r\n", "\r")) {
            for (String start : List.of("", "\uFEFF")) {
                Files.writeString(file, start + String.join(end, lines) + end);
                PdbFile.Contents back = PdbFile.read(file);
                assertThat(back.topology()).isEqualTo(molecule.topology());
                assertThat(back.frames().xyz()).containsExactly(molecule.xyz(), within(0.51e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 2 1", "2 3 1", "1 3 2"})
    void residuesAreReadInTheOrderOfTheirBonds(String order) throws IOException {
        Molecule molecule = Peptide.of("ASV");
        List<String> lines = lines(molecule);
        List<String> other = new ArrayList<>();
        for (String number : order.split(" ")) {
            lines.stream()
                    .filter(line -> line.startsWith("ATOM")
                            && line.substring(22, 26).strip().equals(number))
                    .forEach(other::add);
        }
        PdbFile.Contents back = read(other);
        assertThat(back.topology()).isEqualTo(molecule.topology());
        assertThat(back.frames().xyz()).containsExactly(molecule.xyz(), within(0.51e-4));
        assertThat(remarks).singleElement().asString().endsWith("read from ALA 1 to VAL 3");
    }

    @Test
    void ionsAndBuffersAreLeftOutAndTold() throws IOException {
        Molecule molecule = Peptide.of("AAA");
        List<String> lines = new ArrayList<>(lines(molecule));
        lines.add("HETATM  901 CL    CL A 901      30.000  30.000  30.000  1.00  0.00          CL");
        lines.add("HETATM  902  S   SO4 A 902      35.000  30.000  30.000  1.00  0.00           S");
        lines.add("HETATM  903  O1  SO4 A 902      35.000  31.500  30.000  1.00  0.00           O");
        lines.add("HETATM  904  O   HOH A 903      45.000  31.500  30.000  1.00  0.00           O");
        lines.remove("END");
        PdbFile.Contents back = read(lines);
        assertThat(back.topology()).isEqualTo(molecule.topology());
        assertThat(remarks)
                .satisfiesExactly(
                        water -> assertThat(water).endsWith("x.pdb: left out 1 molecule of water"),
                        ions -> assertThat(ions).contains("x.pdb: left out 1 CL, 1 SO4; "));
    }

    @Test
    void whatIsBondedToThePeptideIsNotLeftOut() throws IOException {
        Molecule molecule = Peptide.of("GSG");
        int oxygen = 3 * molecule.topology().atom(1, "OG");
        int carbon = 3 * molecule.topology().atom(1, "CB");
        double[] zinc = new double[3]; // in line with CB and OG, ångström
        for (int k = 0; k < 3; k++) {
            double along = (molecule.xyz()[oxygen + k] - molecule.xyz()[carbon + k]) / 0.141;
            zinc[k] = 10 * molecule.xyz()[oxygen + k] + 2.1 * along;
        }
        List<String> bound = new ArrayList<>(lines(molecule));
        bound.remove("END");
        bound.add(String.format(
                Locale.ROOT,
                "HETATM  901 ZN    ZN A 901    %8.3f%8.3f%8.3f  1.00  0.00          ZN",
                zinc[0],
                zinc[1],
                zinc[2]));
        requireRefused(bound, "residue ZN 901 is bonded to the peptide", "0.21 nm from OG of SER 2");
    }

    private static double energy(Topology topology, Frames frames, ForceField field) {
        return field.potential(topology, Cutoff.NONE, EnergyPrecision.DOUBLE).energies(frames)[0];
    }

    private static List<String> residueNamed(List<String> lines, int number, String name) {
        return lines.stream()
                .map(line -> line.startsWith("ATOM")
                                && line.substring(22, 26).strip().equals(String.valueOf(number))
                        ? line.substring(0, 17) + name + line.substring(20)
                        : line)
                .toList();
    }

    /** A D-amino acid has the energy of its mirror image. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "DAL, A", "DAR, R", "DSG, N", "DAS, D", "DCY, C", "DGN, Q", "DGL, E", "DHI, H", "DIL, I", "DLE, L", "DLY, K",
        "MED, M", "DPN, F", "DPR, P", "DSN, S", "DTH, T", "DTR, W", "DTY, Y", "DVA, V"
    })
    void dAminoAcidsHaveTheEnergyOfTheirMirrorImage(String name, String letter) throws IOException {
        Molecule molecule = Peptide.of("Ace-" + letter + "-Nme");
        double[] mirrored = molecule.xyz().clone();
        for (int i = 0; i < mirrored.length; i += 3) {
            mirrored[i] = -mirrored[i];
        }
        PdbFile.Contents base = read(lines(molecule));
        PdbFile.Contents back = read(residueNamed(lines(molecule.topology(), mirrored), 2, name));
        assertThat(remarks).isEmpty();
        assertThat(PeptideFromStructure.of(back.topology(), back.frames().xyz(), "x")
                        .name())
                .startsWith("Ace-[D-")
                .endsWith("]-Nme");
        for (ForceField field : ForceField.values()) {
            assertThat(energy(back.topology(), back.frames(), field))
                    .isCloseTo(energy(base.topology(), base.frames(), field), within(1e-6));
        }
        read(residueNamed(lines(molecule), 2, name));
        assertThat(remarks)
                .singleElement()
                .asString()
                .endsWith(": " + name
                        + " 2 is a D-amino acid by name, but L by its coordinates, which are read as they are");
    }

    /** The amide of the PDB, NH2, and of Amber, NHE, with hydrogens or without. */
    @ParameterizedTest
    @ValueSource(strings = {"NH2", "NHE"})
    void anAmideEndsAChain(String cap) throws IOException {
        Molecule molecule = Peptide.of("AAA-NH2");
        List<String> lines = residueNamed(lines(molecule), 4, cap);
        requireSame(lines, molecule);
        PdbFile.Contents back = read(withoutHydrogens(lines));
        assertThat(back.topology()).isEqualTo(molecule.topology());
        assertThat(PeptideFromStructure.of(back.topology(), back.frames().xyz(), "x")
                        .name())
                .isEqualTo("AAA-NH2");
        for (ForceField field : ForceField.values()) {
            assertThat(energy(back.topology(), back.frames(), field)).isFinite();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "D[ASH], ASP, HD2",
        "E[GLH], GLU, HE2",
        "D[ASH], ASPP, HD2",
        "E[GLH], GLUP, HE2",
        "K[LYN], LYN, HZ2",
        "K[LYN], LSN, HZ2",
        "C[CYM], CYM, HB2"
    })
    void protonationsAreKnownByNameOrHydrogens(String letter, String name, String hydrogen) throws IOException {
        Molecule molecule = Peptide.of("Ace-" + letter + "-Nme");
        List<String> lines = lines(molecule).stream()
                .map(line -> line.startsWith("ATOM") && line.charAt(25) == '2'
                        ? line.substring(0, 17) + String.format("%-4s", name) + line.substring(21)
                        : line)
                .toList();
        requireSame(lines, molecule);
        requireSame(lines(molecule), molecule);
        assertThat(PeptideFromStructure.of(molecule.topology(), molecule.xyz(), "x")
                        .name())
                .isEqualTo(molecule.name());
        PdbFile.Contents back = read(
                lines(molecule).stream().filter(line -> !is(line, hydrogen, 2)).toList());
        assertThat(back.topology()).isEqualTo(molecule.topology()); // its own name says what it is
        assertThat(remarks).singleElement().asString().contains("built 1 hydrogen: " + hydrogen);
    }

    /** An acid's hydrogen may be on either oxygen, which Amber calls the second. */
    @ParameterizedTest
    @CsvSource({"D[ASH], ASP, OD1, OD2, HD2, HD1", "E[GLH], GLU, OE1, OE2, HE2, HE1"})
    void anAcidsHydrogenMayBeOnItsFirstOxygen(
            String letter, String name, String first, String second, String hydrogen, String other) throws IOException {
        Molecule molecule = Peptide.of("Ace-" + letter + "-Nme");
        List<String> lines = residueNamed(lines(molecule), 2, name).stream()
                .map(line -> is(line, first, 2)
                        ? named(line, second)
                        : is(line, second, 2) ? named(line, first) : is(line, hydrogen, 2) ? named(line, other) : line)
                .toList();
        requireSame(lines, molecule);
    }

    @Test
    void aProtonationWithoutParametersIsRefused() throws IOException {
        List<String> lines = lines(Peptide.of("DAA"));
        requireRefused(residueNamed(lines, 1, "ASH"), "residue ASH 1 is ASH at the end of a chain", "cap the end");
    }

    @Test
    void capsMayShareTheNumberOfTheirNeighbour() throws IOException {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        List<String> lines = lines(molecule);
        requireSame(
                lines.stream()
                        .map(line ->
                                line.startsWith("ATOM") ? line.substring(0, 22) + "   1" + line.substring(26) : line)
                        .toList(),
                molecule);
    }

    /** CHARMM calls the cap CT3, or counts its atoms to the residue that it caps. */
    @Test
    void capsMayHaveTheNamesOfCharmm() throws IOException {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        List<String> lines = lines(molecule);
        requireSame(lines.stream().map(line -> line.replace(" NME ", " CT3 ")).toList(), molecule);
        String[][] names = {
            {"ACE", "CH3", "CAY"}, {"ACE", "H1", "HY1"}, {"ACE", "H2", "HY2"}, {"ACE", "H3", "HY3"}, {"ACE", "C", "CY"},
            {"ACE", "O", "OY"}, {"NME", "N", "NT"}, {"NME", "H", "HNT"}, {"NME", "C", "CAT"}, {"NME", "H1", "HT1"},
            {"NME", "H2", "HT2"}, {"NME", "H3", "HT3"}
        };
        List<String> patched = new ArrayList<>();
        for (String line : lines) {
            String other = line;
            for (String[] name : names) {
                if (line.contains(" " + name[0] + " ")
                        && line.substring(12, 16).strip().equals(name[1])) {
                    other = named(line, name[2]);
                }
            }
            patched.add(line.startsWith("ATOM") ? other.substring(0, 17) + "ALA A   1" + other.substring(26) : other);
        }
        requireSame(patched, molecule);
    }

    @Test
    void framesMayBePartedByEndAlone() throws IOException {
        Molecule molecule = Peptide.of("AA");
        List<String> lines = lines(molecule);
        List<String> twice = new ArrayList<>(lines);
        twice.addAll(lines);
        assertThat(read(twice).frames().count()).isEqualTo(2);
    }

    @Test
    void whatWeWriteHasTheColumnsOfTheFormat() throws IOException {
        for (String line : lines(Peptide.of("Ace-HRW-Nme"))) {
            if (line.startsWith("ATOM")) {
                assertThat(line).hasSize(78);
                String name = line.substring(12, 16);
                assertThat(name.strip()).startsWith(line.substring(76, 78).strip());
                assertThat(name.strip().length() == 4 || name.startsWith(" "))
                        .as(name)
                        .isTrue();
                assertThat(line.substring(30, 54)).matches("( *-?[0-9]+\\.[0-9]{3}){3}");
                assertThat(String.format(Locale.ROOT, "%6.2f", 1.0)).isEqualTo(line.substring(54, 60));
            }
        }
        List<String> lines = lines(Peptide.of("AA"));
        assertThat(lines.subList(lines.size() - 2, lines.size())).containsExactly("TER", "END");
    }
}
