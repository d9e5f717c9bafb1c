package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A law of three numbers from 0 to 3, written one after the other, whose partition function under a target is a sum of
 * 64 terms. Bounds are five standard errors over the populations: a false alarm in 1.7 million.
 */
class TwistedSamplingTest {
    private static final int VALUES = 4;
    private static final int STEPS = 3;
    private static final int POPULATIONS = 4000;

    private static double probability(int[] before, int step, int value) {
        double all = 0;
        double mine = 0;
        for (int v = 0; v < VALUES; v++) {
            int sum = step;
            for (int s = 0; s < step; s++) {
                sum += before[s] * (s + 1);
            }
            double weight = 1 + (v * 7 + sum * 5) % 6;
            all += weight;
            mine = v == value ? weight : mine;
        }
        return mine / all;
    }

    /** Some states have much less weight than the law gives them, a quarter has none. */
    private static double reducedEnergy(double a, double b, double c) {
        int state = (int) (a * 16 + b * 4 + c);
        return state % 4 == 1 ? Double.POSITIVE_INFINITY : (state * 37 % 23) / 4.0 - 2 * a;
    }

    private static final Target TARGET = new Target() {
        @Override
        public int atoms() {
            return 1;
        }

        @Override
        public Evaluation evaluate(Frames frames) {
            double[] u = IntStream.range(0, frames.count())
                    .mapToDouble(f -> reducedEnergy(frames.get(f, 0, 0), frames.get(f, 0, 1), frames.get(f, 0, 2)))
                    .toArray();
            Exclusion[] exclusion = Arrays.stream(u)
                    .mapToObj(x -> Double.isFinite(x) ? Exclusion.NONE : Exclusion.OUTSIDE_WINDOW)
                    .toArray(Exclusion[]::new);
            return new Evaluation(u, u, exclusion);
        }
    };

    /** Cuts the first number below 2 from what is drawn. */
    private static final Control LARGE = Control.window(new float[][] {{0, 0, 1, 1}, null, null});

    /** @param control cuts values from what is drawn; the others are renormalised */
    private record Toy(Control control) implements SequentialProposal {
        private double share(int[] before, int step, int value) {
            float[] shares = control.bins(step);
            if (shares == null) {
                return probability(before, step, value);
            }
            double left = IntStream.range(0, VALUES)
                    .mapToDouble(v -> shares[v] * probability(before, step, v))
                    .sum();
            return shares[value] * probability(before, step, value) / left;
        }

        @Override
        public int atoms() {
            return 1;
        }

        @Override
        public int steps() {
            return STEPS;
        }

        @Override
        public BitSet placed(int step) {
            return BitSet.valueOf(new long[] {1});
        }

        @Override
        public Population begin(Seed seed, long number, int particles) {
            RandomStream random = seed.stream("toy", number);
            int[][] values = new int[particles][STEPS];
            double[] log = new double[particles];
            return new Population() {
                private int done;

                @Override
                public void advance(int to) {
                    for (; done < to; done++) {
                        for (int i = 0; i < particles; i++) {
                            double u = random.nextDouble();
                            int v = 0;
                            while (v < VALUES - 1 && u >= share(values[i], done, v)) {
                                u -= share(values[i], done, v++);
                            }
                            values[i][done] = v;
                            log[i] += Math.log(share(values[i], done, v));
                        }
                    }
                }

                @Override
                public double[] logProbability() {
                    return log.clone();
                }

                @Override
                public Frames expected() {
                    double[] xyz = new double[3 * particles];
                    for (int i = 0; i < particles; i++) {
                        for (int s = 0; s < done; s++) {
                            xyz[3 * i + s] = values[i][s];
                        }
                    }
                    return new Frames(1, xyz);
                }

                @Override
                public void select(int[] ancestors) {
                    for (int i = 0; i < particles; i++) {
                        assertThat(ancestors[ancestors[i]]).isEqualTo(ancestors[i]);
                        values[i] = values[ancestors[i]].clone();
                        log[i] = log[ancestors[i]];
                    }
                }

                @Override
                public Proposal.Draw finish() {
                    return new Proposal.Draw(expected(), log.clone());
                }
            };
        }
    }

    private static double exact(boolean firstIsLarge) {
        double z = 0;
        for (int state = firstIsLarge ? 32 : 0; state < 64; state++) {
            int first = state / 16;
            int second = state / 4 % 4;
            z += Math.exp(-reducedEnergy(first, second, state % 4));
        }
        return z;
    }

