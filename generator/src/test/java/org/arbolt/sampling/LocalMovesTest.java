package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.forcefield.Potential;
import org.arbolt.math.Estimate;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.molecule.Frames;
import org.arbolt.units.Units;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two atoms on a spring, whose distance has the density r² exp(−k (r − r₀)²/2kT): every mean is an integral. Each
 * comparison is at five standard errors; with the seeds below and 30 of them the false-alarm rate is 2e-5.
 */
class LocalMovesTest {
    private static final double KELVIN = 300;
    private static final double KT = Units.thermalEnergy(KELVIN);
    private static final double SPRING = 2000; // kJ/mol/nm²
    private static final double LENGTH = 0.15; // nm
    private static final int COUNT = 20_000;

    private static final Potential POTENTIAL = Potential.of(new double[] {12, 16}, (xyz, forces) -> {
        double r = distance(xyz, 0);
        double push = -SPRING * (r - LENGTH) / r;
        for (int axis = 0; forces != null && axis < 3; axis++) {
            forces[axis] = push * (xyz[axis] - xyz[3 + axis]);
            forces[3 + axis] = -forces[axis];
        }
        return 0.5 * SPRING * (r - LENGTH) * (r - LENGTH);
    });

    private static double distance(double[] xyz, int offset) {
        return Math.sqrt(IntStream.range(0, 3)
                .mapToDouble(axis -> Math.pow(xyz[offset + axis] - xyz[offset + 3 + axis], 2))
                .sum());
    }

    /** ∫ f(r) r² exp(−U/kT) dr over r > least. */
    private static double integral(DoubleUnaryOperator f, double kt, double least) {
        double step = 1e-5;
        return IntStream.range(0, 60_000)
                .mapToDouble(i -> least + (i + 0.5) * step)
                .map(r ->
                        f.applyAsDouble(r) * r * r * Math.exp(-0.5 * SPRING * (r - LENGTH) * (r - LENGTH) / kt) * step)
                .sum();
    }

    private static double mean(double least) {
        return integral(r -> r, KT, least) / integral(_ -> 1, KT, least);
    }

    /** Distances drawn uniformly from (0.05, 0.3) nm, in a random direction; log-weights by the target. */
    private static double[] start(Frames frames, double least) {
        RandomStream random = new Seed(5).stream("start", 0);
        double[] logWeight = new double[frames.count()];
        for (int i = 0; i < logWeight.length; i++) {
            double r = 0.05 + 0.25 * random.nextDouble();
            double[] direction =
                    random.doubles(3).map(_ -> random.nextGaussian()).toArray();
            double norm = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
            for (int axis = 0; axis < 3; axis++) {
                frames.xyz()[6 * i + axis] = random.nextGaussian();
                frames.xyz()[6 * i + 3 + axis] = frames.xyz()[6 * i + axis] + r * direction[axis] / norm;
            }
            logWeight[i] = r > least
                    ? 2 * Math.log(r) + Math.log(0.25) - 0.5 * SPRING * (r - LENGTH) * (r - LENGTH) / KT
                    : Double.NEGATIVE_INFINITY;
        }
        return logWeight;
    }

    private static double[] distances(Frames frames) {
        return IntStream.range(0, frames.count())
                .mapToDouble(i -> distance(frames.xyz(), 6 * i))
                .toArray();
    }

    private static LocalMoves.Support above(double least) {
        return (frames, _) -> {
            boolean[] holds = new boolean[frames.count()];
            for (int i = 0; i < holds.length; i++) {
                holds[i] = distance(frames.xyz(), 6 * i) > least;
            }
            return holds;
        };
    }

    private static LocalMoves moves(LocalMoves.Kind kind, double least, LocalMoves.State from) {
        return new LocalMoves(
                POTENTIAL,
                above(least),
                from,
                kind,
                kind == LocalMoves.Kind.HMC ? 5 : 1,
                new Seed(7).child(kind.toString()));
    }

