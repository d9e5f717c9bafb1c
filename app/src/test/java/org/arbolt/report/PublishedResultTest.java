package org.arbolt.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.arbolt.pipeline.BenchmarkSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublishedResultTest {
    @ParameterizedTest
    @EnumSource
    void everyBenchmarkHasPublishedRowsWithTheirSources(BenchmarkSystem system) {
        assertThat(PublishedResult.of(system.peptide())).isNotEmpty().allSatisfy(row -> {
            assertThat(row.source()).isNotBlank();
            assertThat(row.ess() == null).isEqualTo(row.dropped() == null);
            assertThat(row.ess() == null && row.energyW2() == null).isFalse();
        });
    }

    @Test
    void aRowIsReadAsItStands() {
        PublishedResult best = PublishedResult.of("AAA").getFirst();
        assertThat(best.method()).isEqualTo("ArBG (bins)");
        assertThat(best.energyDistance().value()).isEqualTo(0.202);
        assertThat(best.torsionDistance().error()).isEqualTo(0.003);
        assertThat(PublishedResult.of("AAAA")).isEmpty();
    }
}
