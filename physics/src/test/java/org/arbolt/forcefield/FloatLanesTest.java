package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** The kernel's own mathematics against java.lang.Math, at points spread evenly over the logarithm or the interval. */
class FloatLanesTest {
    private static final int POINTS = 20_000;

    @Test
    void inverseRootIsExactToTwoUnitsInTheSeventhDigit() {
        assertThat(worstRelative(1e-12, 1e12, true, FloatLanes::inverseRoot, x -> 1 / Math.sqrt(x)))
                .isLessThan(2.5e-7);
    }

    @Test
    void exponentialIsExactToThreeUnitsInTheSeventhDigit() {
        // beyond a few units the argument's own rounding, 6e-8 |x|, adds to it
        assertThat(worstRelative(-8, 8, false, FloatLanes::exp, Math::exp)).isLessThan(1e-6);
        assertThat(worstRelative(-1, 1, false, FloatLanes::exp, Math::exp)).isLessThan(3e-7);
    }

    @Test
    void exponentialOfVeryNegativeNumbersIsAlmostNothing() {
        assertThat(FloatLanes.exp(FloatVector.broadcast(FloatLanes.SPECIES, -1e9f))
                        .lane(0))
                .isBetween(0f, 1e-37f);
    }

    @Test
    void logarithmIsExactToThreeUnitsInTheSeventhDigit() {
        assertThat(worstAbsolute(0.01, 1.5, FloatLanes::log, Math::log)).isLessThan(6e-7);
        assertThat(worstRelative(1e-20, 1e-2, true, FloatLanes::log, Math::log)).isLessThan(3e-7);
    }

    @Test
    void arcCosineIsExactToHalfAMicroradian() {
        assertThat(worstAbsolute(-0.999, 0.999, FloatLanes::acos, Math::acos)).isLessThan(5e-7);
    }

    @Test
    void descreeningOfFarSpheresIsTheClosedForm() {
        DoubleUnaryOperator closed = y -> (1 / (1 - y) - artanh(Math.sqrt(y)) / Math.sqrt(y)) / (2 * y);
        assertThat(worstRelative(0.01, 0.25, false, FloatLanes::farDescreening, closed))
                .isLessThan(3e-7);
        for (double y = 0.05; y <= 0.25; y += 0.01) {
            double value = DoubleLanes.farDescreening(DoubleVector.broadcast(DoubleLanes.SPECIES, y))
                    .lane(0);
            assertThat(Math.abs(value / closed.applyAsDouble(y) - 1)).isLessThan(1e-13);
        }
    }

    /**
     * What the kernel takes for −(2y d/dy + 4) D(y), the slope of {@link FloatLanes#farDescreening} over the distance.
     */
    @Test
    void slopeOfFarDescreeningFollowsFromItself() {
        for (double y = 0.01; y < 0.25; y += 0.01) {
            double h = 1e-4;
            double up = DoubleLanes.farDescreening(DoubleVector.broadcast(DoubleLanes.SPECIES, y + h))
                    .lane(0);
            double here = DoubleLanes.farDescreening(DoubleVector.broadcast(DoubleLanes.SPECIES, y))
                    .lane(0);
            double down = DoubleLanes.farDescreening(DoubleVector.broadcast(DoubleLanes.SPECIES, y - h))
                    .lane(0);
            double wanted = -2 * y * (up - down) / (2 * h) - 4 * here;
            assertThat(Math.abs(-(here + 1 / ((1 - y) * (1 - y))) / wanted - 1)).isLessThan(1e-6);
        }
    }

    private static double artanh(double x) {
        return 0.5 * (Math.log1p(x) - Math.log1p(-x));
    }

    private static double worstRelative(
            double from, double to, boolean logarithmic, UnaryOperator<FloatVector> fast, DoubleUnaryOperator exact) {
        double worst = 0;
        for (int n = 0; n <= POINTS; n++) {
            double t = (double) n / POINTS;
            float x = (float) (logarithmic ? from * Math.pow(to / from, t) : from + t * (to - from));
            double wanted = exact.applyAsDouble(x);
            worst = Math.max(worst, Math.abs(at(fast, x) / wanted - 1));
        }
        return worst;
    }

    private static double worstAbsolute(
            double from, double to, UnaryOperator<FloatVector> fast, DoubleUnaryOperator exact) {
        double worst = 0;
        for (int n = 0; n <= POINTS; n++) {
            float x = (float) (from + (to - from) * n / POINTS);
            worst = Math.max(worst, Math.abs(at(fast, x) - exact.applyAsDouble(x)));
        }
        return worst;
    }

    private static double at(UnaryOperator<FloatVector> function, float x) {
        return function.apply(FloatVector.broadcast(FloatLanes.SPECIES, x)).lane(0);
    }
}
