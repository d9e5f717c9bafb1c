package org.arbolt.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Eigenvalues and linear equations that can be solved by hand. */
class SymmetricEigenTest {
    private static final double ROOT_HALF = Math.sqrt(0.5);

    /** ((1, 3), (3, 1)): 4 along (1, 1)/√2 and −2 along (1, −1)/√2. */
    @Test
    void valuesComeByMagnitudeWithVectorsOfAKnownSign() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{1, 3}, {3, 1}});
        assertThat(eigen.values()).containsExactly(new double[] {4, -2}, within(1e-14));
        assertThat(eigen.vectors()[0]).containsExactly(new double[] {ROOT_HALF, ROOT_HALF}, within(1e-14));
        assertThat(Math.abs(eigen.vectors()[1][0])).isCloseTo(ROOT_HALF, within(1e-14));
        assertThat(eigen.vectors()[1][0]).isCloseTo(-eigen.vectors()[1][1], within(1e-14));
    }

    /** Of a diagonal matrix the diagonal and the axes; the largest element of a vector is positive. */
    @Test
    void aDiagonalMatrixIsItsOwnAnswer() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{1, 0, 0}, {0, -5, 0}, {0, 0, 3}});
        assertThat(eigen.values()).containsExactly(new double[] {-5, 3, 1}, within(1e-14));
        assertThat(eigen.vectors()[0]).containsExactly(new double[] {0, 1, 0}, within(1e-14));
        assertThat(eigen.vectors()[1]).containsExactly(new double[] {0, 0, 1}, within(1e-14));
    }

    /** A v = λ v and orthonormal vectors, for a matrix that is not sparse. */
    @Test
    void vectorsAreOrthonormalAndScaledByTheMatrix() {
        int n = 12;
        double[][] matrix = new double[n][n];
        RandomStream random = new Seed(2).stream("matrix", 0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian();
                matrix[j][i] = matrix[i][j];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                assertThat(dot(matrix[i], eigen.vectors()[k]))
                        .isCloseTo(eigen.values()[k] * eigen.vectors()[k][i], within(1e-12));
                assertThat(dot(eigen.vectors()[k], eigen.vectors()[i])).isCloseTo(k == i ? 1 : 0, within(1e-12));
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** 2x + y = 5, x − 3y = −8: x = 1, y = 3. */
    @Test
    void linearEquationsAreSolvedAndSingularOnesRefused() {
        assertThat(LinearSystem.solve(new double[][] {{2, 1}, {1, -3}}, new double[] {5, -8}))
                .containsExactly(new double[] {1, 3}, within(1e-14));
        assertThatThrownBy(() -> LinearSystem.solve(new double[][] {{1, 2}, {2, 4}}, new double[] {1, 1}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("singular");
    }
}
