package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;

/**
 * In what conformations of a molecule are compared (method §10).
 *
 * @param thermal kT, kJ/mol
 * @param torsions all φ and ψ; may be none
 * @param plane the slowest coordinates; null where they are not known
 */
public record ComparisonFeatures(double thermal, List<Torsions.Torsion> torsions, TicaPlane plane) {
    public static final int MOST = 10_000; // frames on either side, as the papers have it

    public static ComparisonFeatures of(Topology topology, double thermal, TicaPlane plane) {
        return new ComparisonFeatures(thermal, Torsions.phiPsi(topology), plane);
    }

    /**
     * Conformations as the measures see them.
     *
     * @param energy [F] kT
     * @param torsions [F][K] rad
     * @param slow [F][2]; empty without a plane
     */
    public record Points(double[] energy, double[][] torsions, double[][] slow) {
        public int size() {
            return energy.length;
        }
    }

    /** @param energy [F] kJ/mol, of all frames; at most 10⁴ of the chosen are taken, evenly spaced */
    public Points points(Frames frames, double[] energy, int[] chosen) {
        int n = Math.min(MOST, chosen.length);
        int[] taken = IntStream.range(0, n)
                .map(i -> chosen[(int) ((long) i * chosen.length / n)])
                .toArray();
        double[] reduced =
                Arrays.stream(taken).mapToDouble(f -> energy[f] / thermal).toArray();
        double[][] angles = Arrays.stream(taken)
                .mapToObj(f -> torsions.stream()
                        .mapToDouble(t -> Torsions.angle(frames.xyz(), 3 * f * frames.atoms(), t))
                        .toArray())
                .toArray(double[][]::new);
        return new Points(reduced, angles, plane == null ? new double[0][] : plane.project(frames.select(taken)));
    }

    /** E-W2, kT; NaN where a side is empty. */
    public double energyDistance(Points a, Points b) {
        return a.size() == 0 || b.size() == 0 ? Double.NaN : EnergyDistance.of(a.energy, b.energy);
    }

    /** T-W2, rad; NaN where a side is empty or there are no torsions. */
    public double torsionDistance(Points a, Points b, Progress progress) {
        int n = Math.min(a.size(), b.size());
        return n == 0 || torsions.isEmpty()
                ? Double.NaN
                : TorsionDistance.of(evenly(a.torsions, n), evenly(b.torsions, n), progress);
    }

    /** TICA-W2; NaN where a side is empty. */
    public double slowDistance(Points a, Points b, Progress progress) {
        int n = Math.min(a.size(), b.size());
        return n == 0 ? Double.NaN : ComponentDistance.of(evenly(a.slow, n), evenly(b.slow, n), progress);
    }

    /** TICA-JSD, bits; NaN where a side is empty. */
    public double slowDivergence(Points a, Points b) {
        return a.size() == 0 || b.size() == 0 ? Double.NaN : plane.divergence(a.slow, b.slow);
    }

    private static double[][] evenly(double[][] rows, int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> rows[(int) ((long) i * rows.length / n)])
                .toArray(double[][]::new);
    }
}
