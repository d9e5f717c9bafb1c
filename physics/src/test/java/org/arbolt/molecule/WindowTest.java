package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-A-Nme");

    @ParameterizedTest
    @CsvSource({
        "phi(2) in -100..-40, -70, true",
        "phi(2) in -100..-40, 300, true",
        "phi(2) in -100..-40, 330, false",
        "phi(2) in 150..-150, 180, true",
        "phi(2) in 150..-150, 0, false",
        "'angle(N 2, CA 2, C 2) in 100..120', 110, true",
        "'distance(C 1, N 3) in 0.3..0.5', 0.5, false"
    })
    void holdsFromTheLowerEndUpToTheUpper(String text, double value, boolean inside) {
        Window window = window(text);
        assertThat(window.holds(window.variable().fromUser(value))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phi(2)",
                "phi(2) in -400..10",
                "distance(C 1, N 3) in 0.5..0.4",
                "distance(C 1, N 3) in -2..-1",
                "angle(N 2, CA 2, C 2) in 190..200"
            })
    void whatNoConformationCanHaveIsRefused(String text) {
        assertThatThrownBy(() -> window(text)).isInstanceOf(BadInput.class).hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'distance(C 1,N 3) in 0.3..0.4', 'distance(C 1, N 3) in 0.4..0.5'",
        "phi(2) in -100..-40, phi(2) in 100..140",
        "phi(2) in 150..-150, phi(2) in -150..150",
        "phi(2) in 200..240, phi(2) in -100..-40"
    })
    void windowsThatExcludeEachOtherAreRefused(String one, String other) {
        List<Window> apart = windows(one, other);
        assertThatThrownBy(() -> Window.requirePossible(apart, null)).hasMessageContaining("exclude each other");
    }

    @ParameterizedTest
    @CsvSource({
        "'distance(C 1, N 3) in 0.3..0.45', 'distance(C 1, N 3) in 0.4..0.5'",
        "phi(2) in 150..-150, phi(2) in -170..150",
        "phi(2) in 100..-100, phi(2) in 170..-170",
        "phi(2) in -100..-40, psi(2) in 100..140"
    })
    void windowsThatOverlapAreNot(String one, String other) {
        List<Window> together = windows(one, other);
        assertThatCode(() -> Window.requirePossible(together, null)).doesNotThrowAnyException();
    }

    @Test
    void aWindowThatHeldAtomsLieOutsideOfIsRefused() {
        double[] xyz = MOLECULE.xyz();
        HeldAtoms held = new HeldAtoms(AtomSelection.of("residue 2", MOLECULE.topology(), xyz), xyz);
        List<Window> held2 = windows("distance(N 2, C 2) in 0.5..0.6");
        assertThatThrownBy(() -> Window.requirePossible(held2, held)).hasMessageContaining("held atoms");
        List<Window> free = windows("distance(N 2, N 3) in 0.8..0.9"); // N 3 is not held
        assertThatCode(() -> Window.requirePossible(free, held)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"distance(C 1, N 3) = -0.1 +- 0.1", "angle(N 2, CA 2, C 2) = 190 +- 5"})
    void aRestraintToWhatThereIsNotIsRefused(String text) {
        assertThatThrownBy(() -> Restraint.of(text, MOLECULE.topology(), MOLECULE.xyz()))
                .isInstanceOf(BadInput.class);
    }

    private static Window window(String text) {
        return Window.of(text, MOLECULE.topology(), MOLECULE.xyz());
    }

    private static List<Window> windows(String... texts) {
        return Arrays.stream(texts).map(WindowTest::window).toList();
    }
}
