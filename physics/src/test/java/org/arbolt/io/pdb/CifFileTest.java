package org.arbolt.io.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.io.trajectory.TrajectoryFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rcsb.cif.CifIO;

/** mmCIF files, as the PDB has them. */
class CifFileTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-GYA-NH2");

    @TempDir
    private Path folder;

    private final List<String> remarks = new ArrayList<>();

    /** The molecule and a molecule of water, in two models; the second is moved by 1 nm. */
    private Path text() throws IOException {
        return text(MOLECULE, "");
    }

    /** @param leftOut an atom that the file lacks */
    private Path text(Molecule molecule, String leftOut) throws IOException {
        Frames frames = new Frames(molecule.topology().atomCount(), molecule.xyz());
        Path pdb = folder.resolve("x.pdb");
        PdbFile.write(pdb, molecule.topology(), frames);
        StringBuilder cif = new StringBuilder("data_X\n#\nloop_\n");
        for (String column : List.of(
                "group_PDB",
                "id",
                "type_symbol",
                "label_atom_id",
                "label_alt_id",
                "label_comp_id",
                "label_asym_id",
                "label_entity_id",
                "label_seq_id",
                "pdbx_PDB_ins_code",
                "Cartn_x",
                "Cartn_y",
                "Cartn_z",
                "occupancy",
                "B_iso_or_equiv",
                "auth_seq_id",
                "auth_asym_id",
                "pdbx_PDB_model_num")) {
            cif.append("_atom_site.").append(column).append('\n');
        }
        for (int model = 1; model <= 2; model++) {
            for (String line : Files.readAllLines(pdb)) {
                if (line.startsWith("ATOM") && !line.substring(12, 16).strip().equals(leftOut)) {
                    String number = line.substring(22, 26).strip();
                    cif.append(String.join(
                            " ",
                            "ATOM",
                            line.substring(6, 11).strip(),
                            line.substring(76).strip(),
                            line.substring(12, 16).strip(),
                            ".",
                            line.substring(17, 20),
                            "A",
                            "1",
                            number,
                            "?",
                            String.valueOf(Double.parseDouble(line.substring(30, 38)) + 10 * (model - 1)),
                            line.substring(38, 46).strip(),
                            line.substring(46, 54).strip(),
                            "1.00",
                            "0.00",
                            number,
                            "A",
                            String.valueOf(model)));
                    cif.append('\n');
                }
            }
            cif.append("HETATM 900 O O . HOH B 2 . ? 50.0 50.0 50.0 1.00 0.00 101 A ")
                    .append(model)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("x.cif"), cif.append("#\n"));
    }

    private Path file(String ending) throws IOException {
        Path text = text();
        if (ending.equals("cif")) {
            return text;
        }
        Path binary = folder.resolve("x.bcif");
        CifIO.writeBinary(CifIO.readFromPath(text), binary);
        return binary;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cif", "bcif"})
    void theMoleculeAndItsModelsAreRead(String ending) throws IOException {
        Path file = file(ending);
        PdbFile.Contents back = PdbFile.read(file, remarks::add);
        assertThat(back.topology()).isEqualTo(MOLECULE.topology());
        assertThat(back.frames().count()).isEqualTo(2);
        assertThat(back.frames().slice(0, 1).xyz()).containsExactly(MOLECULE.xyz(), within(0.51e-4));
        assertThat(back.frames().get(1, 0, 0) - back.frames().get(0, 0, 0)).isCloseTo(1, within(1e-4));
        assertThat(remarks).containsExactly(file + ": left out 1 molecule of water");
        assertThat(TrajectoryFile.read(file, MOLECULE.topology()).xyz())
                .isEqualTo(back.frames().xyz());
        assertThat(PdbFile.atomNames(file)).hasSize(MOLECULE.topology().atomCount());
    }

    /** Sulfurs that are far apart, in a conformation that is broken, are bridged where the file tells it. */
    @Test
    void bridgesThatTheFileTellsAreHeard() throws IOException {
        Path file = text(Peptide.of("Ace-CGC-Nme"), "HG");
        try (PdbFrames alone = PdbFile.open(file)) {
            assertThat(alone.topology().residues().get(1).template()).isEqualTo("CYS");
        }
        String bond = """
                _struct_conn.id disulf1
                _struct_conn.conn_type_id disulf
                _struct_conn.ptnr1_auth_asym_id A
                _struct_conn.ptnr1_auth_seq_id 2
                _struct_conn.ptnr1_symmetry 1_555
                _struct_conn.ptnr2_auth_asym_id A
                _struct_conn.ptnr2_auth_seq_id 4
                _struct_conn.ptnr2_symmetry 1_555
                #
                """;
        String atoms = Files.readString(file);
        Files.writeString(file, atoms + bond);
        try (PdbFrames told = PdbFile.open(file)) {
            assertThat(told.topology().residues().get(1).template()).isEqualTo("CYX");
            assertThat(told.topology().residues().get(3).template()).isEqualTo("CYX");
        }
        assertThatThrownBy(() -> PdbFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("x.cif struct_conn disulf1: disulf joins")
                .hasMessageContaining("nm apart");
        Files.writeString(file, atoms + bond.replace("seq_id 4", "seq_id 3"));
        assertThatThrownBy(() -> PdbFile.open(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("disulf names residue 3 of chain A");
        Files.writeString(file, atoms + bond.replace("ptnr2_symmetry 1_555", "ptnr2_symmetry 2_655"));
        assertThatThrownBy(() -> PdbFile.open(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("another copy in the crystal");
    }

    @Test
    void anMmcifFileByAnotherNameSaysSo() throws IOException {
        Path wrong = Files.copy(text(), folder.resolve("wrong.pdb"));
        assertThatThrownBy(() -> PdbFile.read(wrong))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("wrong.pdb is an mmCIF file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cif", "bcif"})
    void whatIsDamagedIsRefused(String ending) throws IOException {
        byte[] bytes = Files.readAllBytes(file(ending));
        for (int length : new int[] {0, 1, 20, bytes.length / 2}) {
            Path cut = Files.write(folder.resolve("cut." + ending), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> PdbFile.read(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("cut." + ending);
        }
    }

    /** What a BinaryCIF file announces is weighed against its length before anything is made of it. */
    @Test
    void lengthsThatABinaryFileCannotHoldAreRefused() throws IOException {
        byte[] rows = Files.readAllBytes(file("bcif"));
        int at = new String(rows, StandardCharsets.ISO_8859_1).indexOf("srcSize") + "srcSize".length();
        assertThat(rows[at] & 0xFF).as("a number of one byte").isLessThan(0x80);
        byte[] many = ByteBuffer.allocate(rows.length + 4)
                .put(rows, 0, at)
                .put((byte) 0xCE)
                .putInt(Integer.MAX_VALUE)
                .put(rows, at + 1, rows.length - at - 1)
                .array();
        requireRefused(many, "announces as srcSize 2147483647, which a file of");
        requireRefused(HexFormat.of().parseHex("81a161dd7fffffff"), "announces an array of 2147483647 entries");
        requireRefused(HexFormat.of().parseHex("dfffffffff"), "announces a map of 4294967295 entries");
        requireRefused(HexFormat.of().parseHex("81a161dbffffffff"), "announces a text of 4294967295 entries");
        requireRefused(HexFormat.of().parseHex("81a161c6ffffffff"), "announces a block of 4294967295 entries");
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x91);
        requireRefused(deep, "nests more than 32 maps and arrays");
    }

    private void requireRefused(byte[] bytes, String why) throws IOException {
        Path file = Files.write(folder.resolve("hostile.bcif"), bytes);
        assertThatThrownBy(() -> PdbFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("hostile.bcif, byte ")
                .hasMessageContaining(why)
                .hasMessageContaining("restore it");
    }
}
