package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.molecule.Torsions;

/**
 * In what conformations of a molecule are compared (docs/evaluation.md).
 *
 * @param thermal kT, kJ/mol
 * @param torsions φ and ψ; may be none
 * @param bonds whose lengths are compared; may be none
 * @param plane the slowest coordinates; null where they are not known
 */
public record ComparisonFeatures(
        double thermal, List<Torsions.Torsion> torsions, List<Topology.Bond> bonds, TicaPlane plane) {
    public static final int MOST = 10_000; // frames on either side, as the papers have it
    private static final int TORSION_BINS = 72; // of 5°

    public static ComparisonFeatures of(Topology topology, double thermal, TicaPlane plane) {
        return of(topology, new BitSet(), thermal, plane);
    }

    /** @param atRest atoms that are held: what they alone determine is left out, for it is the same on both sides */
    public static ComparisonFeatures of(Topology topology, BitSet atRest, double thermal, TicaPlane plane) {
        return new ComparisonFeatures(
                thermal,
                Torsions.free(Torsions.phiPsi(topology), atRest),
                topology.bonds().stream()
                        .filter(bond -> !(atRest.get(bond.first()) && atRest.get(bond.second())))
                        .toList(),
                plane);
    }

    /** Energies alone. */
    public static ComparisonFeatures ofEnergies(double thermal) {
        return new ComparisonFeatures(thermal, List.of(), List.of(), null);
    }

    /**
     * Conformations as the measures see them.
     *
     * @param energy [F] kT
     * @param torsions [F][K] rad
     * @param bonds [number of bonds][F] nm
     * @param slow [F][2]; empty without a plane
     */
    public record Points(double[] energy, double[][] torsions, double[][] bonds, double[][] slow) {
        public int size() {
            return energy.length;
        }
    }

    /** The same of at most {@link #MOST} of the chosen. */
    public Points points(Frames frames, double[] energy, int[] chosen) {
        return points(frames, energy, chosen, MOST);
    }

    /**
     * Some frames as the measures see them.
     *
     * @param energy [F] kJ/mol, of all frames
     * @param most so many of the chosen are taken at most, evenly spaced
     */
    public Points points(Frames frames, double[] energy, int[] chosen, int most) {
        int n = Math.min(most, chosen.length);
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
        double[][] lengths = bonds.stream()
                .map(bond -> Arrays.stream(taken)
                        .mapToDouble(f -> frames.distance(f, bond.first(), bond.second()))
                        .toArray())
                .toArray(double[][]::new);
        return new Points(
                reduced, angles, lengths, plane == null ? new double[0][] : plane.project(frames.select(taken)));
    }

    /** E-W2, kT; NaN where a side is empty. */
    public double energyDistance(Points a, Points b) {
        return a.size() == 0 || b.size() == 0 ? Double.NaN : LineTransport.w2(a.energy, b.energy);
    }

    /** E-W1, kT; NaN where a side is empty. */
    public double energyDistance1(Points a, Points b) {
        return a.size() == 0 || b.size() == 0 ? Double.NaN : LineTransport.w1(a.energy, b.energy);
    }

    /** Mean over the bonds of the 1-Wasserstein distance between their lengths, nm; NaN where a side is empty. */
    public double bondDistance(Points a, Points b) {
        return a.size() == 0 || b.size() == 0
                ? Double.NaN
                : IntStream.range(0, bonds.size())
                        .mapToDouble(i -> LineTransport.w1(a.bonds[i], b.bonds[i]))
                        .average()
                        .orElse(Double.NaN);
    }

    /**
     * Mean over φ and ψ of the Jensen-Shannon divergence of their histograms in bins of 5°, bits; NaN where a side is
     * empty or there are no torsions.
     */
    public double torsionDivergence(Points a, Points b) {
        return a.size() == 0 || b.size() == 0
                ? Double.NaN
                : IntStream.range(0, torsions.size())
                        .mapToDouble(k -> Clusters.divergence(histogram(a.torsions, k), histogram(b.torsions, k)))
                        .average()
                        .orElse(Double.NaN);
    }

    private static double[] histogram(double[][] angles, int torsion) {
        double[] share = new double[TORSION_BINS];
        for (double[] frame : angles) {
            double turn = frame[torsion] / (2 * Math.PI);
            share[Math.min(TORSION_BINS - 1, (int) ((turn - Math.floor(turn)) * TORSION_BINS))] += 1.0 / angles.length;
        }
        return share;
    }

    /** T-W2, rad; NaN where a side is empty or there are no torsions. */
    public double torsionDistance(Points a, Points b, Progress progress) {
        int n = Math.min(a.size(), b.size());
        return n == 0 || torsions.isEmpty()
                ? Double.NaN
                : TorsionDistance.of(evenly(a.torsions, n), evenly(b.torsions, n), progress);
    }

    /** TICA-W2; NaN where a side is empty or there is no plane. */
    public double slowDistance(Points a, Points b, Progress progress) {
        int n = Math.min(a.size(), b.size());
        return n == 0 || plane == null
                ? Double.NaN
                : ComponentDistance.of(evenly(a.slow, n), evenly(b.slow, n), progress);
    }

    /** TICA-JSD, bits; NaN where a side is empty or there is no plane. */
    public double slowDivergence(Points a, Points b) {
        return a.size() == 0 || b.size() == 0 || plane == null ? Double.NaN : plane.divergence(a.slow, b.slow);
    }

    private static double[][] evenly(double[][] rows, int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> rows[(int) ((long) i * rows.length / n)])
                .toArray(double[][]::new);
    }
}
