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
        "C-Nme, NCYS NME"
    })
    void aNameGivesItsTemplates(String name, String templates) {
        assertThat(PeptideName.parse(name).templates()).containsExactly(templates.split(" "));
    }

    @Test
    void theUsualSpellingIsRestored() {
        assertThat(PeptideName.parse("ACE-GA-nme")).hasToString("Ace-GA-Nme");
        assertThat(PeptideName.parse("GA")).hasToString("GA");
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

    @Test
    void thirtyResiduesAreAccepted() {
        assertThat(PeptideName.parse("W".repeat(30)).templates()).hasSize(30);
    }
}
