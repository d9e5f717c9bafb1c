package org.arbolt.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.arbolt.math.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-12.3412 | 0.0512 | −12.34 ± 0.05", // 512: one digit
                "1.4961 | 0.0214 | 1.496 ± 0.021", // 214: two digits
                "0.827 | 0.119 | 0.83 ± 0.12", // the examples of the Review of Particle Physics, introduction, §5.3
                "0.827 | 0.367 | 0.8 ± 0.4",
                "0.3 | 0.0967 | 0.30 ± 0.10", // 967 rounds to 1000, two digits
                "123456 | 789 | 123,500 ± 800",
                "4.6e-7 | 1.8e-7 | (4.6 ± 1.8)×10⁻⁷",
                "0.00013 | 5e-6 | 0.000130 ± 0.000005",
                "8.01e22 | 7.99e22 | (8 ± 8)×10²²",
                "-1.2341e9 | 2.1e7 | (−1.234 ± 0.021)×10⁹",
                "-60 | 3e300 | (0.0 ± 3.0)×10³⁰⁰",
                "-0.0001 | 0.2 | 0.00 ± 0.20",
                "5 | 0 | 5.000",
                "3.14159265 | 0 | 3.142",
                "Infinity | 0.1 | ∞",
                "2.5 | Infinity | 2.5 ± ∞"
            })
    void valuesAreRoundedToWhatTheirErrorsJustify(double value, double error, String text) {
        assertThat(NumberText.estimate(new Estimate(value, error))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 3 | 0",
                "1234.5 | 3 | 1,230",
                "0.00012345 | 2 | 0.00012",
                "1.2e-7 | 2 | 1.2×10⁻⁷",
                "-4.56e9 | 3 | −4.56×10⁹",
                "999.9 | 3 | 1,000",
                "0.09996 | 3 | 0.100",
                "-Infinity | 3 | −∞"
            })
    void significantDigits(double value, int digits, String text) {
        assertThat(NumberText.significant(value, digits)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0421 | 0.042 s",
                "7.123 | 7.12 s",
                "59.94 | 59.9 s",
                "59.96 | 1 min 00 s",
                "192 | 3 min 12 s",
                "3599.7 | 1 h 00 min",
                "7530 | 2 h 06 min",
                "0 | 0 s"
            })
    void durations(double seconds, String text) {
        assertThat(NumberText.duration(seconds)).isEqualTo(text);
    }

    @Test
    void aShareBelowOneIsNeverCalledAllOfIt() {
        assertThat(NumberText.percent(0.9999, 3)).isEqualTo("> 99.9 %");
        assertThat(NumberText.percent(1, 3)).isEqualTo("100 %");
        assertThat(NumberText.percent(0.6123, 3)).isEqualTo("61.2 %");
    }

    @Test
    void roundNumbersHaveNoZerosAtTheirEnd() {
        assertThat(NumberText.exact(300)).isEqualTo("300");
        assertThat(NumberText.exact(298.15)).isEqualTo("298.15");
        assertThat(NumberText.exact(0.1 + 0.2)).isEqualTo("0.3");
        assertThat(NumberText.count(-1234567)).isEqualTo("−1,234,567");
    }
}
