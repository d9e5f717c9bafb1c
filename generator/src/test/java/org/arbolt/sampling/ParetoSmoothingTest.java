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

    /** Weights w with P(w > x) = x^{-1/k}, x ≥ 1, at their expected order. */
    @Test
    void theTailThatIsFittedIsThatOfTheWeights() {
        double shape = 0.4;
        double[] raw = IntStream.range(0, 4000)
                .mapToDouble(i -> -shape * Math.log((i + 0.5) / 4000))
                .toArray();
        ParetoSmoothing.Tail tail = ParetoSmoothing.of(raw).tail();
        assertThat(tail.size()).isEqualTo(190); // 3 √4000, rounded up
        assertThat(tail.larger(tail.logThreshold())).isEqualTo(1);
        for (double share : new double[] {0.5, 0.1, 0.02}) {
            double logWeight = -shape * Math.log(share * 190 / 4000);
            assertThat(tail.larger(logWeight)).isCloseTo(share, within(0.15 * share));
        }
        assertThat(tail.larger(1e3)).isZero();
        assertThat(ParetoSmoothing.of(new double[100]).tail()).isNull();
    }
}