    /** Resampled and moved, at once and cooled from 900 K, on all space and on what lies above 0.15 nm. */
    @ParameterizedTest
    @EnumSource
    void annealedMeansAreThoseOfTheTarget(LocalMoves.Kind kind) {
        for (double hottest : new double[] {KELVIN, 900}) {
            for (double least : new double[] {0, LENGTH}) {
                Frames frames = Frames.allocate(COUNT, 2);
                double[] logWeight = start(frames, least);
                LocalMoves moves = moves(kind, least, LocalMoves.State.of(POTENTIAL, frames));
                AnnealedSampling annealed = new AnnealedSampling(4, hottest, KELVIN, 0.9);
                AnnealedSampling.State result = annealed.run(
                        moves, annealed.begin(moves.energy(), logWeight), new Seed(9), _ -> {}, Progress.NONE);
                Estimate found = Estimate.weighted(
                        distances(frames), Weights.of(result.logWeight()).share());
                // copies made at the start and moved a few times are worth fewer: the start's own error is added
                double error = found.error()
                        + Estimate.weighted(distances(frames), lineages(result)).error();
                assertThat(found.value()).isCloseTo(mean(least), within(5 * error));
                double logZ = Math.log(Arrays.stream(result.logWeight())
                        .map(Math::exp)
                        .average()
                        .orElseThrow());
                assertThat(logZ).isCloseTo(Math.log(integral(_ -> 1, KT, least)), within(0.05));
            }
        }
    }

    /** Shares of samples of which only one of each ancestor counts. */
    private static double[] lineages(AnnealedSampling.State result) {
        boolean[] seen = new boolean[result.ancestor().length];
        double[] share = new double[seen.length];
        int count = (int) Arrays.stream(result.ancestor()).distinct().count();
        for (int i = 0; i < share.length; i++) {
            share[i] = seen[result.ancestor()[i]] ? 0 : 1.0 / count;
            seen[result.ancestor()[i]] = true;
        }
        return share;
    }

    /** Uniformly drawn distances accepted as global moves, and local ones: chains have the target's mean. */
    @Test
    void chainsHaveTheTargetsMean() {
        Frames state = Frames.allocate(200, 2);
        start(state, 0);
        LocalMoves local = new LocalMoves(
                POTENTIAL,
                above(0),
                LocalMoves.State.of(POTENTIAL, state),
                LocalMoves.Kind.MALA,
                1,
                new Seed(3).child("moves"));
        double[] byChain = new double[200];
        ModelChains.State result = chains(2000)
                .run(
                        local,
                        ModelChains.State.BEGIN,
                        new Seed(3),
                        now -> {
                            double[] of = distances(local.frames());
                            for (int k = 0; now.steps() > 200 && k < of.length; k++) { // a tenth is left out
                                byChain[k] += of[k] / (2000 - 200);
                            }
                        },
                        Progress.NONE);
        Estimate found = Estimate.ofIndependent(byChain);
        assertThat(found.value()).isCloseTo(mean(0), within(5 * found.error()));
        assertThat(result.globalAcceptance(200)).isBetween(0.05, 0.9);
        assertThat(result.localAcceptance()).isGreaterThan(0.5); // steps have a bound, and the spring is soft
    }

    private static ModelChains chains(int steps) {
        return new ModelChains(new Uniform(), LocalMovesTest::reduced, KT, 0.5, steps);
    }

    /** A copy of where moves are, as a file would have it. */
    private static LocalMoves.State copy(LocalMoves.State state) {
        return new LocalMoves.State(
                new Frames(2, state.frames().xyz().clone()),
                state.energy().clone(),
                state.forces().clone(),
                state.stepPs(),
                state.adapts(),
                state.moves(),
                state.evaluations());
    }

    private static void assertSame(LocalMoves.State found, LocalMoves.State expected) {
        assertThat(found.frames().xyz()).isEqualTo(expected.frames().xyz());
        assertThat(found).usingRecursiveComparison().isEqualTo(expected);
    }

