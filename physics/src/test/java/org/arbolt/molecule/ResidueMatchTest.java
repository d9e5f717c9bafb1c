package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.molecule.TopologyBuilder.Disulfide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidueMatchTest {
    private static final String RING = "N H CA HA CB HB2 HB3 CG ND1 CE1 HE1 NE2 CD2 HD2 C O";

    private static FileResidue found(String name, String atoms, boolean bridged) {
        return new FileResidue(name, "x.pdb: residue " + name + " 7", List.of(atoms.split(" ")), bridged);
    }

    @Test
    void everyTemplateMatchesItselfInAnyOrder() {
        for (String name : ResidueTemplates.shared().names()) {
            ResidueTemplate template = ResidueTemplates.shared().get(name);
            FileResidue found = new FileResidue(
                    template.core(),
                    name,
                    template.atoms().reversed(),
                    template.core().equals("CYX"));
            ResidueMatch match = ResidueMatch.of(
                    found,
                    template.form() == ResidueTemplate.Form.N_TERMINAL,
                    template.form() == ResidueTemplate.Form.C_TERMINAL);
            assertThat(match.template()).isEqualTo(template);
            for (int i = 0; i < match.source().length; i++) {
                assertThat(match.source()[i]).isEqualTo(match.source().length - 1 - i);
            }
        }
    }

    @Test
    void otherNamesAndMissingHydrogensAreMatched() {
        ResidueMatch match = ResidueMatch.of(found("ALA", "N CA CB C OT1 OT2 1HB 3HB HN", false), false, true);
        assertThat(match.template().name()).isEqualTo("CALA");
        assertThat(match.source()).containsExactly(0, 8, 1, -1, 2, 6, -1, 7, 3, 4, 5);
    }

    @ParameterizedTest
    @CsvSource({"HIS, HD1, HID", "HIS, HE2, HIE", "HIS, HD1 HE2, HIP", "HIE, HD1, HID"})
    void hydrogensTellTheHistidine(String name, String hydrogens, String template) {
        assertThat(ResidueMatch.of(found(name, RING + " " + hydrogens, false), false, false)
                        .template()
                        .name())
                .isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource({"HIS, HIE", "HSD, HID", "HIP, HIP"})
    void withoutHydrogensTheNameTellsTheHistidine(String name, String template) {
        assertThat(ResidueMatch.of(found(name, RING, false), false, false)
                        .template()
                        .name())
                .isEqualTo(template);
    }

    @Test
    void aBridgedCysteineIsCyx() {
        FileResidue found = found("CYS", "N CA CB SG C O", true);
        assertThat(ResidueMatch.of(found, false, false).template().name()).isEqualTo("CYX");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        refuse(found("XYZ", "N CA C O", false), "residue XYZ 7 is not a known residue");
        refuse(found("ALA", "N CA CB C O CG", false), "residue ALA 7 has an atom CG", "N H CA HA CB");
        refuse(found("ALA", "N CA C O", false), "residue ALA 7 lacks atom CB of ALA");
        refuse(found("ALA", "N H HN CA CB C O", false), "residue ALA 7 has atom H twice, as H and as HN");
        assertThatThrownBy(() -> ResidueMatch.of(found("ALA", "N CA CB C O", false), true, true))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("cap it");
    }

    @Test
    void closeSulfursAreBridged() {
        double[] xyz = {0, 0, 0, 3, 0, 0, 0, 0.205, 0, 3, 0, 0.21, 6, 6, 6};
        assertThat(Disulfides.find(new int[] {1, 4, 8, 9, 12}, xyz))
                .containsExactly(new Disulfide(1, 8), new Disulfide(4, 9));
    }

    @Test
    void aSulfurBetweenTwoOthersIsRefused() {
        assertThatThrownBy(() -> Disulfides.find(new int[] {1, 4, 8}, new double[] {0, 0, 0, 0, 0.2, 0, 0, 0, 0.2}))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("residue 2");
    }

    private static void refuse(FileResidue found, String... parts) {
        assertThatThrownBy(() -> ResidueMatch.of(found, false, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }
}
