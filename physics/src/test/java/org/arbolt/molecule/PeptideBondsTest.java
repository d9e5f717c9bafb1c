package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

class PeptideBondsTest {
    private static List<String> names(String peptide) {
        Topology topology = Peptide.of(peptide).topology();
        return Torsions.peptideBonds(topology).stream()
                .map(bond -> topology.atoms().get(bond.a()).name() + "-"
                        + topology.atoms().get(bond.d()).name())
                .toList();
    }

    @Test
    void bondsToCapsAreAmongThem() {
        assertThat(names("Ace-A-Nme")).containsExactly("CH3-CA", "CA-C");
        assertThat(names("AAA")).containsExactly("CA-CA", "CA-CA");
    }

    @Test
    void ofProlineTheAlphaCarbonCounts() {
        assertThat(names("APA")).containsExactly("CA-CA", "CA-CA");
    }

    @Test
    void anAmideHasNone() {
        assertThat(names("AA-NH2")).containsExactly("CA-CA");
    }

    @Test
    void allOfStartStructuresAreTrans() {
        for (String peptide : List.of("Ace-AAA-Nme", "GPC", "YGGFL")) {
            Molecule molecule = Peptide.of(peptide);
            assertThat(Torsions.peptideBonds(molecule.topology()))
                    .isNotEmpty()
                    .allSatisfy(bond -> assertThat(Math.abs(Torsions.angle(molecule.xyz(), 0, bond)))
                            .isGreaterThan(Math.PI / 2));
        }
    }
}
