package org.arbolt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LineTransportTest {

    @Test
    void distanceOfShiftedSamplesIsTheShift() {
        double[] a = {3, 1, 2, 10};
        double[] b = Arrays.stream(a).map(v -> v + 0.7).toArray();
        assertThat(LineTransport.w2(a, b)).isEqualTo(0.7, Offset.offset(1e-12));
    }

    @Test
    void distanceOfSamplesOfUnequalSizeIsExact() {
        // {0, 1} against {0, 0.5, 1}: matched thirds and sixths by hand: 2·(1/6)·0.5²
        assertThat(LineTransport.w2(new double[] {0, 1}, new double[] {0, 0.5, 1}))
                .isEqualTo(Math.sqrt(2 * 0.25 / 6), Offset.offset(1e-12));
    }

    @Test
    void repeatingEveryEnergyChangesNothing() {
        RandomStream random = new Seed(2).stream("energies", 0);
        double[] a = random.doubles(50).toArray();
        double[] b = random.doubles(70).toArray();
        double[] twice = Arrays.stream(a)
                .flatMap(v -> Arrays.stream(new double[] {v, v}))
                .toArray();
        assertThat(LineTransport.w2(twice, b)).isEqualTo(LineTransport.w2(a, b), Offset.offset(1e-12));
    }

    /** Against NumPy, tools/pin_psis.py. */
    @Test
    void anIndependentImplementationFindsTheSame() {
        double[] a = new double[1000];
        double[] b = new double[1000];
        Arrays.setAll(a, i -> Math.sin(1.7 * i) + 0.1 * Math.cos(0.3 * i * i));
        Arrays.setAll(b, i -> 1.1 * Math.sin(2.3 * i) + 0.2);
        assertThat(LineTransport.w1(a, b)).isEqualTo(0.19609583902834626, Offset.offset(1e-6));
        assertThat(LineTransport.w2(a, b)).isEqualTo(0.20773208272285126, Offset.offset(1e-6));
    }
}
