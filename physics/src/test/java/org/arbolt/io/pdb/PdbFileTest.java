package org.arbolt.io.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdbFileTest {
    private static final double HALF_DIGIT = 0.5001e-4; // nm: the format has three decimals of an ångström

    @TempDir
    Path folder;

    @Test
    void modelsComeBackToTheDigitsOfTheFormat() {
        Molecule molecule = Peptide.of("Ace-AG-Nme");
        Frames frames = moved(molecule, 3);
        Path file = folder.resolve("a.pdb");
        PdbFile.write(file, molecule.topology(), frames);
        PdbFile.Contents back = PdbFile.read(file);
        assertThat(back.topology()).isEqualTo(molecule.topology());
        assertThat(back.frames().xyz()).containsExactly(frames.xyz(), within(HALF_DIGIT));
        assertThat(back.order()).isSorted().hasSize(molecule.topology().atomCount());
    }

    @Test
    void remarksStandBeforeTheAtomsAndAreNoneOfThem() throws IOException {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Frames frames = moved(molecule, 2);
        Path file = folder.resolve("a.pdb");
        PdbFile.write(file, molecule.topology(), frames, List.of("MODEL 1 POPULATION 0.5"));
        assertThat(Files.readAllLines(file).getFirst()).isEqualTo("REMARK   6 MODEL 1 POPULATION 0.5");
        assertThat(PdbFile.read(file).frames().xyz()).containsExactly(frames.xyz(), within(HALF_DIGIT));
    }

    @Test
    void orderTellsWhereTheFileHasEachAtom() throws IOException {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Frames frames = moved(molecule, 1);
        Path file = folder.resolve("a.pdb");
        PdbFile.write(file, molecule.topology(), frames);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        Collections.swap(lines, 7, 9); // two atoms of the alanine
        PdbFile.Contents back = PdbFile.read(Files.write(file, lines));
        assertThat(back.topology()).isEqualTo(molecule.topology());
        assertThat(back.frames().xyz()).containsExactly(frames.xyz(), within(HALF_DIGIT));
        assertThat(back.order())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 9, 8, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21);
    }

    @Test
    void modelOfOtherAtomsIsRefusedByItsLine() throws IOException {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Path file = folder.resolve("a.pdb");
        PdbFile.write(file, molecule.topology(), moved(molecule, 2));
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(30, lines.get(30).replace("CB", "CX"));
        lines.set(31, lines.get(31).replace("CB", "CX"));
        lines.set(36, lines.get(36).replace("CB", "CX"));
        Collections.swap(lines, 27, 28);
        Files.write(file, lines);
        assertThatThrownBy(() -> PdbFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.pdb line", "first model", "all models must list the same atoms");
    }

    @Test
    void overlongLineIsNotKept() throws IOException {
        Path file = Files.writeString(folder.resolve("a.pdb"), "REMARK " + "x".repeat(10_000_000) + "\n");
        assertThatThrownBy(() -> PdbFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no ATOM records");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> PdbFile.read(folder.resolve("none.pdb")))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("none.pdb", "no such file");
    }

    private static Frames moved(Molecule molecule, int count) {
        Frames frames = Frames.allocate(count, molecule.topology().atomCount());
        Arrays.setAll(frames.xyz(), i -> molecule.xyz()[i % molecule.xyz().length] + 0.01 * Math.sin(i * 1.7));
        return frames;
    }
}
