package org.arbolt.forcefield;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Torsions on the same four atoms merged: E(φ) = c0 + Σ_m (A_m cos mφ + B_m sin mφ), where k (1 + cos(mφ − φ0)) gives
 * c0 = k, A_m = k cos φ0, B_m = k sin φ0. So a dihedral's geometry is worked out once for all its periodicities.
 *
 * @param atoms [n][4] flattened
 * @param highest highest periodicity of each, [n]
 * @param coefficients [n][{@link #WIDTH}] flattened: c0, A_1, B_1, A_2, B_2 …, kJ/mol
 */
record CosineSeries(int[] atoms, int[] highest, double[] coefficients) {
    /** Highest periodicity that any Amber force field uses. */
    static final int ORDERS = 6;

    /** Coefficients of one series. */
    static final int WIDTH = 1 + 2 * ORDERS;

    int count() {
        return highest.length;
    }

    /** @throws IllegalArgumentException if a periodicity is not in 1 … {@link #ORDERS} */
    static CosineSeries of(SystemParameters.Torsions torsions) {
        Map<List<Integer>, double[]> merged = new LinkedHashMap<>();
        for (int n = 0; n < torsions.k().length; n++) {
            int order = torsions.periodicity()[n];
            if (order < 1 || order > ORDERS) {
                throw new IllegalArgumentException(
                        "periodicity of a torsion must be 1 to " + ORDERS + ", was " + order);
            }
            List<Integer> atoms =
                    Arrays.stream(torsions.atoms(), 4 * n, 4 * n + 4).boxed().toList();
            double[] c = merged.computeIfAbsent(atoms, a -> new double[WIDTH]);
            c[0] += torsions.k()[n];
            c[2 * order - 1] += torsions.k()[n] * Math.cos(torsions.phase()[n]);
            c[2 * order] += torsions.k()[n] * Math.sin(torsions.phase()[n]);
        }
        List<double[]> rows = new ArrayList<>(merged.values());
        return new CosineSeries(
                merged.keySet().stream()
                        .flatMap(List::stream)
                        .mapToInt(Integer::intValue)
                        .toArray(),
                rows.stream().mapToInt(CosineSeries::highestOf).toArray(),
                rows.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    private static int highestOf(double[] coefficients) {
        int order = ORDERS;
        while (order > 1 && coefficients[2 * order - 1] == 0 && coefficients[2 * order] == 0) {
            order--;
        }
        return order;
    }
}
