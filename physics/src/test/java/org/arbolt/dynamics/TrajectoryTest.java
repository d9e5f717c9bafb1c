package org.arbolt.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Test;

class TrajectoryTest {
    private static final Trajectory SIX = new Trajectory(
            Frames.allocate(6, 1), new double[6], new int[] {0, 1, 3, 0, 1, 3}, Trajectory.unknownWalkers(6));

    @Test
    void halvesAreOfEvenAndOddLadders() {
        assertThat(SIX.half(0)).containsExactly(0, 3);
        assertThat(SIX.half(1)).containsExactly(1, 2, 4, 5);
    }

    @Test
    void laddersWithoutFramesAreLeftOut() {
        assertThat(SIX.ladders()).isEqualTo(4);
        assertThat(SIX.byLadder()).isDeepEqualTo(new int[][] {{0, 3}, {1, 4}, {2, 5}});
    }

    @Test
    void aSingleLadderIsHalvedInTime() {
        Trajectory single = Trajectory.unordered(Frames.allocate(4, 1), new double[4]);

        assertThat(single.half(0)).containsExactly(0, 1);
        assertThat(single.half(1)).containsExactly(2, 3);
    }

    @Test
    void everyFrameNeedsAnEnergy() {
        assertThatThrownBy(() -> Trajectory.unordered(Frames.allocate(3, 1), new double[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
