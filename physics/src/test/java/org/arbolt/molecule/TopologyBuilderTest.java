package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.arbolt.molecule.Topology.Atom;
import org.arbolt.molecule.Topology.Bond;
import org.arbolt.molecule.TopologyBuilder.Disulfide;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyBuilderTest {

    @Test
    void alanineDipeptideHasItsAtomsInTemplateOrder() {
        Topology topology = Peptide.topology("Ace-A-Nme");
        assertThat(topology.atoms())
                .extracting(Atom::name)
                .containsExactly(
                        "H1", "CH3", "H2", "H3", "C", "O", "N", "H", "CA", "HA", "CB", "HB1", "HB2", "HB3", "C", "O",
                        "N", "H", "C", "H1", "H2", "H3");
        assertThat(topology.residues()).extracting(Topology.Residue::template).containsExactly("ACE", "ALA", "NME");
        assertThat(topology.bonds()).hasSize(21).contains(new Bond(4, 6), new Bond(14, 16));
    }

    /** Atom counts of the published benchmark systems. */
    @ParameterizedTest
    @CsvSource({"Ace-A-Nme, 22", "AAA, 33", "Ace-AAA-Nme, 42", "AAAAAA, 63", "GYDPETGTWG, 138"})
    void benchmarkSystemsHaveTheirSizes(String name, int atoms) {
        assertThat(Peptide.topology(name).atomCount()).isEqualTo(atoms);
    }

    /** A connected molecule with R rings has A - 1 + R bonds: one for P and H, F, Y; two for W. */
    @Test
    void everyResidueIsBondedOnceAndConnected() {
        Topology topology = Peptide.topology("ACDEFGHIKLMNPQRSTVWY");
        assertThat(topology.bonds()).doesNotHaveDuplicates().hasSize(topology.atomCount() - 1 + 6);
        assertThat(parts(topology)).isEqualTo(1);
    }

    @Test
    void everyTemplateHasItsValences() {
        for (String name : ResidueTemplates.shared().names()) {
            ResidueTemplate template = ResidueTemplates.shared().get(name);
            for (int i = 0; i < template.atoms().size(); i++) {
                int at = i;
                long neighbours =
                        template.bonds().stream().filter(b -> b.contains(at)).count()
                                + (template.external().contains(template.atoms().get(i)) ? 1 : 0);
                assertThat(neighbours)
                        .as(name + " " + template.atoms().get(i))
                        .isIn(
                                switch (template.elements().get(i)) {
                                    case H -> List.of(1L);
                                    case C -> List.of(3L, 4L);
                                    case N -> List.of(2L, 3L, 4L);
                                    case O -> List.of(1L, 2L);
                                    case S -> name.equals("CYM") ? List.of(1L) : List.of(2L); // a thiolate
                                });
            }
        }
    }

    @Test
    void aDisulfideIsABondBetweenSulfurs() {
        Topology topology = TopologyBuilder.fromTemplates(List.of("NCYX", "GLY", "CCYX"), List.of(new Disulfide(0, 2)));
        assertThat(topology.bonds()).contains(new Bond(topology.atom(0, "SG"), topology.atom(2, "SG")));
        assertThatThrownBy(() -> TopologyBuilder.fromTemplates(List.of("NCYS", "CCYX"), List.of(new Disulfide(0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("residue 1");
    }

    @Test
    void twoChainsAreNotBonded() {
        Topology topology = TopologyBuilder.fromTemplates(List.of("NALA", "CALA", "ACE", "GLY", "NME"));
        assertThat(parts(topology)).isEqualTo(2);
    }

    @Test
    void openChainEndsAreRefused() {
        for (List<String> open : List.of(
                List.of("ALA", "CALA"),
                List.of("NALA", "ALA"),
                List.of("NALA", "NALA"),
                List.of("CALA"),
                List.of("NME"),
                List.of("ACE"))) {
            assertThatThrownBy(() -> TopologyBuilder.fromTemplates(open))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be followed");
        }
    }

    private static int parts(Topology topology) {
        int[] part = new int[topology.atomCount()];
        for (int i = 0; i < part.length; i++) {
            part[i] = i;
        }
        for (int round = 0; round < part.length; round++) {
            for (Bond bond : topology.bonds()) {
                int lower = Math.min(part[bond.first()], part[bond.second()]);
                part[bond.first()] = lower;
                part[bond.second()] = lower;
            }
        }
        return (int) java.util.Arrays.stream(part).distinct().count();
    }
}
