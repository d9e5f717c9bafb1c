package org.arbolt.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.evaluate.EnergyDistance;
import org.arbolt.evaluate.TorsionDistance;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Torsions;
import org.arbolt.sampling.Ensemble;

/**
 * How far an ensemble is from a reference, before and after reweighting, each beside its noise floor: the same distance between
 * the halves of the reference that even and odd ladders make (method §10). All sets have equally many frames, at most 10⁴.
 *
 * @param energy E-W2, kT
 * @param torsion T-W2 of all φ and ψ, rad
 */
public record Distances(Value energy, Value torsion) {
  private static final int MOST = 10_000; // frames on either side, as the papers have it

  /**
   * @param proposal of the samples as drawn
   * @param ensemble of the resampled ensemble; infinite where no sample has a weight
   * @param floor between halves of the reference; NaN with a single ladder
   */
  public record Value(double proposal, double ensemble, double floor) {}

  /** Frames with their energies (kT) and torsions (rad), [F] and [F][K]. */
  private record Set(double[] energy, double[][] torsions) {
    static Set of(Frames frames, double[] energy, double thermal, List<Torsions.Torsion> torsions, int[] chosen) {
      double[] reduced = Arrays.stream(chosen).mapToDouble(f -> energy[f] / thermal).toArray();
      double[][] angles = Arrays.stream(chosen).mapToObj(f -> torsions.stream()
          .mapToDouble(t -> Torsions.angle(frames.xyz(), 3 * f * frames.atoms(), t)).toArray()).toArray(double[][]::new);
      return new Set(reduced, angles);
    }

    int size() {
      return energy.length;
    }
  }

  /**
   * Measures an ensemble.
   *
   * @param thermal kT, kJ/mol
   * @param torsions the φ and ψ
   * @param seed where resampling and thinning take their random numbers from
   */
  static Distances of(Ensemble ensemble, Trajectory reference, double thermal, List<Torsions.Torsion> torsions, Seed seed,
      Stages stages) {
    double[] energies = ensemble.evaluation().energy();
    int[] finite = IntStream.range(0, ensemble.count()).filter(i -> Double.isFinite(energies[i])).toArray();
    boolean weighty = ensemble.weights().effectiveSamples() > 0;
    int[] resampled = weighty ? ensemble.weights().resample(MOST, seed.stream("resample", 0)) : new int[0];
    Set drawn = Set.of(ensemble.frames(), energies, thermal, torsions, thinned(finite));
    Set weighted = Set.of(ensemble.frames(), energies, thermal, torsions, shuffled(resampled, seed));
    Set whole = Set.of(reference.frames(), reference.energy(), thermal, torsions, thinned(all(reference.count())));
    Set even = Set.of(reference.frames(), reference.energy(), thermal, torsions, thinned(half(reference, 0)));
    Set odd = Set.of(reference.frames(), reference.energy(), thermal, torsions, thinned(half(reference, 1)));
    Progress progress = stages.begin("comparing", "rows");
    return new Distances(
        new Value(energyDistance(drawn, whole), energyDistance(weighted, whole), energyDistance(even, odd)),
        torsions.isEmpty() ? new Value(Double.NaN, Double.NaN, Double.NaN)
            : new Value(torsionDistance(drawn, whole, progress), torsionDistance(weighted, whole, progress),
                torsionDistance(even, odd, progress)));
  }

  private static double energyDistance(Set a, Set b) {
    if (a.size() == 0 || b.size() == 0) {
      return Double.NaN;
    }
    return EnergyDistance.of(a.energy, b.energy);
  }

  private static double torsionDistance(Set a, Set b, Progress progress) {
    int n = Math.min(a.size(), b.size());
    return n == 0 ? Double.NaN : TorsionDistance.of(evenly(a.torsions, n), evenly(b.torsions, n), progress);
  }

  private static double[][] evenly(double[][] rows, int n) {
    return IntStream.range(0, n).mapToObj(i -> rows[(int) ((long) i * rows.length / n)]).toArray(double[][]::new);
  }

  private static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static int[] half(Trajectory reference, int parity) {
    return IntStream.range(0, reference.count()).filter(i -> reference.ladder()[i] % 2 == parity).toArray();
  }

  /** At most 10⁴ of them, evenly spaced. */
  private static int[] thinned(int[] frames) {
    int n = Math.min(MOST, frames.length);
    return IntStream.range(0, n).map(i -> frames[(int) ((long) i * frames.length / n)]).toArray();
  }

  /** In random order, so that a smaller part of a resampled set, which comes sorted, is as good as the whole. */
  private static int[] shuffled(int[] frames, Seed seed) {
    var random = seed.stream("shuffle", 0);
    int[] order = frames.clone();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    return order;
  }
}
