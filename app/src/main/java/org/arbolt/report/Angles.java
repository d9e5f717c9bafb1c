package org.arbolt.report;

import java.util.Arrays;
import java.util.List;
import org.arbolt.report.plot.Scale;
import org.arbolt.report.plot.Tick;
import org.arbolt.report.plot.Ticks;

/** Torsions on figures: degrees from −180 to 180, in bins of 5° or, with few frames, 10°. */
final class Angles {
    static final Scale SCALE = Scale.linear(-180, 180);
    static final List<Tick> TICKS = Ticks.every(-180, 180, 90);
    private static final int FRAMES_FOR_FINE_BINS = 2000;

    private Angles() {}

    static double[] degrees(double[] radians) {
        return Arrays.stream(radians)
                .map(r -> Math.toDegrees(Math.IEEEremainder(r, 2 * Math.PI)))
                .map(d -> d >= 180 ? -180 : d)
                .toArray();
    }

    static Bins bins(ReportContent.Samples samples) {
        int reference = samples.reference().isEmpty()
                ? Integer.MAX_VALUE
                : samples.reference().size();
        boolean fine = Math.min(samples.proposal().size(), reference) >= FRAMES_FOR_FINE_BINS;
        return new Bins(-180, 180, fine ? 72 : 36);
    }
}
