package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
    /** Three frames of two atoms, whose numbers are 0 to 17. */
    private static final Frames FRAMES =
            new Frames(2, new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17});

    @Test
    void aCoordinateIsFoundByFrameAtomAndAxis() {
        assertThat(FRAMES.count()).isEqualTo(3);
        assertThat(FRAMES.atoms()).isEqualTo(2);
        assertThat(FRAMES.get(1, 0, 2)).isEqualTo(8);
        assertThat(FRAMES.get(2, 1, 0)).isEqualTo(15);
    }

    @Test
    void slicesAndSelectionsAreCopies() {
        Frames slice = FRAMES.slice(1, 2);
        assertThat(slice.xyz()).containsExactly(6, 7, 8, 9, 10, 11);
        slice.xyz()[0] = -1;
        assertThat(FRAMES.get(1, 0, 0)).isEqualTo(6);
        assertThat(FRAMES.select(new int[] {2, 0, 2}).xyz())
                .containsExactly(12, 13, 14, 15, 16, 17, 0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17);
        assertThat(FRAMES.slice(1, 1).count()).isZero();
    }

    @Test
    void partsAreJoinedInOrder() {
        assertThat(Frames.concatenate(List.of(FRAMES.slice(2, 3), FRAMES.slice(0, 1)), 2)
                        .xyz())
                .containsExactly(12, 13, 14, 15, 16, 17, 0, 1, 2, 3, 4, 5);
        assertThat(Frames.concatenate(List.of(), 5).atoms()).isEqualTo(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frames.concatenate(List.of(FRAMES), 3))
                .withMessageContaining("2 atoms")
                .withMessageContaining("3");
    }

    @Test
    void centredFramesKeepTheirShapeAndTheOriginalIsLeft() {
        double[] shape = {-1.5, -1.5, -1.5, 1.5, 1.5, 1.5};
        assertThat(FRAMES.centred().slice(0, 1).xyz()).containsExactly(shape);
        assertThat(FRAMES.centred().slice(2, 3).xyz()).containsExactly(shape);
        assertThat(FRAMES.get(1, 0, 0)).isEqualTo(6);
    }

    @Test
    void whatIsNoWholeNumberOfFramesIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Frames(2, new double[7]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frames(0, new double[0]));
    }
}
