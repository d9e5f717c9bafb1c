package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Test;

class ObservableTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-A-Nme");
    private static final Observable PHI =
            Observable.torsion(Torsions.phi(MOLECULE.topology()).getFirst());

    /** The start structure, then the same with its first atom moved by 3 and 4 nm. */
    private static Frames two() {
        Frames frames = Frames.concatenate(List.of(MOLECULE.frames(), MOLECULE.frames()), 22);
        frames.xyz()[66] = frames.xyz()[69] + 3;
        frames.xyz()[67] = frames.xyz()[70] + 4;
        frames.xyz()[68] = frames.xyz()[71];
        return frames;
    }

    @Test
    void torsionsAreThoseOfTheStartStructure() {
        assertThat(PHI.of(MOLECULE.frames())).containsExactly(new double[] {Math.toRadians(-120)}, within(1e-6));
    }

    @Test
    void distancesAreOfTheFrameAskedFor() {
        Observable distance = Observable.distance(0, 1);
        assertThat(distance.of(two(), 0)).isLessThan(0.2);
        assertThat(distance.of(two(), 1)).isCloseTo(5, within(1e-12));
    }

    @Test
    void regionsHoldTheirLowerEndAndNotTheirUpper() {
        Observable number = (frames, f) -> f;
        Region middle = Region.between(number, 0, 1);
        assertThat(middle.contains(two(), 0)).isTrue();
        assertThat(middle.contains(two(), 1)).isFalse();
        assertThat(middle.not().indicator().of(two())).containsExactly(0, 1);
        assertThat(middle.and(middle.not()).indicator().of(two())).containsExactly(0, 0);
    }
}
