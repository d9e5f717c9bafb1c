package org.arbolt;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingBoundsTest {
    @Test
    void aBadValueIsToldWithItsNameItsRangeAndWhatItWas() {
        assertThatThrownBy(() -> SettingBounds.between(1, 64, 80, "layers"))
                .isInstanceOf(BadSetting.class)
                .hasMessage("layers must be between 1 and 64, was 80");
        assertThatThrownBy(() -> SettingBounds.between(0.1, 1e9, 0.05, "frame spacing (ps)"))
                .isInstanceOf(BadInput.class)
                .hasMessage("frame spacing (ps) must be between 0.1 and 1e9, was 0.05");
        assertThatThrownBy(() -> SettingBounds.positive(1e-6, 1, "epsilon"))
                .hasMessage("epsilon must be above 0 and at most 1e-6, was 1.0");
        assertThatThrownBy(() -> SettingBounds.share(1, "dropout"))
                .hasMessage("dropout must be at least 0 and less than 1, was 1.0");
    }

    @Test
    void bothEndsOfARangeBelongToIt() {
        assertThatCode(() -> {
                    SettingBounds.between(1, 64, 1, "layers");
                    SettingBounds.between(1, 64, 64, "layers");
                    SettingBounds.between(0.5, 1.5, 0.5, "temperature");
                    SettingBounds.between(0.5, 1.5, 1.5, "temperature");
                    SettingBounds.positive(2, 2, "cut-off");
                    SettingBounds.share(0, "dropout");
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberLiesInNoRange(double value) {
        assertThatThrownBy(() -> SettingBounds.between(0.0, 1e9, value, "x")).isInstanceOf(BadSetting.class);
        assertThatThrownBy(() -> SettingBounds.positive(1e9, value, "x")).isInstanceOf(BadSetting.class);
        assertThatThrownBy(() -> SettingBounds.share(value, "x")).isInstanceOf(BadSetting.class);
    }
}
