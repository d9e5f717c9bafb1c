package org.arbolt.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbolt.evaluate.ConvergenceReport;
import org.arbolt.evaluate.TicaPlane;

/**
 * What a data set is worth.
 *
 * @param name of the system
 * @param temperatureKelvin its temperature, K
 * @param parts convergence of {@code train}, {@code val} and {@code test}
 * @param floors what the metrics give between sets that differ by chance alone
 * @param slow the slowest coordinates of the training set; null where they are not known
 * @param converged whether nothing speaks against any part
 */
record DataReport(
        String name,
        double temperatureKelvin,
        Map<String, ConvergenceReport> parts,
        List<Floor> floors,
        TicaPlane.Facts slow,
        boolean converged) {
    /**
     * Distances between two independent sets of frames.
     *
     * @param between which sets
     * @param frames on either side
     * @param energyDistance E-W2, kT
     * @param torsionDistance T-W2, rad
     * @param slowDistance TICA-W2; null where the slowest coordinates are not known
     * @param slowDivergence TICA-JSD, bits; likewise
     */
    record Floor(
            String between,
            int frames,
            double energyDistance,
            double torsionDistance,
            Double slowDistance,
            Double slowDivergence) {}

    private static String orDash(Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** The report for people. */
    String text() {
        StringBuilder out = new StringBuilder();
        parts.forEach((part, report) -> out.append("==== ")
                .append(part)
                .append(": ")
                .append(report.text())
                .append('\n'));
        out.append(String.format(
                Locale.ROOT,
                "%-40s %8s %10s %11s %8s %15s%n",
                "noise floor between",
                "frames",
                "E-W2 (kT)",
                "T-W2 (rad)",
                "TICA-W2",
                "TICA-JSD (bits)"));
        for (Floor floor : floors) {
            out.append(String.format(
                    Locale.ROOT,
                    "%-40s %8d %10.4f %11.4f %8s %15s%n",
                    floor.between,
                    floor.frames,
                    floor.energyDistance,
                    floor.torsionDistance,
                    orDash(floor.slowDistance),
                    orDash(floor.slowDivergence)));
        }
        out.append(
                slow == null
                        ? "No TICA: the frames are too few, or remember nothing from one to the next, or do not say "
                                + "their walkers.\n"
                        : String.format(
                                Locale.ROOT,
                                "TICA at a lag of %d frames (%s ps), where its components correlate by %.2f and "
                                        + "%.2f.%n",
                                slow.lagFrames(),
                                slow.lagPs(),
                                slow.memory()[0],
                                slow.memory()[1]));
        return out.append(converged ? "" : "\nNOT CONVERGED, or not shown to be; see above.\n")
                .toString();
    }
}