    /** Cooled, resampled, some samples without a weight: from the state after any move the end is the same. */
    @ParameterizedTest
    @EnumSource
    void annealingGoesOnToTheBit(LocalMoves.Kind kind) {
        Frames frames = Frames.allocate(300, 2);
        double[] logWeight = start(frames, LENGTH);
        LocalMoves moves = moves(kind, LENGTH, LocalMoves.State.of(POTENTIAL, frames));
        AnnealedSampling annealed = new AnnealedSampling(3, 900, KELVIN, 0.9);
        List<AnnealedSampling.State> states = new ArrayList<>();
        List<LocalMoves.State> places = new ArrayList<>();
        AnnealedSampling.State end = annealed.run(
                moves,
                annealed.begin(moves.energy(), logWeight),
                new Seed(9),
                state -> {
                    states.add(state);
                    places.add(copy(moves.state()));
                },
                Progress.NONE);
        assertThat(end.steps()).hasSizeGreaterThan(9);
        assertThat(Arrays.stream(end.ancestor()).distinct().count()).isLessThan(300); // it was resampled
        for (int i = 0; i < states.size(); i++) {
            LocalMoves again = moves(kind, LENGTH, places.get(i));
            AnnealedSampling.State found = annealed.run(again, states.get(i), new Seed(9), _ -> {}, Progress.NONE);
            assertThat(found)
                    .as("after move " + (i + 1))
                    .usingRecursiveComparison()
                    .isEqualTo(end);
            assertSame(again.state(), moves.state());
        }
    }

    /** From the state after any step, of either kind, before and after equilibration, the end is the same. */
    @ParameterizedTest
    @EnumSource(names = {"MALA", "HMC"})
    void chainsGoOnToTheBit(LocalMoves.Kind kind) {
        Frames frames = Frames.allocate(20, 2);
        start(frames, 0);
        LocalMoves local = moves(kind, 0, LocalMoves.State.of(POTENTIAL, frames));
        ModelChains chains = chains(60);
        List<ModelChains.State> states = new ArrayList<>();
        List<LocalMoves.State> places = new ArrayList<>();
        ModelChains.State end = chains.run(
                local,
                ModelChains.State.BEGIN,
                new Seed(3),
                state -> {
                    states.add(state);
                    places.add(copy(local.state()));
                },
                Progress.NONE);
        assertThat(end.globalMoves()).isBetween(10L, 50L);
        assertThat(end.accepted()).isPositive();
        for (int i = 0; i < states.size(); i++) {
            LocalMoves again = moves(kind, 0, places.get(i));
            ModelChains.State found = chains.run(again, states.get(i), new Seed(3), _ -> {}, Progress.NONE);
            assertThat(found)
                    .as("after step " + (i + 1))
                    .usingRecursiveComparison()
                    .isEqualTo(end);
            assertSame(again.state(), local.state());
        }
    }

    private static double[] reduced(Frames frames) {
        double[] u = POTENTIAL.energies(frames);
        return Arrays.stream(u).map(x -> x / KT).toArray();
    }

    /** Pairs as {@link #start} draws them, their centroids anywhere: the density of a distance is 4 per nm. */
    private static final class Uniform implements Proposal {
        @Override
        public int atoms() {
            return 2;
        }

        @Override
        public Draw draw(Seed seed, long first, int count) {
            Frames frames = Frames.allocate(count, 2);
            for (int i = 0; i < count; i++) {
                RandomStream random = seed.stream("draw", first + i);
                double r = 0.05 + 0.25 * random.nextDouble();
                double z = 2 * random.nextDouble() - 1;
                double turn = 2 * Math.PI * random.nextDouble();
                double across = Math.sqrt(1 - z * z);
                double[] direction = {across * Math.cos(turn), across * Math.sin(turn), z};
                for (int axis = 0; axis < 3; axis++) {
                    frames.xyz()[6 * i + 3 + axis] = r * direction[axis];
                }
            }
            return new Draw(frames, logDensity(frames));
        }

        /** Of the vector between the atoms, up to a constant. */
        @Override
        public double[] logDensity(Frames frames) {
            return IntStream.range(0, frames.count())
                    .mapToDouble(i -> distance(frames.xyz(), 6 * i))
                    .map(r -> r > 0.05 && r < 0.3 ? -2 * Math.log(r) : Double.NEGATIVE_INFINITY)
                    .toArray();
        }
    }
}
