package org.arbolt.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeightsTest {
    @Test
    void normalisedWeightsSumToOneAndDoNotDependOnAConstant() {
        Weights low = weights(-1000, -1001, Double.NEGATIVE_INFINITY);
        Weights high = weights(1000, 999, Double.NEGATIVE_INFINITY);

        assertThat(low.share()).containsExactly(high.share(), within(1e-15));
        assertThat(Arrays.stream(low.share()).sum()).isCloseTo(1, within(1e-15));
        assertThat(low.share()[0] / low.share()[1]).isCloseTo(Math.E, within(1e-12));
        assertThat(low.share()[2]).isZero();
    }

    @Test
    void effectiveSamplesAreAllForEqualWeightsOneForASingleWeightNoneForNone() {
        assertThat(weights(3, 3, 3, 3).effectiveSamples()).isCloseTo(4, within(1e-12));
        assertThat(weights(0, -900, -900).effectiveSamples()).isEqualTo(1);
        assertThat(weights(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY).effectiveSamples())
                .isZero();
        assertThat(weights(Double.NEGATIVE_INFINITY).areZero()).isTrue();
        assertThat(Weights.uniform(5).effectiveSamples()).isCloseTo(5, within(1e-12));
    }

    private static Weights weights(double... logWeights) {
        return Weights.of(logWeights);
    }
}
