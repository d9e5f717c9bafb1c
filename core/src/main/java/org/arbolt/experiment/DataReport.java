package org.arbolt.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a data set is worth.
 *
 * @param name of the system
 * @param temperatureKelvin its temperature, K
 * @param parts convergence of {@code train}, {@code val} and {@code test}
 * @param floors what the metrics give between sets that differ by chance alone
 * @param converged whether nothing speaks against any part
 */
record DataReport(
    String name, double temperatureKelvin, Map<String, ConvergenceReport> parts, List<Floor> floors, boolean converged) {
  static final String FILE = "data.json";

  /**
   * Distances between two independent sets of frames.
   *
   * @param between which sets
   * @param frames on either side
   * @param energyDistance E-W2, kT
   * @param torsionDistance T-W2, rad
   */
  record Floor(String between, int frames, double energyDistance, double torsionDistance) {}

  /** The report for people. */
  String text() {
    StringBuilder out = new StringBuilder();
    parts.forEach((part, report) -> out.append("==== ").append(part).append(": ").append(report.text()).append('\n'));
    out.append(String.format(Locale.ROOT, "%-44s %8s %10s %11s%n", "noise floor between", "frames", "E-W2 (kT)", "T-W2 (rad)"));
    for (Floor floor : floors) {
      out.append(String.format(Locale.ROOT, "%-44s %8d %10.4f %11.4f%n", floor.between, floor.frames,
          floor.energyDistance, floor.torsionDistance));
    }
    return out.append(converged ? "" : "\nNOT CONVERGED, or not shown to be; see above.\n").toString();
  }
}
