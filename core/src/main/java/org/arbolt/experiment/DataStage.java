package org.arbolt.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.arbolt.evaluate.EnergyDistance;
import org.arbolt.evaluate.TorsionDistance;
import org.arbolt.io.PublishedData;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Torsions;
import org.arbolt.units.Units;

/**
 * Makes the benchmark data set of a system: training, validation and test frames by independent runs, in the published
 * layout and as trajectories with energies and ladder numbers, and what noise and convergence make of them.
 */
final class DataStage {
  private static final int HELD_OUT = 10_000; // frames of validation and test sets: what metrics compare

  private final Workbench bench;
  private final DynamicsPlan plan;

  /** @param plan makes the training set */
  DataStage(Workbench bench, DynamicsPlan plan) {
    this.bench = bench;
    this.plan = plan;
  }

  DataReport run() {
    for (PublishedData.Part part : PublishedData.Part.values()) {
      bench.dynamics(label(part) + " dynamics", file(part), plan(part), seed(part));
      export(part);
    }
    if (!bench.folder().has(DataReport.FILE)) {
      bench.folder().writeJson(DataReport.FILE, report());
    }
    return bench.folder().readJson(DataReport.FILE, DataReport.class);
  }

  private DynamicsPlan plan(PublishedData.Part part) {
    return part == PublishedData.Part.TRAIN ? plan : plan.withFrames(Math.min(plan.frames(), HELD_OUT));
  }

  private Seed seed(PublishedData.Part part) {
    return bench.seed().child("data " + label(part));
  }

  private static String label(PublishedData.Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private static String file(PublishedData.Part part) {
    return label(part) + ".npz";
  }

  private void export(PublishedData.Part part) {
    String name = bench.system().peptide();
    int kelvin = (int) Math.round(bench.system().temperatureKelvin());
    if (!bench.folder().has(PublishedData.file(bench.folder().path(), name, kelvin, part).getFileName().toString())) {
      PublishedData.write(bench.folder().path(), name, kelvin, part, bench.molecule().topology(),
          bench.trajectory(file(part)).frames());
    }
  }

  private DataReport report() {
    Map<String, ConvergenceReport> parts = new LinkedHashMap<>();
    for (PublishedData.Part part : PublishedData.Part.values()) {
      parts.put(label(part), bench.convergence(file(part), seed(part).child("convergence")));
    }
    Trajectory train = bench.trajectory(file(PublishedData.Part.TRAIN));
    List<DataReport.Floor> floors = List.of(
        floor("validation and test (independent runs)",
            part(bench.trajectory(file(PublishedData.Part.VAL)), ladder -> true),
            part(bench.trajectory(file(PublishedData.Part.TEST)), ladder -> true)),
        floor("even and odd ladders of training", part(train, ladder -> ladder % 2 == 0),
            part(train, ladder -> ladder % 2 == 1)));
    return new DataReport(bench.system().peptide(), bench.system().temperatureKelvin(), parts, floors,
        parts.values().stream().allMatch(ConvergenceReport::converged));
  }

  /** Frames of some ladders. */
  private record Part(Frames frames, double[] energy) {
    int count() {
      return energy.length;
    }

    /** Evenly spread frames, so many. */
    Part thinned(int count) {
      int[] chosen = IntStream.range(0, count).map(i -> (int) ((long) i * count() / count)).toArray();
      return select(frames, energy, chosen);
    }

    static Part select(Frames frames, double[] energy, int[] chosen) {
      return new Part(frames.select(chosen), Arrays.stream(chosen).mapToDouble(i -> energy[i]).toArray());
    }
  }

  private static Part part(Trajectory trajectory, IntPredicate ladders) {
    int[] chosen =
        IntStream.range(0, trajectory.count()).filter(i -> ladders.test(trajectory.ladder()[i])).toArray();
    return Part.select(trajectory.frames(), trajectory.energy(), chosen);
  }

  private DataReport.Floor floor(String between, Part a, Part b) {
    int count = Math.min(HELD_OUT, Math.min(a.count(), b.count()));
    if (count == 0) { // a single ladder has no halves
      return new DataReport.Floor(between, 0, Double.NaN, Double.NaN);
    }
    Part left = a.thinned(count);
    Part right = b.thinned(count);
    double torsion = TorsionDistance.of(
        torsions(left.frames), torsions(right.frames), bench.stages().begin("noise floor, " + between, "parts"));
    return new DataReport.Floor(between, count, EnergyDistance.of(reduced(left), reduced(right)), torsion);
  }

  private double[] reduced(Part part) {
    double thermal = Units.thermalEnergy(bench.system().temperatureKelvin());
    return Arrays.stream(part.energy).map(e -> e / thermal).toArray();
  }

  /** [F][K], all φ and ψ. */
  private double[][] torsions(Frames frames) {
    List<Torsions.Torsion> torsions = Torsions.phiPsi(bench.molecule().topology());
    double[][] angles = new double[frames.count()][torsions.size()];
    for (int f = 0; f < angles.length; f++) {
      for (int k = 0; k < torsions.size(); k++) {
        angles[f][k] = Torsions.angle(frames.xyz(), 3 * f * frames.atoms(), torsions.get(k));
      }
    }
    return angles;
  }
}
