package org.arbolt.sampling.harmonic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;

/** f = 4 (x² − 1)² + x/2 + ½ (3y)²: two minima, near x = −1 and 1. */
class HarmonicMixtureTest {
    private static final UnaryOperator<double[]> MIRROR = x -> new double[] {-x[0], x[1]};
    private static final double[] START = {0.8, 0.2};

    private static final Landscape TWO_WELLS = new Points(2, 4, new double[] {0.2, 0.3}, (x, gradient) -> {
        gradient[0] = 16 * (x[0] * x[0] - 1) * x[0] + 0.5;
        gradient[1] = 9 * x[1];
        return along(x[0]) + 4.5 * x[1] * x[1];
    });

    private static double along(double x) {
        return 4 * Math.pow(x * x - 1, 2) + 0.5 * x;
    }

    private static HarmonicWell.Metric metric() {
        return HarmonicWell.Metric.of(TWO_WELLS);
    }

    /**
     * ∫ exp(−f), and the share of x > 0, by importance sampling and by quadrature: five standard errors, a false alarm
     * in 1.7 million. The seed is fixed.
     */
    @Test
    void weightsOfTwoWellsHaveTheIntegralAsMean() {
        HarmonicMixture mixture = HarmonicMixture.of(TWO_WELLS, START, metric(), List.of(MIRROR));
        double integral = 0;
        double right = 0;
        for (double x = -4; x < 4; x += 1e-4) {
            double part = 1e-4 * Math.exp(-along(x)) * Math.sqrt(2 * Math.PI / 9);
            integral += part;
            right += x > 0 ? part : 0;
        }
        RandomStream random = new Seed(5).stream("test", 0);
        Points.requireIntegral(TWO_WELLS, () -> mixture.draw(random), _ -> 1, integral);
        Points.requireIntegral(TWO_WELLS, () -> mixture.draw(random), x -> x[0] > 0 ? 1 : 0, right);
    }

    /**
     * f = 4 (1 − cos 2x) + ½ (3y)² with x on a circle: two wells, at 0 and π. Images that lie turns away lead to the
     * same two. Five standard errors of the integral, as above.
     */
    @Test
    void wellsOnACircleAreCountedOnce() {
        Points line = new Points(2, 4, new double[] {0.5, 0.3}, (x, gradient) -> {
            gradient[0] = 8 * Math.sin(2 * x[0]);
            gradient[1] = 9 * x[1];
            return 4 * (1 - Math.cos(2 * x[0])) + 4.5 * x[1] * x[1];
        });
        Landscape circle = new Landscape() {
            @Override
            public int lanes() {
                return line.lanes();
            }

            @Override
            public double[] scale() {
                return line.scale();
            }

            @Override
            public double[] near(double[] x, double[] other) {
                return new double[] {other[0] + Math.IEEEremainder(x[0] - other[0], 2 * Math.PI), x[1]};
            }

            @Override
            public void evaluate(double[][] points, double[] value, double[][] gradient) {
                line.evaluate(points, value, gradient);
            }
        };
        HarmonicMixture mixture = HarmonicMixture.of(
                circle,
                new double[] {0.5 * Math.PI + 1.2, 0},
                HarmonicWell.Metric.of(circle),
                List.of(x -> new double[] {-x[0] + 0.2, x[1]}, x -> new double[] {x[0] + 3 * Math.PI + 0.1, x[1]}));
        double exact = 0;
        for (double x = 0; x < 2 * Math.PI; x += 1e-4) {
            exact += 1e-4 * Math.exp(-4 * (1 - Math.cos(2 * x))) * Math.sqrt(2 * Math.PI / 9);
        }
        RandomStream random = new Seed(8).stream("test", 0);
        Points.requireIntegral(circle, () -> mixture.draw(random), _ -> 1, exact);
    }

    /** Where no place is possible, neither at the start nor at its image, there is a Gaussian all the same. */
    @Test
    void aFunctionThatIsNowhereFiniteHasAWellAtItsStart() {
        Landscape nowhere = new Points(2, 4, new double[] {1, 1}, (_, gradient) -> {
            Arrays.fill(gradient, Double.NaN);
            return Double.POSITIVE_INFINITY;
        });
        HarmonicMixture mixture =
                HarmonicMixture.of(nowhere, new double[] {5, 0}, HarmonicWell.Metric.of(nowhere), List.of(MIRROR));
        assertThat(mixture.draw(new Seed(9).stream("test", 0)).logDensity()).isFinite();
    }

    /** An image that leads back to the well that is known, and none at all, leave its Gaussian as it is. */
    @Test
    void aWellFoundAgainIsNoOther() {
        HarmonicWell well = HarmonicWell.of(TWO_WELLS, START, metric());
        for (List<UnaryOperator<double[]>> images :
                List.of(List.<UnaryOperator<double[]>>of(), List.<UnaryOperator<double[]>>of(double[]::clone))) {
            HarmonicWell.Draw one = well.draw(new Seed(6).stream("test", 0));
            HarmonicWell.Draw other =
                    HarmonicMixture.of(TWO_WELLS, START, metric(), images).draw(new Seed(6).stream("test", 0));
            assertThat(other.x()).containsExactly(one.x());
            assertThat(other.logDensity()).isEqualTo(one.logDensity());
        }
    }

    @Test
    void theDensityOfAWellIsThatOfItsDraws() {
        HarmonicWell well = HarmonicWell.of(TWO_WELLS, START, metric());
        HarmonicWell.Draw draw = well.draw(new Seed(7).stream("test", 0));
        assertThat(well.logDensity(draw.x())).isCloseTo(draw.logDensity(), within(1e-12));
        assertThat(well.squaredDistance(well.centre())).isZero();
        double[] value = new double[1];
        TWO_WELLS.evaluate(new double[][] {well.centre()}, value, null);
        assertThat(well.logIntegral()).isCloseTo(-value[0] - well.logDensity(well.centre()), within(1e-9));
        assertThat(Arrays.stream(well.centre()).map(Math::abs).max().orElseThrow())
                .isBetween(0.9, 1.1);
    }
}
