package org.arbolt.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.arbolt.report.Table;
import org.junit.jupiter.api.Test;

class SectionTest {
    private static final Section SECTION = new Section(
            new Table("AAA", List.of("method", "E-W2"), List.of(List.of("a|b", "0.2"), List.of("floor", ""))),
            List.of("One sentence."));

    @Test
    void markdownIsATableWithItsSentences() {
        assertThat(Section.markdown(List.of(SECTION, SECTION)))
                .startsWith("## AAA\n| method | E-W2 |\n|---|---|\n| a\\|b | 0.2 |\n| floor | |\n\nOne sentence.\n\n## "
                        + "AAA");
    }

    @Test
    void textAlignsNamesLeftAndNumbersRight() {
        assertThat(Section.text(List.of(SECTION)))
                .isEqualTo("AAA\n  method  E-W2\n  a|b      0.2\n  floor\nOne sentence.\n");
    }

    @Test
    void aSpreadOfOneSeedHasNoDeviation() {
        assertThat(Spread.of(List.of(1.0, 3.0))).isEqualTo(new Spread(2, Math.sqrt(2)));
        assertThat(Spread.of(List.of(4.0))).isEqualTo(new Spread(4, null));
        assertThat(Spread.of(List.of(4.0, Double.NaN))).isNull();
    }
}
