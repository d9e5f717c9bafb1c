package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.arbolt.math.Estimate;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Observable;
import org.arbolt.molecule.Region;
import org.junit.jupiter.api.Test;

/**
 * Averages and their errors from a Gaussian pair with a known answer: one particle, drawn from N(0, 1.3²) in each
 * direction, weighed by N(0, 1).
 */
class EnsembleTest {
    private static final double WIDTH = 1.3;
    private static final int REPETITIONS = 400;
    private static final int SAMPLES = 1000;
    private static final Observable X = (frames, f) -> frames.get(f, 0, 0);
    private static final Observable SQUARE = (frames, f) -> X.of(frames, f) * X.of(frames, f);
    private static final Region RIGHT = Region.between(X, 1, Double.POSITIVE_INFINITY); // Φ(−1)
    private static final Region LEFT = Region.between(X, Double.NEGATIVE_INFINITY, 0); // 1/2
    private static final double RIGHT_POPULATION = 0.15865525393145707;

    private record Gaussian(double width) implements Proposal, Target {
        @Override
        public int atoms() {
            return 1;
        }

        @Override
        public Draw draw(Seed seed, long first, int count) {
            Frames frames = Frames.allocate(count, 1);
            for (int f = 0; f < count; f++) {
                RandomStream random = seed.stream("gaussian", first + f);
                for (int axis = 0; axis < 3; axis++) {
                    frames.xyz()[3 * f + axis] = width * random.nextGaussian();
                }
            }
            return new Draw(frames, logDensity(frames));
        }

        @Override
        public double[] logDensity(Frames frames) {
            return Arrays.stream(evaluate(frames).reducedEnergy())
                    .map(u -> -u - 1.5 * Math.log(2 * Math.PI * width * width))
                    .toArray();
        }

        @Override
        public Evaluation evaluate(Frames frames) {
            Observable energy = (all, f) -> {
                double squares = 0;
                for (int axis = 0; axis < 3; axis++) {
                    squares += all.get(f, 0, axis) * all.get(f, 0, axis);
                }
                return squares / (2 * width * width);
            };
            Exclusion[] none = new Exclusion[frames.count()];
            Arrays.fill(none, Exclusion.NONE);
            return new Evaluation(energy.of(frames), energy.of(frames), none);
        }
    }

    private static Ensemble ensemble(long seed) {
        return Ensemble.of(
                new Gaussian(WIDTH).draw(new Seed(seed), 0, SAMPLES),
                new Gaussian(1),
                ImportanceWeights.Treatment.NONE);
    }

    @Test
    void meansOfAKnownPairScatterAsTheirErrorsSay() {
        assertScatter(ensemble -> ensemble.mean(SQUARE), 1);
    }

    @Test
    void populationsOfAKnownPairScatterAsTheirErrorsSay() {
        assertScatter(ensemble -> ensemble.population(RIGHT), RIGHT_POPULATION);
    }

    @Test
    void freeEnergiesOfAKnownPairScatterAsTheirErrorsSay() {
        assertScatter(ensemble -> ensemble.freeEnergy(RIGHT), -Math.log(RIGHT_POPULATION));
        assertScatter(ensemble -> ensemble.freeEnergy(RIGHT, LEFT), -Math.log(RIGHT_POPULATION / 0.5));
    }

    /** One to four copies of each sample, which share its weight. */
    @Test
    void meansOfCopiesScatterAsTheirErrorsSay() {
        assertScatter(ensemble -> copied(ensemble).mean(SQUARE), 1);
        Ensemble copied = copied(ensemble(1));
        assertThat(copied.blocks()).hasNumberOfRows(SAMPLES);
        assertThat(copied.blocks()[6]).containsExactly(13, 14, 15); // behind 1 + 2 + 3 + 4 and 1 + 2
    }

    private static Ensemble copied(Ensemble ensemble) {
        int[] groups = IntStream.range(0, SAMPLES)
                .flatMap(f -> IntStream.range(0, 1 + f % 4).map(_ -> f))
                .toArray();
        Frames frames = Frames.allocate(groups.length, 1);
        double[] logWeights = new double[groups.length];
        for (int i = 0; i < groups.length; i++) {
            int f = groups[i];
            System.arraycopy(ensemble.frames().xyz(), 3 * f, frames.xyz(), 3 * i, 3);
            logWeights[i] = ensemble.weights().rawLogWeights()[f] - Math.log(1 + f % 4);
        }
        return new Ensemble(
                frames,
                new double[groups.length],
                new Gaussian(1).evaluate(frames),
                ImportanceWeights.ofRaw(logWeights, ImportanceWeights.Treatment.NONE),
                groups);
    }

    /**
     * Deviations in units of the error are standard normal: over 400 repetitions their mean is 0 ± 0.05 and their mean
     * square 1 ± 0.07. Both at five standard errors, a false alarm in 10⁶ seeds; an error that is wrong by a fifth
     * would be seen.
     */
    private static void assertScatter(Function<Ensemble, Estimate> quantity, double exact) {
        double mean = 0;
        double square = 0;
        for (int r = 0; r < REPETITIONS; r++) {
            Estimate estimate = quantity.apply(ensemble(r));
            double deviation = (estimate.value() - exact) / estimate.error();
            mean += deviation / REPETITIONS;
            square += deviation * deviation / REPETITIONS;
        }
        assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(REPETITIONS)));
        assertThat(square).isCloseTo(1, within(5 * Math.sqrt(2.0 / REPETITIONS)));
    }

    @Test
    void aRegionAndTheRestShareAllWeightAndTheErrorOfTheirFreeEnergiesKnowsIt() {
        Ensemble ensemble = ensemble(1);
        Estimate inside = ensemble.population(RIGHT);
        Estimate outside = ensemble.population(RIGHT.not());
        assertThat(inside.value() + outside.value()).isCloseTo(1, within(1e-12));
        assertThat(inside.error()).isCloseTo(outside.error(), within(1e-12));
        double p = inside.value(); // d/dp of −ln(p/(1−p)) is −1/(p(1−p))
        assertThat(ensemble.freeEnergy(RIGHT, RIGHT.not()).error())
                .isCloseTo(inside.error() / (p * (1 - p)), within(1e-12));
        assertThat(ensemble.freeEnergy(RIGHT, RIGHT)).isEqualTo(new Estimate(-0.0, 0));
    }

    @Test
    void aRegionThatNoSampleSawIsInfinitelyHighAndItsErrorNotKnown() {
        Region far = Region.between(X, 1e6, 1e7);
        assertThat(ensemble(1).freeEnergy(far)).isEqualTo(Estimate.of(Double.POSITIVE_INFINITY));
        assertThat(ensemble(1).freeEnergy(LEFT, far)).isEqualTo(Estimate.of(Double.NEGATIVE_INFINITY));
        assertThat(ensemble(1).freeEnergy(far, far).isMissing()).isTrue();
    }
}
