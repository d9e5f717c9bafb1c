package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import org.arbolt.math.Estimate;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reweighting against a known answer: three particles, each in a tilted double well in x that is coupled to a harmonic
 * y, and tied to the particle before it by a harmonic bond in z; drawn from an autoregressive grid proposal that is
 * wrong on purpose. Z and the averages come from quadrature: the Gaussian factors integrate to constants. Checks at
 * five standard errors: a false alarm in 2·10⁶ for each, and the seed is fixed.
 */
class ExactnessTest {
    private static final int SAMPLES = 40_000;
    private static final int PARTICLES = 3;
    private static final double RANGE = 3; // every coordinate lies in ±RANGE up to 1e-13 of the mass
    private static final double SIGMAS = 5;
    private static final double Y_DEVIATION = 0.3;
    private static final double Z_DEVIATION = 0.2;

    private static double well(double x) {
        return 3 * (x * x - 1) * (x * x - 1) + 0.4 * x;
    }

    private static double energy(double x, double y, double z) {
        double dy = (y - 0.5 * x) / Y_DEVIATION;
        return well(x) + 0.5 * dy * dy + 0.5 * z * z / (Z_DEVIATION * Z_DEVIATION);
    }

    /** Where a particle's bond in z begins. */
    private static double anchor(Frames frames, int frame, int particle) {
        return particle == 0 ? 0 : frames.get(frame, particle - 1, 2);
    }

    private static final Target TARGET = new Target() {
        @Override
        public int atoms() {
            return PARTICLES;
        }

        @Override
        public Evaluation evaluate(Frames frames) {
            double[] u = new double[frames.count()];
            for (int f = 0; f < u.length; f++) {
                for (int i = 0; i < PARTICLES; i++) {
                    u[f] += energy(
                            frames.get(f, i, 0), frames.get(f, i, 1), frames.get(f, i, 2) - anchor(frames, f, i));
                }
            }
            Exclusion[] none = new Exclusion[u.length];
            Arrays.fill(none, Exclusion.NONE);
            return new Evaluation(u, u, none);
        }
    };

    /**
     * Conditionals tabulated on V equal bins of ±RANGE, uniform within a bin: the distribution of a grid model without
     * its network.
     */
    private record GridProposal(int bins, Map<Condition, double[]> known) implements Proposal {
        /** What a conditional depends on. */
        private record Condition(int axis, double before) {}

        GridProposal(int bins) {
            this(bins, new ConcurrentHashMap<>());
        }

        @Override
        public int atoms() {
            return PARTICLES;
        }

        /** A broader well; y knows only the bin of x; z is too wide and knows only the bin where its bond begins. */
        private double[] distribution(int axis, double before) {
            DoubleUnaryOperator energy = switch (axis) {
                case 0 -> v -> 0.6 * well(v);
                case 1 -> v -> 0.5 * Math.pow((v - 0.4 * before) / 0.4, 2);
                default -> v -> 0.5 * Math.pow((v - before) / 0.25, 2);
            };
            double[] p = new double[bins];
            Arrays.setAll(p, k -> Math.exp(-energy.applyAsDouble(centre(k))) + 1e-6);
            double sum = Arrays.stream(p).sum();
            return Arrays.stream(p).map(v -> v / sum).toArray();
        }

        private double width() {
            return 2 * RANGE / bins;
        }

        private double centre(int bin) {
            return -RANGE + (bin + 0.5) * width();
        }

        private int bin(double v) {
            return Math.min(bins - 1, (int) ((v + RANGE) / width()));
        }

        /** The distribution of a coordinate given the bins of those drawn before it. */
        private double[] distribution(Frames frames, int frame, int particle, int axis) {
            double before = axis == 2 ? anchor(frames, frame, particle) : frames.get(frame, particle, 0);
            return known.computeIfAbsent(new Condition(axis, centre(bin(before))), c -> distribution(c.axis, c.before));
        }

        @Override
        public Draw draw(Seed seed, long first, int count) {
            Frames frames = Frames.allocate(count, PARTICLES);
            for (int f = 0; f < count; f++) {
                RandomStream random = seed.stream("toy", first + f);
                for (int i = 0; i < 3 * PARTICLES; i++) {
                    double[] probabilities = distribution(frames, f, i / 3, i % 3);
                    int bin = 0;
                    for (double u = random.nextDouble(); bin < bins - 1 && u >= probabilities[bin]; bin++) {
                        u -= probabilities[bin];
                    }
                    frames.xyz()[3 * PARTICLES * f + i] = -RANGE + (bin + random.nextDouble()) * width();
                }
            }
            return new Draw(frames, logDensity(frames));
        }

