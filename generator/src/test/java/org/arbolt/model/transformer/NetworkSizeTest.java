package org.arbolt.model.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.arbolt.BadSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSizeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 2 | 64 | 4 | 0 | bins must be between 2 and 65536, was 1",
                "65537 | 2 | 64 | 4 | 0 | bins must be between 2 and 65536, was 65537",
                "512 | 80 | 64 | 4 | 0 | layers must be between 1 and 64, was 80",
                "512 | 0 | 64 | 4 | 0 | layers must be between 1 and 64, was 0",
                "512 | 2 | 8192 | 4 | 0 | channels must be between 8 and 4096, was 8192",
                "512 | 2 | 64 | 65 | 0 | heads must be between 1 and 64, was 65",
                "512 | 2 | 64 | 6 | 0 | 'channels must be even and a multiple of the heads (6), was 64'",
                "512 | 2 | 63 | 9 | 0 | 'channels must be even and a multiple of the heads (9), was 63'",
                "2048 | 2 | 64 | 4 | 600 | frequencies must be between 0 and 512, was 600",
                "64 | 2 | 64 | 4 | 65 | frequencies must be between 0 and 64, was 65",
                "64 | 2 | 64 | 4 | -1 | frequencies must be between 0 and 64, was -1",
            })
    void aSizeThatCannotBeIsToldWithItsRange(
            int bins, int layers, int channels, int heads, int frequencies, String message) {
        assertThatThrownBy(() -> new NetworkSize(bins, layers, channels, heads, frequencies))
                .isInstanceOf(BadSetting.class)
                .hasMessage(message);
    }

    @Test
    void aNetworkIsOfItsSize() {
        TransformerConfig config =
                TransformerConfig.of(new NetworkSize(512, 3, 48, 4, 16), 60, 22, 3, TransformerVariant.SINGLE);
        assertThat(config).isEqualTo(new TransformerConfig(3, 48, 4, 512, 60, 22, 3));
    }
}
