package org.arbolt.model.coordinates;

import java.util.random.RandomGenerator;

/** The unweighted mean of a conformation's atoms. */
final class Centroid {
    private Centroid() {}

    static double[] of(double[] xyz, int offset, int atoms) {
        double[] c = new double[3];
        for (int i = 0; i < 3 * atoms; i++) {
            c[i % 3] += xyz[offset + i];
        }
        for (int axis = 0; axis < 3; axis++) {
            c[axis] /= atoms;
        }
        return c;
    }

    /** Moves a conformation's centroid to a point, in place. */
    static void moveTo(double[] point, double[] xyz, int offset, int atoms) {
        double[] c = of(xyz, offset, atoms);
        for (int i = 0; i < 3 * atoms; i++) {
            xyz[offset + i] += point[i % 3] - c[i % 3];
        }
    }

    /** A point from N(0, σ² I). */
    static double[] draw(double deviation, RandomGenerator random) {
        return new double[] {
            deviation * random.nextGaussian(), deviation * random.nextGaussian(), deviation * random.nextGaussian()
        };
    }

    /** Log-density of N(0, σ² I) at a point, per nm³. */
    static double logDensity(double deviation, double[] c) {
        double square = c[0] * c[0] + c[1] * c[1] + c[2] * c[2];
        return -0.5 * square / (deviation * deviation) - 1.5 * Math.log(2 * Math.PI) - 3 * Math.log(deviation);
    }

    /**
     * Standard deviation of all centred coordinates of all frames, one number for the three axes, nm (docs/method.md,
     * "Two coordinate systems").
     */
    static double scale(FramePasses frames) {
        double[] square = new double[1];
        long[] coordinates = new long[1];
        frames.forEach((_, some) -> {
            for (int f = 0; f < some.count(); f++) {
                int offset = 3 * f * some.atoms();
                double[] c = of(some.xyz(), offset, some.atoms());
                for (int i = 0; i < 3 * some.atoms(); i++) {
                    double dx = some.xyz()[offset + i] - c[i % 3];
                    square[0] += dx * dx;
                }
            }
            coordinates[0] += some.xyz().length;
        });
        double scale = Math.sqrt(square[0] / coordinates[0]);
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("frames have no finite extent: scale " + scale + " nm");
        }
        return scale;
    }
}
