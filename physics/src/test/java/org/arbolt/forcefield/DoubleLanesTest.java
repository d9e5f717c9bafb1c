package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Test;

/** The kernel's double-precision mathematics against java.lang.Math, at points spread evenly over an interval. */
class DoubleLanesTest {

    @Test
    void exponentialIsExactToFifteenDigits() {
        assertThat(worst(-30, 80, DoubleLanes::exp, Math::exp, true)).isLessThan(2e-15);
        assertThat(DoubleLanes.exp(DoubleVector.broadcast(DoubleLanes.SPECIES, -1e9))
                        .lane(0))
                .isBetween(0.0, 1e-300);
    }

    @Test
    void logarithmIsExactToFifteenDigits() {
        assertThat(worst(1e-3, 0.9, DoubleLanes::log, Math::log, true)).isLessThan(2e-15);
        assertThat(worst(0.5, 1e6, DoubleLanes::log, Math::log, false)).isLessThan(5e-15);
    }

    @Test
    void arcCosineIsExactToFourteenDigits() {
        assertThat(worst(-1, 1, DoubleLanes::acos, Math::acos, false)).isLessThan(1e-14);
    }

    @Test
    void inverseRootIsExactToFifteenDigits() {
        assertThat(worst(1e-9, 30, DoubleLanes::inverseRoot, x -> 1 / Math.sqrt(x), true))
                .isLessThan(1e-15);
    }

    private static double worst(
            double from, double to, UnaryOperator<DoubleVector> fast, DoubleUnaryOperator exact, boolean relative) {
        double worst = 0;
        for (int n = 0; n <= 20_000; n++) {
            double x = from + (to - from) * n / 20_000;
            double wanted = exact.applyAsDouble(x);
            double error = Math.abs(
                    fast.apply(DoubleVector.broadcast(DoubleLanes.SPECIES, x)).lane(0) - wanted);
            worst = Math.max(worst, relative ? error / Math.abs(wanted) : error);
        }
        return worst;
    }
}
