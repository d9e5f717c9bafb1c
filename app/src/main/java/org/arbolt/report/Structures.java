package org.arbolt.report;

import java.util.List;

/**
 * Some of the samples with their coordinates, for the part of the page that shows them.
 *
 * @param elements of the atoms, [A]
 * @param sample number of each, from 0, [M]
 * @param standsFor how many samples each stands for, [M]
 * @param xyz [M][A][3], nm, laid over each other
 */
public record Structures(List<String> elements, int[] sample, double[] standsFor, double[] xyz) {
    /** There are none. */
    public static final Structures NONE = new Structures(List.of(), new int[0], new double[0], new double[0]);

    public Structures {
        elements = List.copyOf(elements);
        FieldChecks.sameLength("structures and samples that they stand for", sample.length, standsFor.length);
        if (xyz.length != 3 * elements.size() * sample.length) {
            throw new IllegalArgumentException("structures need three coordinates for each atom");
        }
    }

    boolean isEmpty() {
        return sample.length == 0;
    }
}
