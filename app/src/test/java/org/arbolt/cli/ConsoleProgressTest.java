package org.arbolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;
    private final ConsoleProgress progress = new ConsoleProgress(
            "sampling", "samples", new PrintStream(bytes, true, StandardCharsets.UTF_8), false, () -> now);

    private void at(double seconds, long done) {
        now = Math.round(seconds * 1e9);
        progress.report(done, 10_000, "");
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** 16 samples in the first three seconds, then a hundred a second. */
    @Test
    void aSlowBeginningDoesNotMakeAnHourOfAMinute() {
        at(0, 0);
        at(3, 16);
        for (int second = 4; second <= 40; second++) {
            at(second, 16 + 100L * (second - 3));
        }
        assertThat(lines().get(0)).isEqualTo("sampling   0 %  5.3 samples/s  unknown left");
        assertThat(lines().get(1)).startsWith("sampling  15 %").endsWith("1 min 25 s left");
    }

    @Test
    void workOfHoursIsToldOnceItHasBeenSeenForAWhile() {
        at(0, 0);
        at(2, 1);
        at(17, 8);
        assertThat(lines().get(0)).endsWith("unknown left");
        assertThat(lines().get(1)).endsWith("h 56 min left");
    }

    @Test
    void theLastLineHasTheRateOfAll() {
        at(0, 0);
        at(5, 100);
        at(10, 10_000);
        assertThat(lines().getLast()).isEqualTo("sampling 100 %  1000 samples/s  0 s left");
    }

    @Test
    void shortWorkIsNotShown() {
        at(0, 0);
        at(1, 5000);
        assertThat(lines()).isEmpty();
    }
}
