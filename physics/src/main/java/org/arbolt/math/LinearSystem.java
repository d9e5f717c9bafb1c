package org.arbolt.math;

import org.ojalgo.matrix.decomposition.LU;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.matrix.store.RawStore;

/** Solves A x = b. */
public final class LinearSystem {
    private LinearSystem() {}

    /**
     * @param matrix [n][n]
     * @param right [n]
     * @return [n]
     * @throws IllegalStateException if the matrix is singular
     */
    public static double[] solve(double[][] matrix, double[] right) {
        LU<Double> lu = LU.R064.make(matrix.length, matrix.length);
        lu.decompose(RawStore.wrap(matrix));
        if (!lu.isSolvable()) {
            throw new IllegalStateException("a system of " + matrix.length + " linear equations is singular");
        }
        MatrixStore<Double> solution = lu.getSolution(R064Store.wrap(right.clone()));
        return solution.toRawCopy1D();
    }
}
