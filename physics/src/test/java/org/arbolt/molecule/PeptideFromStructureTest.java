package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.molecule.TopologyBuilder.Disulfide;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeptideFromStructureTest {

    @ParameterizedTest
    @ValueSource(strings = {"Ace-A-Nme", "AAA", "GYDPETGTWG", "Ace-ARNDCEQGHILKMFPSTWYV-Nme", "Ace-GP", "PG-Nme"})
    void whatANameBuildsIsCalledByIt(String name) {
        Molecule built = Peptide.of(name);
        assertThat(PeptideFromStructure.of(built.topology(), built.xyz(), "x.pdb")
                        .name())
                .isEqualTo(name);
    }

    /** Puts the methyl group of a threonine to where the hydrogen of CB is, and builds all hydrogens anew. */
    private static void turnThreonine(Topology topology, double[] xyz, int residue) {
        int cb = topology.atom(residue, "CB");
        int hydrogen = topology.atom(residue, "HB");
        int methyl = topology.atom(residue, "CG2");
        for (int k = 0; k < 3; k++) {
            xyz[3 * methyl + k] = xyz[3 * cb + k] + 1.4 * (xyz[3 * hydrogen + k] - xyz[3 * cb + k]);
        }
        boolean[] there = new boolean[topology.atomCount()];
        topology.atoms().forEach(atom -> there[atom.index()] = atom.element() != Element.H);
        new HydrogenBuilder(topology).place(xyz, there);
    }

    @Test
    void otherChiralitiesAreNamed() {
        Molecule molecule = Peptide.of("AAIT");
        double[] xyz = molecule.xyz().clone();
        turnThreonine(molecule.topology(), xyz, 3);
        assertThat(name(molecule, xyz)).isEqualTo("AAI[allo-THR]");
        double[] mirrored = molecule.xyz().clone();
        for (int i = 0; i < mirrored.length; i += 3) {
            mirrored[i] = -mirrored[i];
        }
        assertThat(name(molecule, mirrored)).isEqualTo("[D-ALA][D-ALA][D-ILE][D-THR]");
    }

    private static String name(Molecule molecule, double[] xyz) {
        return PeptideFromStructure.of(molecule.topology(), xyz, "x.pdb").name();
    }

    @Test
    void formsWithoutALetterStandInBrackets() {
        Topology topology =
                TopologyBuilder.fromTemplates(List.of("NHIP", "CYX", "CYX", "CHID"), List.of(new Disulfide(1, 2)));
        double[] xyz = ChainGeometry.preferred(topology);
        assertThatThrownBy(() -> PeptideFromStructure.of(topology, xyz, "x.pdb"))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("x.pdb", "atom SG of residue CYS 2", "atom SG of residue CYS 3", "bonded but");
        Topology open = TopologyBuilder.fromTemplates(List.of("NHIP", "ALA", "CHID"));
        assertThat(PeptideFromStructure.of(open, ChainGeometry.preferred(open), "x.pdb")
                        .name())
                .isEqualTo("[HIP]A[HID]");
    }

    @Test
    void chainsWithoutABondBetweenThemAreRefused() {
        Topology two = TopologyBuilder.fromTemplates(List.of("NALA", "CALA", "NALA", "CALA"));
        assertThatThrownBy(() -> PeptideFromStructure.of(two, ChainGeometry.preferred(two), "x.pdb"))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("x.pdb", "atom N of residue ALA 1", "atom N of residue ALA 3");
    }

    @Test
    void atomsOnEachOtherAreRefused() {
        Molecule molecule = Peptide.of("AA");
        double[] xyz = molecule.xyz().clone();
        int from = molecule.topology().atom(1, "O");
        int to = molecule.topology().atom(1, "OXT");
        System.arraycopy(xyz, 3 * from, xyz, 3 * to, 3);
        assertThatThrownBy(() -> PeptideFromStructure.of(molecule.topology(), xyz, "x.pdb"))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("atom O of residue ALA 2", "atom OXT of residue ALA 2");
    }
}
