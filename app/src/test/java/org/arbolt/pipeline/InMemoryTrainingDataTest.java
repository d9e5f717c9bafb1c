package org.arbolt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Test;

/** Which frames training sees. */
class InMemoryTrainingDataTest {

    @Test
    void wholeLaddersAreHeldOut() {
        InMemoryTrainingData of32 = split(32, 10);
        assertThat(of32.learned().getFirst().trajectory().ladders()).isEqualTo(31);
        assertThat(of32.judging().getFirst().trajectory().ladder()).hasSize(10).containsOnly(31);
        InMemoryTrainingData of40 = split(40, 3);
        assertThat(of40.learned().getFirst().trajectory().count()).isEqualTo(38 * 3);
        assertThat(of40.judging().getFirst().trajectory().ladder()).containsOnly(38, 39);
    }

    @Test
    void ofFewLaddersTheEndOfTheirTimeIsHeldOut() {
        InMemoryTrainingData split = split(4, 100);
        assertThat(split.learned().getFirst().trajectory().energy())
                .containsExactly(IntStream.range(0, 380).asDoubleStream().toArray());
        assertThat(split.judging().getFirst().trajectory().ladder()).contains(0, 1, 2, 3);
    }

    /** Frames of ladders side by side; the energy is the number of the frame. */
    private static InMemoryTrainingData split(int ladders, int framesOfEach) {
        int frames = ladders * framesOfEach;
        Trajectory all = new Trajectory(
                new Frames(1, new double[3 * frames]),
                IntStream.range(0, frames).asDoubleStream().toArray(),
                IntStream.range(0, frames).map(f -> f % ladders).toArray(),
                Trajectory.unknownWalkers(frames));
        return InMemoryTrainingData.split(List.of(new PeptideData("A", null, all, 300)));
    }
}
