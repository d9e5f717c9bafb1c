package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StereocentresTest {

    @ParameterizedTest
    @CsvSource({
        "Ace-A-Nme, 1",
        "Ace-G-Nme, 0",
        "AAA, 3",
        "Ace-V-Nme, 1",
        "Ace-L-Nme, 1",
        "Ace-T-Nme, 2",
        "Ace-I-Nme, 2",
        "Ace-P-Nme, 1",
        "GYDPETGTWG, 9",
        "ACDEFGHIKLMNPQRSTVWY, 21"
    })
    void centresAreCounted(String name, int count) {
        Molecule molecule = Peptide.of(name);
        assertThat(Stereocentres.of(molecule.topology(), molecule.xyz()).count())
                .isEqualTo(count);
    }

    @Test
    void centresAreTheAlphaCarbonsAndTwoBetaCarbons() {
        Molecule molecule = Peptide.of("GITVL");
        Stereocentres centres = Stereocentres.of(molecule.topology(), molecule.xyz());
        List<String> names = new ArrayList<>();
        for (int s = 0; s < centres.count(); s++) {
            Topology.Atom atom = molecule.topology().atoms().get(centres.atom(s));
            names.add(molecule.topology().residues().get(atom.residue()).name() + " " + atom.name());
        }
        assertThat(names).containsExactlyInAnyOrder("ILE CA", "ILE CB", "THR CA", "THR CB", "VAL CA", "LEU CA");
    }

    @Test
    void theReferenceAgreesAndItsMirrorImageIsInverted() {
        Molecule molecule = Peptide.of("TIGER");
        Stereocentres centres = Stereocentres.of(molecule.topology(), molecule.xyz());
        double[] both = new double[2 * molecule.xyz().length];
        for (int i = 0; i < molecule.xyz().length; i++) {
            both[i] = molecule.xyz()[i];
            both[molecule.xyz().length + i] = -molecule.xyz()[i];
        }
        assertThat(centres.agree(both, 0)).isTrue();
        assertThat(centres.inverted(both, 0)).isFalse();
        assertThat(centres.agree(both, molecule.xyz().length)).isFalse();
        assertThat(centres.inverted(both, molecule.xyz().length)).isTrue();
    }

    @Test
    void oneWrongCentreIsNeitherRightNorInverted() {
        Molecule molecule = Peptide.of("AAA");
        Stereocentres centres = Stereocentres.of(molecule.topology(), molecule.xyz());
        double[] xyz = molecule.xyz().clone();
        swap(xyz, molecule.topology().atom(1, "HA"), molecule.topology().atom(1, "CB"));
        assertThat(centres.agree(xyz, 0)).isFalse();
        assertThat(centres.inverted(xyz, 0)).isFalse();
        assertThat(centres.agrees(0, xyz, 0)).isTrue();
        assertThat(centres.agrees(1, xyz, 0)).isFalse();
    }

    @Test
    void chiralityOfTheReferenceIsKeptWhateverItIs() {
        Molecule molecule = Peptide.of("AAA");
        double[] mixed = molecule.xyz().clone();
        swap(mixed, molecule.topology().atom(1, "HA"), molecule.topology().atom(1, "CB"));
        Stereocentres centres = Stereocentres.of(molecule.topology(), mixed);
        assertThat(centres.agree(mixed, 0)).isTrue();
        assertThat(centres.agree(molecule.xyz(), 0)).isFalse();
    }

    @Test
    void coordinatesThatAreNoNumbersHaveNoChirality() {
        Molecule molecule = Peptide.of("Ace-A-Nme");
        Stereocentres centres = Stereocentres.of(molecule.topology(), molecule.xyz());
        double[] xyz = molecule.xyz().clone();
        xyz[3 * molecule.topology().atom(1, "CB")] = Double.NaN;
        assertThat(centres.agree(xyz, 0)).isFalse();
        assertThat(centres.inverted(xyz, 0)).isFalse();
    }

    @Test
    void aMoleculeWithoutCentresAlwaysAgrees() {
        Molecule molecule = Peptide.of("Ace-G-Nme");
        Stereocentres centres = Stereocentres.of(molecule.topology(), molecule.xyz());
        assertThat(centres.agree(new double[molecule.xyz().length], 0)).isTrue();
        assertThat(centres.inverted(new double[molecule.xyz().length], 0)).isFalse();
    }

    @Test
    void aFlatReferenceIsRefused() {
        Topology topology = Peptide.topology("Ace-A-Nme");
        assertThatThrownBy(() -> Stereocentres.of(topology, new double[66]))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("CA of residue ALA 2");
        assertThatThrownBy(() -> Stereocentres.of(topology, new double[63]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void swap(double[] xyz, int i, int j) {
        for (int k = 0; k < 3; k++) {
            double kept = xyz[3 * i + k];
            xyz[3 * i + k] = xyz[3 * j + k];
            xyz[3 * j + k] = kept;
        }
    }
}
