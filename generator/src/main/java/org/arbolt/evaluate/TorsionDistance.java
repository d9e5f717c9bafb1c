package org.arbolt.evaluate;

import java.util.Arrays;
import org.arbolt.Progress;
import org.arbolt.math.Assignment;

/**
 * T-W2: the 2-Wasserstein distance between two sets of torsion vectors on the torus (docs/method.md, "Evaluation"),
 * exact: √ of the mean cost of the cheapest one-to-one assignment, the cost of a pair being the squared geodesic
 * distance summed over the torsions.
 */
public final class TorsionDistance {
    private static final double TURN = 2 * Math.PI;

    private TorsionDistance() {}

    /**
     * Exact distance of two sets of equal size and equal weights.
     *
     * @param a [F][K] torsions, rad, any branch, finite
     * @param b [F][K], as many frames
     * @return rad
     */
    public static double of(double[][] a, double[][] b, Progress progress) {
        if (a.length == 0 || a.length != b.length) {
            throw new IllegalArgumentException(
                    "a torsion distance needs equally many frames on each side, were " + a.length + " and " + b.length);
        }
        return Transport.distance(new SquaredDistances(columns(a), columns(b)), progress);
    }

    /** [K][F], angles in [−π, π]. */
    private static double[][] columns(double[][] angles) {
        int torsions = angles[0].length;
        double[][] columns = new double[torsions][angles.length];
        for (int f = 0; f < angles.length; f++) {
            if (angles[f].length != torsions) {
                throw new IllegalArgumentException(
                        "frame " + f + " has " + angles[f].length + " torsions, frame 0 " + torsions);
            }
            for (int k = 0; k < torsions; k++) {
                columns[k][f] = Math.IEEEremainder(angles[f][k], TURN);
            }
        }
        return columns;
    }

    /** @param a [K][F], rad in [−π, π]; likewise b */
    private record SquaredDistances(double[][] a, double[][] b) implements Assignment.Costs {
        @Override
        public int size() {
            return b[0].length;
        }

        @Override
        public void row(int row, double[] out) {
            Arrays.fill(out, 0);
            for (int k = 0; k < a.length; k++) {
                add(a[k][row], b[k], out);
            }
        }

        private static void add(double angle, double[] others, double[] out) {
            for (int j = 0; j < out.length; j++) {
                double apart = Math.abs(angle - others[j]);
                double around = Math.min(apart, TURN - apart);
                out[j] += around * around;
            }
        }
    }
}
