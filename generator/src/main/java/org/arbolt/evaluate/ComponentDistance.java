package org.arbolt.evaluate;

import org.arbolt.Progress;
import org.arbolt.math.Assignment;

/** TICA-W2: the exact 2-Wasserstein distance between two sets of points, here frames in {@link Tica} components. */
public final class ComponentDistance {
    private ComponentDistance() {}

    /**
     * @param a [F][C], finite
     * @param b [F][C], as many frames
     * @return in the unit of the components
     */
    public static double of(double[][] a, double[][] b, Progress progress) {
        if (a.length == 0 || a.length != b.length) {
            throw new IllegalArgumentException(
                    "a distance needs equally many points on each side, were " + a.length + " and " + b.length);
        }
        return Transport.distance(new SquaredDistances(a, b), progress);
    }

    private record SquaredDistances(double[][] a, double[][] b) implements Assignment.Costs {
        @Override
        public int size() {
            return a.length;
        }

        @Override
        public void row(int row, double[] out) {
            for (int j = 0; j < out.length; j++) {
                double sum = 0;
                for (int c = 0; c < a[row].length; c++) {
                    double apart = a[row][c] - b[j][c];
                    sum += apart * apart;
                }
                out[j] = sum;
            }
        }
    }
}
