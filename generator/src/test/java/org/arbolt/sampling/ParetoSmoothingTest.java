package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbolt.math.Weights;
import org.junit.jupiter.api.Test;

/** Against an implementation in NumPy that was written from the papers alone, tools/pin_psis.py. */
class ParetoSmoothingTest {
    private static final int COUNT = 1000;

    @Test
    void anIndependentImplementationFindsTheSame() {
        double[] raw = IntStream.range(0, COUNT)
                .mapToDouble(i -> 0.5 * (i % 2 == 1 ? 0.6 : 1.4) * -Math.log(1 - (i + 1) * Math.sqrt(2) % 1))
                .toArray();
        ParetoSmoothing smoothing = ParetoSmoothing.of(raw);
        assertThat(smoothing.shape()).isCloseTo(0.6165585733429542, within(1e-6));
        assertThat(Weights.of(smoothing.logWeights()).effectiveSamples()).isCloseTo(306.9357177605632, within(1e-6));
        assertThat(Arrays.stream(smoothing.logWeights()).max().orElseThrow())
                .isCloseTo(4.076129063200045, within(1e-6));
    }
}
