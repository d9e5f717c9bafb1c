package org.arbolt.molecule;

import org.arbolt.math.SymmetricEigen;

/**
 * The rigid motion that lays some atoms of a conformation on points, least squares by quaternions (B. K. P. Horn, J.
 * Opt. Soc. Am. A 4, 629 (1987)): x ↦ R (x − c) + t.
 *
 * @param rotation R, [3][3]
 * @param from c, centre of the atoms, nm
 * @param to t, centre of the points, nm
 * @param rmsd root mean square distance that is left, nm
 */
public record Superposition(double[][] rotation, double[] from, double[] to, double rmsd) {

    /**
     * @param atoms which atoms
     * @param xyz the conformation to be moved, [..][A][3], nm
     * @param offset where it begins
     * @param points [A][3], where the atoms are to lie, nm
     */
    public static Superposition of(int[] atoms, double[] xyz, int offset, double[] points) {
        double[] from = centre(atoms, xyz, offset);
        double[] to = centre(atoms, points, 0);
        double[][] s = new double[3][3]; // Σ (x − c) (p − t)ᵀ
        double squares = 0;
        for (int atom : atoms) {
            for (int i = 0; i < 3; i++) {
                double x = xyz[offset + 3 * atom + i] - from[i];
                for (int j = 0; j < 3; j++) {
                    s[i][j] += x * (points[3 * atom + j] - to[j]);
                }
                double p = points[3 * atom + i] - to[i];
                squares += x * x + p * p;
            }
        }
        double[][] n = {
            {s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
            {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
            {s[2][0] - s[0][2], s[0][1] + s[1][0], -s[0][0] + s[1][1] - s[2][2], s[1][2] + s[2][1]},
            {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], -s[0][0] - s[1][1] + s[2][2]}
        };
        SymmetricEigen eigen = SymmetricEigen.of(n);
        int best = 0;
        for (int i = 1; i < 4; i++) {
            best = eigen.values()[i] > eigen.values()[best] ? i : best;
        }
        double left = Math.max(0, squares - 2 * eigen.values()[best]);
        return new Superposition(matrix(eigen.vectors()[best]), from, to, Math.sqrt(left / atoms.length));
    }

    /** The unweighted mean of some atoms, nm. */
    static double[] centre(int[] atoms, double[] xyz, int offset) {
        double[] mean = new double[3];
        for (int atom : atoms) {
            for (int axis = 0; axis < 3; axis++) {
                mean[axis] += xyz[offset + 3 * atom + axis] / atoms.length;
            }
        }
        return mean;
    }

    private static double[][] matrix(double[] q) {
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        return new double[][] {
            {w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)},
            {2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)},
            {2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z}
        };
    }

    /** Moves a whole conformation of so many atoms. */
    public void apply(double[] xyz, int offset, int atoms) {
        double[] moved = new double[3];
        for (int at = offset; at < offset + 3 * atoms; at += 3) {
            for (int i = 0; i < 3; i++) {
                moved[i] = to[i];
                for (int j = 0; j < 3; j++) {
                    moved[i] += rotation[i][j] * (xyz[at + j] - from[j]);
                }
            }
            System.arraycopy(moved, 0, xyz, at, 3);
        }
    }

    /** A point [3] of the target's frame turned back into the conformation's, as a direction: Rᵀ p. */
    double[] turnedBack(double[] p) {
        double[] back = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                back[i] += rotation[j][i] * p[j];
            }
        }
        return back;
    }
}
