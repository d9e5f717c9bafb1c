package org.arbolt.model.coordinates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final int DRAWS = 20_000;

    /** Kolmogorov's D √n exceeds 1.95 with probability 0.001; two such tests, seed fixed. */
    @Test
    void anglesAndDirectionsFollowTheHaarMeasure() {
        RandomStream random = new Seed(5).stream("test", 0);
        double[] angle = new double[DRAWS];
        double[] height = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double[] r = Rotation.uniform(random);
            angle[i] = Math.acos(Math.clamp((r[0] + r[4] + r[8] - 1) / 2, -1, 1));
            height[i] = r[5];
        }
        assertThat(distance(angle, a -> (a - Math.sin(a)) / Math.PI)).isLessThan(1.95 / Math.sqrt(DRAWS));
        assertThat(distance(height, h -> (h + 1) / 2)).isLessThan(1.95 / Math.sqrt(DRAWS));
    }

    @Test
    void rotationsAreProperAndOrthogonal() {
        double[] r = Rotation.uniform(new Seed(6).stream("test", 0));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double dot = r[3 * i] * r[3 * j] + r[3 * i + 1] * r[3 * j + 1] + r[3 * i + 2] * r[3 * j + 2];
                assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-14));
            }
        }
        double determinant = r[0] * (r[4] * r[8] - r[5] * r[7])
                - r[1] * (r[3] * r[8] - r[5] * r[6])
                + r[2] * (r[3] * r[7] - r[4] * r[6]);
        assertThat(determinant).isCloseTo(1, within(1e-14));
    }

    private static double distance(double[] values, DoubleUnaryOperator distribution) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            double f = distribution.applyAsDouble(sorted[i]);
            largest = Math.max(largest, Math.max(f - (double) i / sorted.length, (i + 1.0) / sorted.length - f));
        }
        return largest;
    }
}
