package org.arbolt.units;

import java.util.Arrays;

/** Constants in the units used inside Arbolt: nm, ps, kJ/mol, amu, elementary charge, K. */
public final class Units {
    /** Boltzmann (molar gas) constant, kJ/mol/K. CODATA 2018, exact: R = 8.314462618… J/mol/K. */
    public static final double BOLTZMANN = 8.314462618e-3;

    /** Nanometres in one ångström. */
    public static final double NM_PER_ANGSTROM = 0.1;

    private Units() {}

    /**
     * Thermal energy kB·T.
     *
     * @param temperatureKelvin absolute temperature, K
     * @return kJ/mol
     * @throws IllegalArgumentException if the temperature is not a positive finite number
     */
    public static double thermalEnergy(double temperatureKelvin) {
        if (!(temperatureKelvin > 0) || Double.isInfinite(temperatureKelvin)) {
            throw new IllegalArgumentException(
                    "temperature must be a positive finite number of kelvin, was " + temperatureKelvin);
        }
        return BOLTZMANN * temperatureKelvin;
    }

    /**
     * Energies in units of kT.
     *
     * @param energy [F], kJ/mol
     * @param temperatureKelvin temperature, K
     * @return [F], dimensionless
     */
    public static double[] reduced(double[] energy, double temperatureKelvin) {
        double thermal = thermalEnergy(temperatureKelvin);
        return Arrays.stream(energy).map(e -> e / thermal).toArray();
    }
}
