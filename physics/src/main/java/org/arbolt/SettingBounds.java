package org.arbolt;

/** Bounds of settings, told to the user by the setting's name. */
public final class SettingBounds {
    private SettingBounds() {}

    public static void between(long least, long most, long value, String name) {
        if (value < least || value > most) {
            throw new BadInput(name + " must lie between " + least + " and " + most + ", was " + value);
        }
    }

    public static void between(double least, double most, double value, String name) {
        if (!(value >= least && value <= most)) {
            throw new BadInput(name + " must lie between " + least + " and " + most + ", was " + value);
        }
    }
}
