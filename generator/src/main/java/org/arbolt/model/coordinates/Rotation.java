package org.arbolt.model.coordinates;

import java.util.random.RandomGenerator;

/** Rotations drawn uniformly from SO(3). */
final class Rotation {
    private Rotation() {}

    /**
     * A uniformly (Haar) distributed rotation: a Gaussian quaternion has a uniform direction on the 3-sphere (Shoemake,
     * Graphics Gems III, 1992).
     *
     * @return row-major 3 × 3 matrix
     */
    static double[] uniform(RandomGenerator random) {
        double w;
        double x;
        double y;
        double z;
        double square;
        do {
            w = random.nextGaussian();
            x = random.nextGaussian();
            y = random.nextGaussian();
            z = random.nextGaussian();
            square = w * w + x * x + y * y + z * z;
        } while (square < 1e-12);
        double s = 2 / square;
        return new double[] {
            1 - s * (y * y + z * z),
            s * (x * y - w * z),
            s * (x * z + w * y),
            s * (x * y + w * z),
            1 - s * (x * x + z * z),
            s * (y * z - w * x),
            s * (x * z - w * y),
            s * (y * z + w * x),
            1 - s * (x * x + y * y)
        };
    }

    /** Turns every point about the origin and then shifts it, in place. */
    static void apply(double[] matrix, double[] shift, double[] xyz, int offset, int atoms) {
        for (int i = offset; i < offset + 3 * atoms; i += 3) {
            double x = xyz[i];
            double y = xyz[i + 1];
            double z = xyz[i + 2];
            xyz[i] = matrix[0] * x + matrix[1] * y + matrix[2] * z + shift[0];
            xyz[i + 1] = matrix[3] * x + matrix[4] * y + matrix[5] * z + shift[1];
            xyz[i + 2] = matrix[6] * x + matrix[7] * y + matrix[8] * z + shift[2];
        }
    }
}
