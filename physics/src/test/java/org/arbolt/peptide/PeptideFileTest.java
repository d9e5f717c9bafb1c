package org.arbolt.peptide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.forcefield.Cutoff;
import org.arbolt.forcefield.EnergyPrecision;
import org.arbolt.forcefield.ForceField;
import org.arbolt.io.pdb.PdbFile;
import org.arbolt.molecule.Molecule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a name or a file to an energy, as a library's user goes. */
class PeptideFileTest {
    @TempDir
    Path folder;

    @Test
    void aPeptideThatWasWrittenIsReadWithItsNameAndItsConformation() {
        Molecule built = Peptide.of("Ace-AS-Nme");
        Path file = folder.resolve("peptide.pdb");
        PdbFile.write(file, built.topology(), built.frames());
        Molecule read = Peptide.read(file);
        assertThat(read.name()).isEqualTo("Ace-AS-Nme");
        assertThat(read.topology()).isEqualTo(built.topology());
        assertThat(read.xyz())
                .containsExactly(built.xyz(), within(5.1e-5)); // a PDB file has three decimals of ångström
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> Peptide.read(folder.resolve("none.pdb")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("none.pdb");
    }

    @Test
    void aPotentialHasNoCutoffAndSinglePrecisionUnlessAskedForOthers() {
        Molecule molecule = Peptide.of("AAA");
        ForceField field = ForceField.AMBER14_OBC1;
        double exact = field.potential(molecule.topology(), Cutoff.NONE, EnergyPrecision.DOUBLE)
                .energies(molecule.frames())[0];
        double plain = field.potential(molecule.topology()).energies(molecule.frames())[0];
        double cut = field.potential(molecule.topology(), new Cutoff(0.5)).energies(molecule.frames())[0];
        assertThat(plain).isCloseTo(exact, within(0.05));
        assertThat(cut).isNotCloseTo(exact, within(1.0));
    }

    @Test
    void aForceFieldIsFoundByTheNameThatFilesHave() {
        for (ForceField field : ForceField.values()) {
            assertThat(ForceField.named(field.label())).isSameAs(field);
        }
    }
}
