package org.arbolt.forcefield;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbered terms: their atoms and their numbers. */
final class OpenMmRows {
    final List<int[]> atoms = new ArrayList<>();
    final List<double[]> numbers = new ArrayList<>();

    void add(int[] of, double... values) {
        atoms.add(of);
        numbers.add(values);
    }

    int[] atoms() {
        return atoms.stream().flatMapToInt(Arrays::stream).toArray();
    }

    double[] column(int column) {
        return numbers.stream().mapToDouble(row -> row[column]).toArray();
    }
}
