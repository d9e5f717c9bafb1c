package org.arbolt.forcefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * E = ½ k (θ − θ0)² (Cornell et al. 1995, eq. 1, with k twice as large). An end atom at distance r from the vertex
 * feels k (θ − θ0)/r in the plane, across its arm; the vertex feels the opposite of both.
 */
class AngleTest {
    private static final double K = 400;

    /**
     * Arms of 0.1 along x and 0.2 along y, θ0 = 60°: E = ½·400·(π/6)²; across the arms 400·(π/6)/0.1 and half of it.
     */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aRightAngleCloses(EnergyKernel kernel) {
        kernel.require(
                new FewAtoms(3).angle(Math.PI / 3, K),
                EnergyComponent.ANGLE,
                new double[] {0.4, 0.2, -0.1, 0.3, 0.2, -0.1, 0.3, 0.4, -0.1},
                54.83113556160755,
                new double[] {
                    0, 2094.395102393195, 0, -1047.1975511965977, -2094.395102393195, 0, 1047.1975511965977, 0, 0
                });
    }

    static Stream<Arguments> angles() {
        return Stream.of(EnergyKernel.values())
                .flatMap(kernel ->
                        Stream.of(10.0, 60.0, 100.0, 109.5, 170.0).map(degrees -> Arguments.of(kernel, degrees)));
    }

    /** The first arm along x, the last at θ to it. */
    @ParameterizedTest
    @MethodSource("angles")
    void anyAngleGoesToItsRestAngle(EnergyKernel kernel, double degrees) {
        double theta = Math.toRadians(degrees);
        double bend = theta - Math.toRadians(100);
        double first = K * bend / 0.1;
        double last = K * bend / 0.2;
        double s = Math.sin(theta);
        double c = Math.cos(theta);
        kernel.require(
                new FewAtoms(3).angle(Math.toRadians(100), K),
                EnergyComponent.ANGLE,
                new double[] {0.1, 0, 0, 0, 0, 0, 0.2 * c, 0.2 * s, 0},
                0.5 * K * bend * bend,
                new double[] {0, first, 0, -last * s, last * c - first, 0, last * s, -last * c, 0});
    }

    /**
     * At θ = π, E = ½·400·(2π/3)², but no direction is the one to bend in. Next to −1 an arc cosine has half of the
     * digits, and a force in single precision is not quite across the arms.
     */
    @ParameterizedTest
    @EnumSource(EnergyKernel.class)
    void aStraightAngleHasItsEnergyAndNoForce(EnergyKernel kernel) {
        Energies found =
                kernel.evaluate(new FewAtoms(3).angle(Math.PI / 3, K), Cutoff.NONE, 0.1, 0, 0, 0, 0, 0, -0.1, 0, 0);
        double allowed = kernel == EnergyKernel.VECTOR_FLOAT ? 1e-3 : 1e-7;
        assertThat(found.total()[0]).isCloseTo(877.298168985721, within(877 * allowed));
        double across = K * (2 * Math.PI / 3) / 0.1;
        assertThat(found.forces()).containsExactly(new double[9], within(0.1 * across));
    }
}
