package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidueTemplatesTest {
    private final ResidueTemplates templates = ResidueTemplates.shared();

    @Test
    void all20ResiduesExistInThreeForms() {
        assertThat(templates.letters()).hasSize(20);
        for (char letter : templates.letters().toCharArray()) {
            String core = templates.core(letter);
            assertThat(templates.at(core, true, false).form()).isEqualTo(ResidueTemplate.Form.N_TERMINAL);
            assertThat(templates.at(core, false, false).form()).isEqualTo(ResidueTemplate.Form.INNER);
            assertThat(templates.at(core, false, true).form()).isEqualTo(ResidueTemplate.Form.C_TERMINAL);
        }
        assertThat(templates.names()).hasSize(3 + 3 * 23 + 4);
    }

    /** All of the PDB: 19 that have a mirror image. */
    @Test
    void dAminoAcidsHaveTheTemplatesOfTheirMirrorImages() {
        List<String> names =
                List.of("DAL DAR DSG DAS DCY DGN DGL DHI DIL DLE DLY MED DPN DPR DSN DTH DTR DTY DVA".split(" "));
        assertThat(names).hasSize(19).allMatch(templates::isD);
        assertThat(names.stream().map(templates::core)).doesNotHaveDuplicates().doesNotContain("GLY");
        assertThat(templates.core("DAL")).isEqualTo("ALA");
        assertThat(templates.core("MED")).isEqualTo("MET");
    }

    @Test
    void everyProtonationHasItsLetter() {
        assertThat(templates.letter("ASH")).isEqualTo('D');
        assertThat(templates.letter("GLH")).isEqualTo('E');
        assertThat(templates.letter("LYN")).isEqualTo('K');
        assertThat(templates.letter("CYM")).isEqualTo('C');
        assertThat(templates.letter("HIS")).isEqualTo('H');
        assertThat(templates.letter("NH2")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ACE, HH31, H1",
        "ACE, 1HH3, H1",
        "NME, CH3, C",
        "NME, 2HH3, H2",
        "ALA, HN, H",
        "ALA, 1HB, HB1",
        "NALA, 1H, H1",
        "NALA, HT3, H3",
        "CALA, OT2, OXT",
        "ILE, CD, CD1",
        "SER, HB1, HB3",
        "NPRO, H1, H3",
        "ALA, CA, CA"
    })
    void otherNamesOfAnAtomAreKnown(String template, String alias, String name) {
        assertThat(templates.get(template).canonicalName(alias)).isEqualTo(name);
    }

    /** The two old ways of numbering, e.g. HB1 HB2 and 1HB 2HB, must reach both atoms and not one of them twice. */
    @Test
    void pairsOfOldNamesReachDifferentAtoms() {
        for (String name : templates.names()) {
            ResidueTemplate template = templates.get(name);
            for (List<String> old : List.of(
                    List.of("HB1", "HB2"),
                    List.of("1HB", "2HB"),
                    List.of("HG1", "HG2"),
                    List.of("1HG", "2HG"),
                    List.of("HD1", "HD2"),
                    List.of("HE1", "HE2"),
                    List.of("HA1", "HA2"),
                    List.of("H1", "H2", "H3"),
                    List.of("H", "H2", "H3"),
                    List.of("1H", "2H"),
                    List.of("1H", "2H", "3H"))) {
                Set<String> reached = new HashSet<>();
                for (String alias : old) {
                    String canonical = template.canonicalName(alias);
                    assertThat(canonical == null || reached.add(canonical) || isProlineWithThree(name, old))
                            .as(name + " " + old)
                            .isTrue();
                }
            }
        }
    }

    private static boolean isProlineWithThree(String template, List<String> old) {
        return template.equals("NPRO") && old.size() == 3;
    }

    @Test
    void anUnknownAtomHasNoName() {
        assertThat(templates.get("ALA").canonicalName("CG")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"HIS, HIE", "HSD, HID", "HIP, HIP", "ALA, ALA", "NMA, NME", "CYX, CYX"})
    void residueNamesOfOtherProgramsAreKnown(String residue, String core) {
        assertThat(templates.core(residue)).isEqualTo(core);
    }

    @Test
    void whatIsNoResidueIsUnknown() {
        assertThat(templates.core("NALA")).isNull();
        assertThat(templates.core("HOH")).isNull();
        assertThat(templates.core('B')).isNull();
        assertThatThrownBy(() -> templates.get("XXX")).hasMessageContaining("XXX");
    }

    @Test
    void everyAtomHasAPlaceAfterItsReferences() {
        for (String name : templates.names()) {
            ResidueTemplate template = templates.get(name);
            Set<String> placed = new HashSet<>(List.of("-1", "-2", "-3"));
            for (ZMatrixRow place : template.places()) {
                assertThat(placed).as(name + " " + place).containsAll(place.references());
                placed.add(place.atom());
            }
            assertThat(template.places())
                    .extracting(ZMatrixRow::atom)
                    .containsExactlyInAnyOrderElementsOf(template.atoms());
            assertThat(template.atoms()).containsAll(template.torsions().keySet());
        }
    }
}
