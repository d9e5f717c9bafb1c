package org.arbolt.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeometryTest {
    private static final double CLOSE = 1e-12;

    /** Four corners of a cuboid, after a point that belongs to none of the angles. */
    private static final double[] POINTS = {9, 9, 9, 0, 0, 0, 3, 0, 0, 3, 4, 0, 3, 4, 12};

    private static final int A = 3;
    private static final int B = 6;
    private static final int C = 9;
    private static final int D = 12;

    @Test
    void distancesAreThoseOfPythagoras() {
        assertThat(Geometry.norm(3, -4, 12)).isEqualTo(13);
        assertThat(Geometry.distance(POINTS, A, C)).isEqualTo(5);
        assertThat(Geometry.distance(POINTS, D, A)).isEqualTo(13);
        assertThat(Geometry.distanceSquared(POINTS, A, D)).isEqualTo(169);
        assertThat(Geometry.distance(new double[] {1, 2, 3}, new double[] {1, 5, 7}))
                .isEqualTo(5);
    }

    @Test
    void anglesAreExactWhereAnArcCosineIsNot() {
        assertThat(Geometry.angle(POINTS, A, B, C)).isEqualTo(Math.PI / 2);
        double[] straight = {-1, 0, 0, 0, 0, 0, 1, 1e-9, 0};
        assertThat(Math.PI - Geometry.angle(straight, 0, 3, 6)).isCloseTo(1e-9, within(1e-15));
    }

    @Test
    void aTorsionIsPositiveClockwiseAlongTheMiddleBond() {
        assertThat(Geometry.torsion(POINTS, A, B, C, D)).isEqualTo(Math.PI / 2);
        double[] mirrored = POINTS.clone();
        mirrored[D + 2] = -12;
        assertThat(Geometry.torsion(mirrored, A, B, C, D)).isEqualTo(-Math.PI / 2);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1.9, 0.4", "0.15, 1.2, -3", "0.1, 0.3, 2.2", "0.2, 3, -1"})
    void aPlacedPointHasTheDistanceAngleAndTorsionAskedFor(double r, double theta, double phi) {
        double[] xyz = POINTS.clone();
        Geometry.place(xyz, A, B, C, D, r, theta, phi);
        assertThat(Geometry.distance(xyz, A, B)).isCloseTo(r, within(CLOSE));
        assertThat(Geometry.angle(xyz, A, B, C)).isCloseTo(theta, within(CLOSE));
        assertThat(Geometry.torsion(xyz, A, B, C, D)).isCloseTo(phi, within(CLOSE));
        assertThat(Geometry.torsionBlondelKarplus(xyz, A, B, C, D)).isCloseTo(phi, within(CLOSE));
    }

    @Test
    void vectorsHaveTheUsualAlgebra() {
        Vector3 a = new Vector3(1, 2, 3);
        Vector3 b = new Vector3(-2, 0, 5);
        assertThat(a.cross(b)).isEqualTo(new Vector3(10, -11, 4));
        assertThat(a.cross(b).dot(a)).isZero();
        assertThat(a.dot(b)).isEqualTo(13);
        assertThat(a.plus(b).minus(a)).isEqualTo(b);
        assertThat(a.times(2).over(2)).isEqualTo(a);
        assertThat(b.unit().norm()).isCloseTo(1, within(CLOSE));
        assertThat(Vector3.of(POINTS, 3)).isEqualTo(new Vector3(3, 4, 0));
    }
}
