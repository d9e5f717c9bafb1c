package org.arbolt.math;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.RawStore;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, largest absolute value first.
 *
 * @param values [n]
 * @param vectors [n][n], the vector of each value, orthonormal; the largest element of each is positive
 */
public record SymmetricEigen(double[] values, double[][] vectors) {

    /** @param matrix [n][n], symmetric */
    public static SymmetricEigen of(double[][] matrix) {
        int n = matrix.length;
        Eigenvalue<Double> eigen = Eigenvalue.R064.make(n, true);
        if (!eigen.decompose(RawStore.wrap(matrix))) {
            throw new IllegalStateException("eigenvalues of a matrix of " + n + " rows were not found");
        }
        double[] values = new double[n];
        eigen.getEigenvalues(values, Optional.empty());
        MatrixStore<Double> columns = eigen.getV();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(values[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sorted = new double[n];
        double[][] vectors = new double[n][];
        for (int i = 0; i < n; i++) {
            sorted[i] = values[order[i]];
            vectors[i] = positive(columns, order[i], n);
        }
        return new SymmetricEigen(sorted, vectors);
    }

    private static double[] positive(MatrixStore<Double> columns, int column, int n) {
        double[] vector = new double[n];
        int largest = 0;
        for (int i = 0; i < n; i++) {
            vector[i] = columns.doubleValue(i, column);
            largest = Math.abs(vector[i]) > Math.abs(vector[largest]) ? i : largest;
        }
        double sign = vector[largest] < 0 ? -1 : 1;
        for (int i = 0; i < n; i++) {
            vector[i] *= sign;
        }
        return vector;
    }
}
