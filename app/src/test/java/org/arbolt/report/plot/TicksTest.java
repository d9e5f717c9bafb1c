package org.arbolt.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 8, 12})
    void linearTicksAreRoundEvenlySpacedInsideAndAboutAsManyAsWanted(int about) {
        RandomStream random = new Seed(5).stream("ticks", about);
        for (int i = 0; i < 2000; i++) {
            double width = Math.pow(10, random.nextDouble(-6, 8));
            double low = width * random.nextDouble(-3, 3);
            List<Tick> ticks = Ticks.linear(low, low + width, about);
            double step = Ticks.roundStep(width / about);

            assertThat(ticks)
                    .hasSizeBetween((int) (about / Math.sqrt(2.51)), (int) Math.ceil(about * Math.sqrt(2.51)) + 1);
            assertThat(ticks).allSatisfy(tick -> {
                assertThat(tick.value()).isBetween(low - 1e-8 * width, low + width * (1 + 1e-8));
                assertThat(tick.value() / step).isCloseTo(Math.rint(tick.value() / step), within(1e-6));
            });
            for (int k = 1; k < ticks.size(); k++) {
                assertThat(ticks.get(k).value() - ticks.get(k - 1).value()).isCloseTo(step, within(1e-6 * step));
            }
        }
    }

    @Test
    void stepsAreOneTwoOrFiveTimesAPowerOfTen() {
        RandomStream random = new Seed(6).stream("steps", 0);
        for (int i = 0; i < 2000; i++) {
            double wanted = Math.pow(10, random.nextDouble(-12, 12));
            double step = Ticks.roundStep(wanted);
            double mantissa = step / Math.pow(10, Math.floor(Math.log10(step * 1.0000001)));

            assertThat(Math.rint(mantissa)).isIn(1.0, 2.0, 5.0);
            assertThat(mantissa).isCloseTo(Math.rint(mantissa), within(1e-9));
            assertThat(step / wanted).isBetween(1 / Math.sqrt(2.51), Math.sqrt(2.51));
        }
    }

    @Test
    void labelsSayTheValueAndDiffer() {
        RandomStream random = new Seed(7).stream("labels", 0);
        for (int i = 0; i < 500; i++) {
            double width = Math.pow(10, random.nextDouble(-3, 5));
            List<Tick> ticks = Ticks.linear(-0.4 * width, 0.6 * width, 6);

            assertThat(ticks).extracting(Tick::label).doesNotHaveDuplicates().contains("0");
            assertThat(ticks)
                    .allSatisfy(tick -> assertThat(Double.parseDouble(
                                    tick.label().replace('−', '-').replace(",", "")))
                            .isCloseTo(tick.value(), within(1e-9 * width)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-180 | 180 | 4 | −100;0;100",
                "0 | 1 | 5 | 0;0.2;0.4;0.6;0.8;1.0",
                "0 | 60000 | 6 | 0;10,000;20,000;30,000;40,000;50,000;60,000",
                "0 | 2e8 | 2 | 0;1×10⁸;2×10⁸",
                "-3e-6 | 0 | 3 | −3×10⁻⁶;−2×10⁻⁶;−1×10⁻⁶;0"
            })
    void labelsAreAsPeopleWriteThem(double low, double high, int about, String labels) {
        assertThat(Ticks.linear(low, high, about)).extracting(Tick::label).containsExactly(labels.split(";"));
    }

    @Test
    void logarithmicTicksLabelThePowersOfTen() {
        List<Tick> plain = Ticks.decades(0.05, 30);
        assertThat(plain.stream().filter(t -> !t.minor()))
                .extracting(Tick::label)
                .containsExactly("0.1", "1", "10");
        assertThat(plain)
                .extracting(Tick::value)
                .contains(0.05, 0.2, 30.0)
                .doesNotContain(0.04, 40.0)
                .isSorted();

        List<Tick> small = Ticks.decades(1e-5, 1e-3);
        assertThat(small.stream().filter(t -> !t.minor()))
                .extracting(Tick::label)
                .containsExactly("10⁻⁵", "10⁻⁴", "10⁻³");
    }

    @Test
    void emptyInfiniteAndNotANumberRangesAreRefused() {
        assertThatThrownBy(() -> Ticks.linear(1, 1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ticks.linear(Double.NaN, 1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ticks.linear(0, Double.POSITIVE_INFINITY, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ticks.decades(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
