package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.arbolt.molecule.AtomSelection;
import org.arbolt.molecule.HeldAtoms;
import org.arbolt.molecule.Molecule;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

class BackboneResidueTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-AAA-Nme");
    private static final Topology TOPOLOGY = MOLECULE.topology();

    private static BitSet held(String selection) {
        return new HeldAtoms(AtomSelection.of(selection, TOPOLOGY, MOLECULE.xyz()), MOLECULE.xyz()).set();
    }

    @Test
    void whatHeldAtomsFixIsLeftOut() {
        BitSet held = held("residue 3 or C 2 or N 4");
        assertThat(BackboneResidue.free(TOPOLOGY, held))
                .extracting(BackboneResidue::name)
                .containsExactly("ALA 2", "ALA 4");
        ComparisonFeatures features = ComparisonFeatures.of(TOPOLOGY, held, 2.5, null);
        assertThat(features.torsions())
                .extracting(Torsions.Torsion::name)
                .containsExactly("phi ALA 2", "phi ALA 4", "psi ALA 2", "psi ALA 4");
        assertThat(features.bonds())
                .hasSize(TOPOLOGY.bonds().size() - 11) // nine in the residue, two to its neighbours
                .noneMatch(bond -> held.get(bond.first()) && held.get(bond.second()));
    }

    @Test
    void aResidueOfWhichOneTorsionIsFreeStays() {
        assertThat(BackboneResidue.free(TOPOLOGY, held("residue 3")))
                .isEqualTo(BackboneResidue.free(TOPOLOGY, new BitSet()))
                .hasSize(3);
    }
}
