package org.arbolt.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogSumExpTest {
    private static final double ZERO = Double.NEGATIVE_INFINITY; // its logarithm

    /** log(1 + 2 + 3) = log 6. */
    @Test
    void addsWhatIsKnownByItsLogarithm() {
        assertThat(LogSumExp.of(new double[] {Math.log(1), Math.log(2), Math.log(3)}))
                .isCloseTo(Math.log(6), within(1e-15));
    }

    /** e^1000 and e^−1000 are no doubles; e^−1000 (1 + 1) has the logarithm −1000 + log 2. */
    @Test
    void neitherOverflowsNorUnderflows() {
        assertThat(LogSumExp.of(new double[] {1000, 1000})).isCloseTo(1000 + Math.log(2), within(1e-12));
        assertThat(LogSumExp.of(new double[] {-1000, -1000})).isCloseTo(-1000 + Math.log(2), within(1e-12));
        assertThat(LogSumExp.of(new double[] {1000, -1000})).isEqualTo(1000);
    }

    @Test
    void zerosAddNothingAndNothingIsZero() {
        assertThat(LogSumExp.of(new double[] {ZERO, 0.5, ZERO})).isEqualTo(0.5);
        assertThat(LogSumExp.of(new double[] {ZERO, ZERO})).isEqualTo(ZERO);
        assertThat(LogSumExp.of(new double[0])).isEqualTo(ZERO);
    }

    @Test
    void infinityAndWhatIsNoNumberShow() {
        assertThat(LogSumExp.of(new double[] {0, Double.POSITIVE_INFINITY})).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(LogSumExp.of(new double[] {0, Double.NaN})).isNaN();
        assertThat(LogSumExp.of(new double[] {ZERO, Double.NaN})).isNaN();
    }
}
