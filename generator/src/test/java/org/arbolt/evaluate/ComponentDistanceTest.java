package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.arbolt.Progress;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ComponentDistanceTest {

    @Test
    void distanceInComponentsIsExact() {
        double[][] a = {{0, 0}, {1, 0}, {0, 5}};
        double[][] b = {{0, 5}, {1, 1}, {0, 0}};
        assertThat(ComponentDistance.of(a, b, Progress.NONE)).isEqualTo(Math.sqrt(1 / 3.0), Offset.offset(1e-9));
    }

    /** The number is SciPy's, from tools/pin_assignment.py. */
    @Test
    void agreesWithSciPy() {
        double[][] a = TorsionDistanceTest.points(1000, 2, 0);
        double[][] b = TorsionDistanceTest.points(1000, 2, 1);
        assertThat(ComponentDistance.of(a, b, Progress.NONE)).isEqualTo(0.325228573631, Offset.offset(1e-7));
    }
}
