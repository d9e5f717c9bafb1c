package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.arbolt.Progress;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorsionDistanceTest {
    private static final int[] PRIMES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

    /** The numbers are SciPy's, from tools/pin_assignment.py; costs rounded to float allow 1e-7. */
    @ParameterizedTest
    @CsvSource({
        "400, 2, 0.323339264087",
        "300, 12, 2.294677250850",
        "1000, 2, 0.315949196042",
        "1000, 4, 0.943833168425"
    })
    void agreesWithSciPy(int frames, int torsions, double expected) {
        double found = TorsionDistance.of(points(frames, torsions, 0), points(frames, torsions, 1), Progress.NONE);
        assertThat(found).isEqualTo(expected, Offset.offset(1e-7));
    }

    /** @return [frames][torsions], the sets of tools/pin_assignment.py */
    static double[][] points(int frames, int torsions, int set) {
        double[][] points = new double[frames][torsions];
        for (int i = 0; i < frames; i++) {
            for (int k = 0; k < torsions; k++) {
                double angle = 2 * Math.PI * (((i + 1) * Math.sqrt(PRIMES[k]) + 0.1 * set) % 1) - Math.PI;
                points[i][k] = angle + 0.3 * set * Math.sin(2 * angle);
            }
        }
        return points;
    }

    @Test
    void distanceToAShiftedCopyIsTheShift() {
        double[][] a = cloud(1, 600);
        double[][] b = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            b[a.length - 1 - i] = new double[] {a[i][0] + 0.3, a[i][1] - 0.4};
        }
        assertThat(TorsionDistance.of(a, b, Progress.NONE)).isEqualTo(0.5, Offset.offset(1e-6));
    }

    @Test
    void wholeTurnsAndTheSeamChangeNothing() {
        double[][] a = cloud(1, 300);
        double[][] b = cloud(2, 300);
        double expected = TorsionDistance.of(a, b, Progress.NONE);
        assertThat(TorsionDistance.of(b, moved(a, -4 * Math.PI), Progress.NONE))
                .isEqualTo(expected, Offset.offset(1e-7));
        assertThat(TorsionDistance.of(moved(a, 3), moved(b, 3), Progress.NONE))
                .isEqualTo(expected, Offset.offset(1e-7));
    }

    @Test
    void distanceOfASetToItselfIsZero() {
        double[][] a = cloud(1, 200);
        assertThat(TorsionDistance.of(a, a, Progress.NONE)).isZero();
    }

    @Test
    void setsOfUnequalSizeAreRefused() {
        assertThatThrownBy(() -> TorsionDistance.of(cloud(1, 3), cloud(1, 4), Progress.NONE))
                .hasMessageContaining("3 and 4");
    }

    /** [frames][2] around (2.9, −1), across the seam. */
    private static double[][] cloud(long index, int frames) {
        RandomStream random = new Seed(8).stream("cloud", index);
        double[][] cloud = new double[frames][];
        for (int i = 0; i < frames; i++) {
            cloud[i] = new double[] {2.9 + 0.3 * random.nextGaussian(), -1 + 0.3 * random.nextGaussian()};
        }
        return cloud;
    }

    private static double[][] moved(double[][] a, double by) {
        double[][] moved = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            moved[i] = new double[] {a[i][0] + by, a[i][1] + by};
        }
        return moved;
    }
}
