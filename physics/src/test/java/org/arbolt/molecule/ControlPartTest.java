package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

/** What is asked of a whole conformation, asked of those atoms of it that have places. */
class ControlPartTest {
    private final Molecule molecule = Peptide.of("AAA");
    private final Control restraint =
            Control.bias(Restraint.of("distance(CA 1, C 2) = 0.5 +- 0.02", molecule.topology(), molecule.xyz()));
    private final Control window =
            Control.within(Window.of("phi(2) in -100..-40", molecule.topology(), molecule.xyz()));
    private final Control both = Control.product(restraint, window);

    private Control part(Control control, String selection) {
        return control.part(atoms(selection));
    }

    private BitSet atoms(String selection) {
        BitSet set = new BitSet();
        AtomSelection.of(selection, molecule.topology(), molecule.xyz()).atoms().forEach(set::set);
        return set;
    }

    private double[] placed(String selection) {
        return molecule.frames().of(atoms(selection)).xyz();
    }

    @Test
    void atomsThatDecideItAreAskedTheSame() {
        String selection = "not name CB"; // the atoms asked for have other numbers among these
        double whole = restraint.logWeight(molecule.xyz(), 0);
        assertThat(whole).isNegative().isFinite();
        assertThat(part(restraint, selection).logWeight(placed(selection), 0)).isEqualTo(whole);
        assertThat(part(both, selection).logWeight(placed(selection), 0)).isEqualTo(both.logWeight(molecule.xyz(), 0));
    }

    @Test
    void atomsThatDoNotAreAskedNothing() {
        String selection = "residue 1 or N 2 or CA 2";
        assertThat(part(both, selection).logWeight(placed(selection), 0)).isZero();
        assertThat(part(both, "residue 3").logWeight(placed("residue 3"), 0)).isZero();
        assertThat(Control.NONE.part(atoms("all"))).isEqualTo(Control.NONE);
    }
}
