package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.arbolt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeptideNameTest {

    @ParameterizedTest
    @CsvSource({
        "AAA, NALA ALA CALA",
        "GYDPETGTWG, NGLY TYR ASP PRO GLU THR GLY THR TRP CGLY",
        "Ace-A-Nme, ACE ALA NME",
        "ACE-AAA-NME, ACE ALA ALA ALA NME",
        "Ace-H, ACE CHIE",
        "C-Nme, NCYS NME",
        "AAA-NH2, NALA ALA ALA NHE",
        "Ace-A-nh2, ACE ALA NHE",
        "A-NH2, NALA NHE",
        "Ace-D[ASH]-Nme, ACE ASH NME",
        "Ace-[ASH]-Nme, ACE ASH NME",
        "Ace-DD[ASH]-Nme, ACE ASP ASH NME",
        "A[GLH]K[LYN]C[CYM]A, NALA GLH LYN CYM CALA",
        "A[HIP]H[HID]A, NALA HIP HID CALA",
        "G[HSP]G, NGLY HIP CGLY",
        "H[HIP]A, NHIP CALA"
    })
    void aNameGivesItsTemplates(String name, String templates) {
        assertThat(PeptideName.parse(name).templates()).containsExactly(templates.split(" "));
    }

    @Test
    void theUsualSpellingIsRestored() {
        assertThat(PeptideName.parse("ACE-GA-nme")).hasToString("Ace-GA-Nme");
        assertThat(PeptideName.parse("GA")).hasToString("GA");
        assertThat(PeptideName.parse("GA-nh2")).hasToString("GA-NH2");
        assertThat(PeptideName.parse("GD[ASH]G")).hasToString("G[ASH]G");
        assertThat(PeptideName.parse("GDD[ASH]G")).hasToString("GDD[ASH]G");
        assertThat(PeptideName.parse("G[ALA][HIE]G")).hasToString("GAHG");
    }

    @Test
    void aBadLetterIsNamedWithItsPosition() {
        assertThatThrownBy(() -> PeptideName.parse("AAXA"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("residue 3 is 'X'")
                .hasMessageContaining("ACDEFGHIKLMNPQRSTVWY")
                .hasMessageContaining("e.g. AAA")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Ace--Nme", "aaa", "A A", "Ace-A-Nme-", "A", "Foo-A-Nme", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoPeptideIsRefused(String name) {
        assertThatThrownBy(() -> PeptideName.parse(name))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({
        "A[ASH, not closed",
        "A[XYZ]A, [XYZ]",
        "A[ACE]A, [ACE]",
        "A[CYX]A, [CYX]",
        "A[DAL]A, 'ASH, CYM, GLH, HID, HIP, LYN'",
        "AA[ASH], inside a chain only",
        "[LYN]AA, inside a chain only"
    })
    void aBadBracketIsTold(String name, String why) {
        assertThatThrownBy(() -> PeptideName.parse(name))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(name, why);
    }

    @Test
    void thirtyResiduesAreAccepted() {
        assertThat(PeptideName.parse("W".repeat(30)).templates()).hasSize(30);
    }
}
