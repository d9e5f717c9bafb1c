package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.arbolt.BadSetting;
import org.arbolt.train.TrainConfig.Batches;
import org.arbolt.train.TrainConfig.Loss;
import org.arbolt.train.TrainConfig.Reporting;
import org.arbolt.train.TrainConfig.Schedule;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainConfigTest {
    private static void refused(ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(BadSetting.class).hasMessage(message);
    }

    @Test
    void settingsThatCannotBeAreToldWithTheirRange() {
        refused(() -> Schedule.ofSteps(0, 1e-3), "steps must be between 1 and 100000000, was 0");
        refused(() -> Schedule.ofSteps(-5, 1e-3), "steps must be between 1 and 100000000, was -5");
        refused(() -> Schedule.ofMinutes(-1, 1e-3), "minutes must be above 0 and at most 1000000, was -1.0");
        refused(() -> Batches.of(0), "batch must be between 1 and 1048576, was 0");
        refused(() -> new Batches(8, 9), "parts of a batch must be between 1 and 8, was 9");
        refused(() -> new LogVarianceLoss(-1), "dispersion must be between 0 and 1000, was -1.0");
        refused(
                () -> new Loss(LogVarianceLoss.NONE, 1, 0),
                "label smoothing must be at least 0 and less than 1, was 1.0");
        refused(() -> new Loss(LogVarianceLoss.NONE, 0, -0.1), "dropout must be at least 0 and less than 1, was -0.1");
        refused(
                () -> new Reporting(20, 30),
                "steps between checkpoints must be a multiple of 20, the steps between lines of metrics, was 30");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1, Double.NaN, Double.POSITIVE_INFINITY})
    void learningRatesThatCannotBeAreRefused(double rate) {
        refused(() -> Schedule.ofSteps(10, rate), "learning rate must be above 0 and less than 1, was " + rate);
    }

    @Test
    void aRunMayBeAsLongAsTimeAllows() {
        assertThat(Schedule.ofMinutes(2.5, 1e-3))
                .extracting(Schedule::steps, Schedule::minutes)
                .containsExactly(0L, 2.5);
    }
}
