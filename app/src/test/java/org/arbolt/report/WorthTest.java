package org.arbolt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorthTest {
    @Test
    void saysWhatSamplesSaveAndWhenTrainingIsPaidBack() {
        // 10 s saved by 1,000 samples: 100 s are paid back after ten times as many
        assertThat(new Worth(1000, 15, 5, 100).sentences())
                .containsExactly(
                        "These 1,000 samples are worth 15.0 s of replica exchange, in CPU time; they took 5.00 s.",
                        "Frames to learn from and training took 1 min 40 s: paid back after 10,000 samples.");
    }

    @Test
    void saysNothingOfTrainingWhereTheModelWasThere() {
        assertThat(new Worth(1000, 15, 5, 0).sentences()).hasSize(1);
    }

    @Test
    void saysWhereSamplingDoesNotPay() {
        assertThat(new Worth(1000, 4, 5, 100).sentences())
                .containsExactly(
                        "These 1,000 samples are worth 4.00 s of replica exchange, in CPU time; they took 5.00 s."
                                + " Replica exchange alone is the better way here.",
                        "Frames to learn from and training took 1 min 40 s, which no number of samples pays back.");
    }

    @Test
    void refusesNegativeTimes() {
        assertThatThrownBy(() -> new Worth(1, -1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
