package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Molecule;
import org.arbolt.peptide.Peptide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A molecule that is stretched along x and along y by two slow processes, walkers changing rungs at random all the
 * time.
 */
class TicaPlaneTest {
    private static final Molecule MOLECULE = Peptide.of("Ace-A-Nme");
    private static final int LADDERS = 8;
    private static final int RUNGS = 2;
    private static final int MOMENTS = 400;
    private static final int COUNT = LADDERS * RUNGS * MOMENTS;
    private static final TicaPlane.Timing TIMING = new TicaPlane.Timing(RUNGS, 0.5);

    /** What a frame is called: the number of its walker, of its rung, or nothing. */
    private enum Series {
        WALKER,
        RUNG,
        UNKNOWN
    }

    private static Trajectory trajectory(double persistence, Series series) {
        RandomStream random = new Seed(8).stream("frames", 0);
        Frames frames = Frames.allocate(COUNT, 22);
        int[] ladder = new int[COUNT];
        int[] number = new int[COUNT];
        double[][] hidden = new double[LADDERS * RUNGS][2];
        for (int f = 0; f < COUNT; f += RUNGS) {
            int first = random.nextInt(RUNGS); // walker at rung 0
            for (int rung = 0; rung < RUNGS; rung++) {
                ladder[f + rung] = f / RUNGS % LADDERS;
                int walker = (first + rung) % RUNGS;
                number[f + rung] = switch (series) {
                    case WALKER -> walker;
                    case RUNG -> rung;
                    case UNKNOWN -> Trajectory.UNKNOWN;
                };
                double[] state = hidden[ladder[f + rung] * RUNGS + walker];
                for (int k = 0; k < 2; k++) {
                    state[k] =
                            persistence * state[k] + Math.sqrt(1 - persistence * persistence) * random.nextGaussian();
                }
                stretch(state, frames.xyz(), 66 * (f + rung), random);
            }
        }
        return new Trajectory(frames, new double[COUNT], ladder, number);
    }

    private static void stretch(double[] state, double[] xyz, int at, RandomStream random) {
        for (int i = 0; i < 66; i++) {
            double factor = i % 3 == 2 ? 1 : 1 + 0.1 * state[i % 3];
            xyz[at + i] = factor * MOLECULE.xyz()[i] + 0.002 * random.nextGaussian();
        }
    }

    private static TicaPlane plane(Trajectory trajectory) {
        return TicaPlane.of(
                MOLECULE.topology(),
                trajectory,
                TIMING,
                TicaPlane.LONGEST_REMEMBERED,
                new Seed(1).stream("clusters", 0),
                Progress.NONE);
    }

    /**
     * 0.75⁵ = 0.24 counts as remembered, 0.75¹⁰ = 0.06 does not. 3200 pairs: a standard error of 0.02 or so,
     * five of them either way, false alarm 6e-7 each; the seed is fixed.
     */
    @Tag("slow")
    @Test
    void theLagIsTheLongestThatIsRemembered() {
        TicaPlane plane = plane(trajectory(0.75, Series.WALKER));
        assertThat(plane.facts().lagFrames()).isEqualTo(5);
        assertThat(plane.facts().lagPs()).isEqualTo(2.5);
        assertThat(plane.facts().memory()[0]).isBetween(0.14, 0.34);
        assertThat(plane.facts().memory()[1]).isBetween(0.14, 0.34);
    }

    @Tag("slow")
    @Test
    void whatIsForgottenAtOnceHasNoPlane() {
        assertThat(plane(trajectory(0, Series.WALKER))).isNull();
    }

    /** Two shapes differ in one direction, which makes a line. */
    @Test
    void molecularMotionOnALineHasNoPlane() {
        Trajectory two = trajectory(0.75, Series.WALKER);
        for (int f = 0; f < COUNT; f++) {
            double stretched = two.frames().xyz()[66 * f] > MOLECULE.xyz()[0] ? 1.1 : 1;
            for (int i = 0; i < 66; i++) {
                two.frames().xyz()[66 * f + i] = stretched * MOLECULE.xyz()[i];
            }
        }
        TicaPlane plane =
                TicaPlane.of(MOLECULE.topology(), two, TIMING, 1, new Seed(1).stream("clusters", 0), Progress.NONE);
        assertThat(plane).isNull();
    }

    /**
     * Rungs hand their molecules on: one of two frames is another molecule's, 0.75 becomes 0.38 a frame later, 0.08
     * five.
     */
    @Test
    void rungsAreNoTimeSeries() {
        TicaPlane plane = plane(trajectory(0.75, Series.RUNG));
        assertThat(plane.facts().lagFrames()).isLessThan(5);
        assertThat(plane(trajectory(0.75, Series.UNKNOWN))).isNull();
    }

    /** Perfect samples are as far away as the halves from each other; twice as wide a distribution, much farther. */
    @Tag("slow")
    @Test
    void distancesInThePlaneTellDistributionsApart() {
        Trajectory reference = trajectory(0.75, Series.WALKER);
        ComparisonFeatures measures = new ComparisonFeatures(2.5, List.of(), List.of(), plane(reference));
        ComparisonFeatures.Points even = points(measures, reference, 0);
        ComparisonFeatures.Points odd = points(measures, reference, 1);
        Frames wide = reference.frames().select(IntStream.range(0, COUNT / 2).toArray());
        for (int i = 0; i < wide.xyz().length; i++) {
            wide.xyz()[i] += wide.xyz()[i] - MOLECULE.xyz()[i % 66];
        }
        ComparisonFeatures.Points other = measures.points(
                wide, new double[COUNT / 2], IntStream.range(0, COUNT / 2).toArray());
        double floor = measures.slowDistance(even, odd, Progress.NONE);
        assertThat(floor).isPositive();
        assertThat(measures.slowDistance(other, odd, Progress.NONE)).isGreaterThan(5 * floor);
        assertThat(measures.slowDivergence(even, odd)).isBetween(0.0, 0.01);
        assertThat(measures.slowDivergence(other, odd)).isBetween(0.05, 1.0);
    }

    private static ComparisonFeatures.Points points(ComparisonFeatures measures, Trajectory trajectory, int parity) {
        return measures.points(
                trajectory.frames(),
                trajectory.energy(),
                IntStream.range(0, COUNT)
                        .filter(f -> trajectory.ladder()[f] % 2 == parity)
                        .toArray());
    }
}
