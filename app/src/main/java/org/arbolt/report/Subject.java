package org.arbolt.report;

/**
 * What was simulated.
 *
 * @param molecule name as given, e.g. {@code Ace-A-Nme}
 * @param atoms number of atoms
 * @param forceField e.g. {@code amber99sbildn-obc, no cut-off}
 * @param temperatureKelvin K, positive
 */
public record Subject(String molecule, int atoms, String forceField, double temperatureKelvin) {
    public Subject {
        if (!(temperatureKelvin > 0) || Double.isInfinite(temperatureKelvin)) {
            throw new IllegalArgumentException(
                    "temperature must be positive and finite, was " + temperatureKelvin + " K");
        }
        if (atoms < 1) {
            throw new IllegalArgumentException("a molecule has at least one atom, was " + atoms);
        }
    }
}
