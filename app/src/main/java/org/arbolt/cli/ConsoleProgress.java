package org.arbolt.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.arbolt.Progress;

/**
 * Shows progress with rate and time left: one line that is rewritten on a terminal, a plain line now and then
 * elsewhere. Nothing is shown for work of less than two seconds. The rate is that of the latter part of the time so
 * far, since work begins slowly; time left is not told while it is much longer than what has been seen of the work.
 */
final class ConsoleProgress implements Progress {
    private static final double FIRST_SECONDS = 2;
    private static final double TERMINAL_INTERVAL_SECONDS = 0.2;
    private static final double PLAIN_INTERVAL_SECONDS = 15;
    private static final double SURE_SECONDS = 15; // from there on time left is told, however long
    private static final double LONGEST_SEEN = 30; // before, as many times as long as what has been seen

    private final String task;
    private final String unit;
    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long startNanos;
    private long firstDone = -1; // what a resumed job had done before it started
    private double nextSeconds = FIRST_SECONDS;
    private boolean shown;
    private double fromSeconds; // the rate is measured from there
    private long fromDone;
    private double middleSeconds; // from here on once as much time has passed again
    private long middleDone;

    /** @param nanos a clock */
    ConsoleProgress(String task, String unit, PrintStream out, boolean terminal, LongSupplier nanos) {
        this.task = task;
        this.unit = unit;
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    /** Progress on standard error, where it does not mix with results. */
    static ConsoleProgress of(String task, String unit) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new ConsoleProgress(task, unit, System.err, terminal, System::nanoTime);
    }

    @Override
    public synchronized void report(long done, long total, String detail) {
        if (firstDone < 0) {
            firstDone = done;
            fromDone = done;
            middleDone = done;
        }
        double seconds = (nanos.getAsLong() - startNanos) * 1e-9;
        if (seconds >= 2 * middleSeconds) {
            fromSeconds = middleSeconds;
            fromDone = middleDone;
            middleSeconds = seconds;
            middleDone = done;
        }
        boolean last = done >= total;
        if (last ? !shown : seconds < nextSeconds) {
            return;
        }
        show(line(done, total, detail, seconds), last);
        nextSeconds = seconds + (terminal ? TERMINAL_INTERVAL_SECONDS : PLAIN_INTERVAL_SECONDS);
    }

    private void show(String line, boolean last) {
        if (terminal) {
            out.print("\r\u001b[K" + line + (last ? "\n" : ""));
            out.flush();
        } else {
            out.println(line);
        }
        shown = true;
    }

    private String line(long done, long total, String detail, double seconds) {
        double rate = done >= total
                ? (done - firstDone) / seconds // of all
                : (done - fromDone) / (seconds - fromSeconds);
        double secondsLeft = (total - done) / rate;
        boolean known = rate > 0 && (seconds >= SURE_SECONDS || secondsLeft <= LONGEST_SEEN * seconds);
        String left = known ? duration(secondsLeft) : "unknown";
        String text = String.format(
                Locale.ROOT,
                "%s %3.0f %%  %s/s  %s left",
                task,
                100.0 * done / Math.max(1, total),
                quantity(rate) + " " + unit,
                left);
        return detail.isEmpty() ? text : text + "  " + detail;
    }

    static String quantity(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.2f M", value / 1e6);
        }
        if (value >= 1e4) {
            return String.format(Locale.ROOT, "%.1f k", value / 1e3);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
    }

    /** A duration as a person says it: {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
    static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        }
        return s < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s % 3600 / 60);
    }
}