        @Override
        public double[] logDensity(Frames frames) {
            double[] log = new double[frames.count()];
            Arrays.setAll(log, f -> {
                double sum = 0;
                for (int i = 0; i < 3 * PARTICLES; i++) {
                    sum += Math.log(distribution(frames, f, i / 3, i % 3)[bin(frames.get(f, i / 3, i % 3))] / width());
                }
                return sum;
            });
            return log;
        }
    }

    private static double integral(DoubleUnaryOperator f) {
        int n = 200_000; // midpoint rule of a smooth function that vanishes at the ends: exact to rounding
        double h = 2 * RANGE / n;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += f.applyAsDouble(-RANGE + (i + 0.5) * h);
        }
        return sum * h;
    }

    private static double exactMean(DoubleUnaryOperator f) {
        return integral(x -> f.applyAsDouble(x) * Math.exp(-well(x))) / integral(x -> Math.exp(-well(x)));
    }

    private static double exactLogPartition() {
        return PARTICLES * Math.log(integral(x -> Math.exp(-well(x))) * 2 * Math.PI * Y_DEVIATION * Z_DEVIATION);
    }

    private static Ensemble ensemble(int bins, ImportanceWeights.Treatment treatment) {
        return Ensemble.of(new GridProposal(bins).draw(new Seed(5), 0, SAMPLES), TARGET, treatment);
    }

    /** Of the x of the last particle. */
    private static double[] values(Frames frames, DoubleUnaryOperator f) {
        double[] values = new double[frames.count()];
        Arrays.setAll(values, i -> f.applyAsDouble(frames.get(i, PARTICLES - 1, 0)));
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 600})
    void averagesAndPartitionFunctionAgreeWithQuadrature(int bins) {
        Ensemble ensemble = ensemble(bins, ImportanceWeights.Treatment.NONE);
        DoubleUnaryOperator right = x -> x > 0 ? 1 : 0;
        for (DoubleUnaryOperator f : new DoubleUnaryOperator[] {right, x -> x, x -> x * x}) {
            Estimate mean = ensemble.mean(values(ensemble.frames(), f));
            assertThat(Math.abs(mean.value() - exactMean(f))).isLessThan(SIGMAS * mean.error());
            assertThat(mean.error()).isLessThan(0.02);
        }
        double[] raw = ensemble.weights().rawLogWeights();
        double z = exactLogPartition();
        double[] ratio = Arrays.stream(raw).map(l -> Math.exp(l - z)).toArray(); // mean 1
        double mean = Arrays.stream(ratio).average().orElseThrow();
        double error =
                Math.sqrt(Arrays.stream(ratio).map(r -> (r - mean) * (r - mean)).sum()) / ratio.length;
        assertThat(Math.abs(mean - 1)).isLessThan(SIGMAS * error);
        assertThat(ensemble.weights().logPartition())
                .isEqualTo(z + Math.log(mean), org.assertj.core.data.Offset.offset(1e-9));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {20, 600})
    void aDensityThatIsNotTheOneSampledIsFoundOut(int bins) {
        Proposal.Draw draw = new GridProposal(bins).draw(new Seed(5), 0, SAMPLES);
        double[] wrong = draw.logDensity().clone();
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] += draw.frames().get(i, PARTICLES - 1, 0) > 0 ? 0.2 : 0;
        }
        Ensemble ensemble =
                Ensemble.of(new Proposal.Draw(draw.frames(), wrong), TARGET, ImportanceWeights.Treatment.NONE);
        DoubleUnaryOperator right = x -> x > 0 ? 1 : 0;
        Estimate mean = ensemble.mean(values(ensemble.frames(), right));
        assertThat(Math.abs(mean.value() - exactMean(right))).isGreaterThan(SIGMAS * mean.error());
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {600})
    void smoothingLightTailedWeightsChangesLittle(int bins) {
        Ensemble raw = ensemble(bins, ImportanceWeights.Treatment.NONE);
        Ensemble smoothed = ensemble(bins, ImportanceWeights.Treatment.PSIS);
        assertThat(smoothed.weights().paretoShape()).isLessThan(0.7);
        Estimate a = raw.mean(values(raw.frames(), x -> x));
        Estimate b = smoothed.mean(values(smoothed.frames(), x -> x));
        assertThat(Math.abs(a.value() - b.value())).isLessThan(a.error());
    }
}
