package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneCycleTest {

    /** Values of PyTorch 1.13: {@code OneCycleLR(max_lr=5e-4, total_steps=steps, pct_start=0.05)}. */
    @ParameterizedTest
    @CsvSource({
        "100, 0, 2e-5",
        "100, 1, 9.029437251522861e-05",
        "100, 4, 5e-4",
        "100, 20, 0.0004658142569829125",
        "100, 50, 0.00026239688908455085",
        "100, 98, 1.3868511802582866e-07",
        "100, 99, 2e-9",
        "1000, 1, 2.049310573991927e-05",
        "1000, 20, 0.00019171337920855224",
        "1000, 49, 5e-4",
        "1000, 500, 0.00026982173451223375",
        "1000, 998, 3.3669745052964385e-09"
    })
    void ratesAreThoseOfPyTorch(long steps, long step, double expected) {
        assertThat(new OneCycle(5e-4, steps, 0.05).at(step)).isCloseTo(expected, withinPercentage(1e-6));
    }

    @Test
    void aRunOfOneStepHasARate() {
        assertThat(new OneCycle(1e-3, 1, 0.05).at(0)).isEqualTo(1e-3);
    }

    @Test
    void impossibleSchedulesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OneCycle(0, 10, 0.05));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneCycle(1e-3, 10, 1))
                .withMessageContaining("warm-up");
    }
}
