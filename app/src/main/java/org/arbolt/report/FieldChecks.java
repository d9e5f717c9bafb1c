package org.arbolt.report;

import java.util.Arrays;

/** Conditions that several records of this package put on their fields. */
final class FieldChecks {
    private FieldChecks() {}

    static void notNaN(String field, double... values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new IllegalArgumentException(
                        field + " must be numbers, was NaN at " + i + " of " + values.length);
            }
        }
    }

    static void finite(String field, double... values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        field + " must be finite, was " + values[i] + " at " + i + " of " + values.length);
            }
        }
    }

    static void notNegative(String field, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(field + " must not be negative, was " + value);
        }
    }

    static void sameLength(String field, int expected, int... lengths) {
        if (Arrays.stream(lengths).anyMatch(length -> length != expected)) {
            throw new IllegalArgumentException(
                    field + " must have equal lengths, were " + expected + " and " + Arrays.toString(lengths));
        }
    }
}