    /** Plain, a twist that helps, and one that is wrong in every way; resampled never, sometimes, always. */
    @ParameterizedTest
    @CsvSource({"none, 0.5", "energy, 0", "energy, 0.5", "energy, 1", "bad, 0.7", "bad, 1", "learned, 0.6"})
    void partitionFunctionsAndAveragesAreUnbiasedWhateverTheTwist(String kind, double threshold) {
        int[] checkpoints = {1, 2};
        Seed seed = new Seed(5).child(kind);
        Control twist = switch (kind) {
            case "bad" ->
                new Control() {
                    @Override
                    public double[] logPrefix(Unfinished unfinished) {
                        int k = unfinished.checkpoint();
                        return IntStream.range(0, unfinished.logProbability().length)
                                .mapToDouble(i ->
                                        3 * Math.sin(unfinished.expected().get(i, 0, k) * 5 + k))
                                .toArray();
                    }
                };
            default ->
                WeightTwist.of(
                        WeightTwist.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                        new Toy(Control.NONE),
                        checkpoints,
                        TARGET,
                        200,
                        seed.child("pilot"));
        };
        TwistedSampling sampling = new TwistedSampling(new Toy(Control.NONE), checkpoints, twist, 12, threshold);
        double sum = 0;
        double square = 0;
        double part = 0;
        double partSquare = 0;
        int resampled = 0;
        for (int p = 0; p < POPULATIONS; p++) {
            TwistedSampling.Population population = sampling.run(TARGET, seed, p);
            double z = Math.exp(population.logPartition());
            double large = 0;
            for (int i = 0; i < 12; i++) {
                boolean counts = population.draw().frames().get(i, 0, 0) >= 2;
                large += counts ? Math.exp(population.logWeights()[i]) / 12 : 0;
            }
            sum += z;
            square += z * z;
            part += large;
            partSquare += large * large;
            resampled += population.resampled()[1] ? 1 : 0;
        }
        assertThat(resampled > 0).isEqualTo(threshold > 0 && !kind.equals("none"));
        assertMean(sum, square, exact(false));
        assertMean(part, partSquare, exact(true));
    }

    /** Bins cut to a window, a bias on the whole, and a twist by the controlled energy, all at once. */
    @Test
    void controlsAtAllPlacesGiveTheControlledPartitionFunction() {
        int[] checkpoints = {1, 2};
        Seed seed = new Seed(6);
        Control bias = Control.weight((xyz, offset) -> -0.4 * Math.pow(xyz[offset + 1] - 2, 2));
        Control window = Control.weight((xyz, offset) -> xyz[offset + 2] > 0 ? 0 : Double.NEGATIVE_INFINITY);
        Control all = Control.product(bias, window, LARGE);
        Toy narrowed = new Toy(all);
        Target controlled = new ControlledTarget(TARGET, all);
        Control twist =
                WeightTwist.of(WeightTwist.Kind.ENERGY, narrowed, checkpoints, controlled, 200, seed.child("pilot"));
        TwistedSampling sampling = new TwistedSampling(narrowed, checkpoints, twist, 12, 0.5);
        double sum = 0;
        double square = 0;
        for (int p = 0; p < POPULATIONS; p++) {
            double z = Math.exp(sampling.run(controlled, seed, p).logPartition());
            sum += z;
            square += z * z;
        }
        double exact = 0;
        for (int state = 32; state < 64; state++) {
            int first = state / 16;
            int second = state / 4 % 4;
            int third = state % 4;
            exact += third > 0 ? Math.exp(-reducedEnergy(first, second, third) - 0.4 * Math.pow(second - 2, 2)) : 0;
        }
        assertMean(sum, square, exact);
    }

    private static void assertMean(double sum, double square, double expected) {
        double mean = sum / POPULATIONS;
        double error = Math.sqrt((square / POPULATIONS - mean * mean) / POPULATIONS);
        assertThat(error).isLessThan(0.05 * expected);
        assertThat(mean).isCloseTo(expected, within(5 * error));
    }

    @Test
    void whoIsKeptStaysAndCopiesAreInProportion() {
        double[] share = {0.5, 0, 0.25, 0, 0.125, 0.125, 0, 0};
        int[] ancestors = TwistedSampling.systematic(share, 0.5);
        assertThat(ancestors[0]).isZero();
        assertThat(IntStream.of(ancestors).filter(a -> a == 0).count()).isEqualTo(4);
        assertThat(IntStream.of(ancestors).filter(a -> a == 2).count()).isEqualTo(2);
        assertThat(ancestors[4]).isEqualTo(4);
        assertThat(ancestors[5]).isEqualTo(5);
        RandomStream random = new Seed(1).stream("shares", 0);
        for (int n = 0; n < 1000; n++) {
            double[] any = random.doubles(20).map(x -> x < 0.5 ? 0 : x).toArray();
            any[3] = 1;
            double total = Arrays.stream(any).sum();
            double[] normalised = Arrays.stream(any).map(x -> x / total).toArray();
            int[] chosen = TwistedSampling.systematic(normalised, random.nextDouble());
            for (int i = 0; i < 20; i++) {
                int source = i;
                long copies = IntStream.of(chosen).filter(a -> a == source).count();
                assertThat((double) copies)
                        .isBetween(Math.floor(20 * normalised[i] - 1e-9), Math.ceil(20 * normalised[i] + 1e-9));
                assertThat(chosen[chosen[i]]).isEqualTo(chosen[i]);
            }
        }
    }

    @Test
    void populationsAreFunctionsOfTheirNumberAndMakeOneEnsemble() {
        TwistedSampling sampling = new TwistedSampling(new Toy(Control.NONE), new int[] {2}, Control.NONE, 6, 0.5);
        List<TwistedSampling.Population> all = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            all.add(sampling.run(TARGET, new Seed(9), p));
        }
        assertThat(sampling.run(TARGET, new Seed(9), 1).logWeights())
                .isEqualTo(all.get(1).logWeights());
        Ensemble together = TwistedSampling.together(all, 1, ImportanceWeights.Treatment.NONE);
        assertThat(together.count()).isEqualTo(18);
        assertThat(together.weights().rawLogWeights()[7]).isEqualTo(all.get(1).logWeights()[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TwistedSampling(new Toy(Control.NONE), new int[] {3}, Control.NONE, 6, 0.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TwistedSampling(new Toy(Control.NONE), new int[] {1}, Control.NONE, 1, 0.5));
    }
}
