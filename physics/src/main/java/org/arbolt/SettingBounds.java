package org.arbolt;

import java.util.Locale;

/**
 * Ranges of settings. A record of settings checks its fields with these in its compact constructor, so that a bad value
 * is told alike wherever it comes from: one line with the setting's name, its range, and the value.
 */
public final class SettingBounds {
    private SettingBounds() {}

    /** A number between two others, those included. */
    public static void between(long least, long most, long value, String name) {
        require(value >= least && value <= most, name, "between " + least + " and " + most, value);
    }

    /** A number between two others, those included; NaN is refused. */
    public static void between(double least, double most, double value, String name) {
        require(value >= least && value <= most, name, "between " + plain(least) + " and " + plain(most), value);
    }

    /** A number that another is the least of. */
    public static void atLeast(long least, long value, String name) {
        require(value >= least, name, "at least " + least, value);
    }

    /** A positive number that is at most another. */
    public static void positive(double most, double value, String name) {
        require(value > 0 && value <= most, name, "above 0 and at most " + plain(most), value);
    }

    /** A temperature, K. */
    public static void temperature(double kelvin, String name) {
        between(1, 5000, kelvin, name);
    }

    /** A part of a whole: at least 0, less than 1. */
    public static void share(double value, String name) {
        require(value >= 0 && value < 1, name, "at least 0 and less than 1", value);
    }

    /**
     * Any other rule.
     *
     * @param holds whether the value keeps it
     * @param range the values that do, in words that follow "must be"
     */
    public static void require(boolean holds, String name, String range, Object value) {
        if (!holds) {
            throw new BadSetting(name + " must be " + range + ", was " + value);
        }
    }

    /** 0.5, 1000, 1e9: as a person writes it. */
    private static String plain(double bound) {
        if (bound == Math.rint(bound) && Math.abs(bound) < 1e7) {
            return String.valueOf((long) bound);
        }
        return String.valueOf(bound).replace(".0E", "e").toLowerCase(Locale.ROOT);
    }
}
