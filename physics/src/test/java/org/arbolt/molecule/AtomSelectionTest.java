package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomSelectionTest {
    private final Molecule molecule = Peptide.of("Ace-AG-Nme");
    private final Topology topology = molecule.topology();

    private List<String> names(String text) {
        return AtomSelection.of(text, topology, molecule.xyz()).atoms().stream()
                .map(i -> topology.atoms().get(i))
                .map(atom -> atom.name() + (atom.residue() + 1))
                .toList();
    }

    @Test
    void wordsNameAtoms() {
        assertThat(names("CA 2")).containsExactly("CA2");
        assertThat(names("name N CA and residue 2-3")).containsExactly("N2", "CA2", "N3", "CA3");
        assertThat(names("residue 2 and sidechain")).containsExactlyInAnyOrder("CB2", "HB12", "HB22", "HB32");
        assertThat(names("residue 3 and backbone"))
                .containsExactlyInAnyOrder("N3", "H3", "CA3", "HA23", "HA33", "C3", "O3");
        assertThat(names("caps and heavy")).hasSize(5);
        assertThat(names("not (hydrogens or caps) and resname gly")).containsExactly("N3", "CA3", "C3", "O3");
        assertThat(names("index 0")).isEqualTo(names("serial 1"));
        assertThat(names("all")).hasSize(topology.atomCount());
        assertThat(names("element O")).containsExactly("O1", "O2", "O3");
        assertThat(names("within 0.11 of CA 2")).containsExactlyInAnyOrder("CA2", "HA2");
        assertThat(names("residue 2 4 and name N")).containsExactly("N2", "N4");
    }

    @Test
    void andBindsMoreThanOr() {
        assertThat(names("CA 2 or CA 3 and hydrogens")).containsExactly("CA2");
        assertThat(names("(CA 2 or CA 3) and not residue 2")).containsExactly("CA3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "residue",
                "residue 9",
                "residue 3-2",
                "residue 2-99",
                "CA",
                "QQ 2",
                "resname TRP",
                "(all",
                "all)",
                "not",
                "within of all",
                "within 1 all",
                "all and",
                "name CA and name CB",
                "residue 99999999999",
                "within 1e9 of all"
            })
    void whatNamesNothingIsRefusedInALine(String text) {
        assertThatThrownBy(() -> names(text)).isInstanceOf(BadInput.class).hasMessageNotContaining("\n");
    }

    @Test
    void bracketsOfAHostileTextAreCounted() {
        assertThatThrownBy(() -> names("(".repeat(100_000) + "all")).isInstanceOf(BadInput.class);
    }
}
