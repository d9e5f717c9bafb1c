package org.arbolt.dynamics;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.arbolt.BadInput;
import org.arbolt.BadSetting;
import org.arbolt.SettingBounds;
import org.arbolt.units.Units;

/**
 * Temperatures of replica exchange, the wanted one first. The coldest may stand on several rungs: they all give
 * frames and share the hotter rungs, which costs less per frame than a ladder for each.
 *
 * @param temperaturesKelvin [K] never descending, K
 */
public record Ladder(double[] temperaturesKelvin) {

    public Ladder {
        temperaturesKelvin = temperaturesKelvin.clone();
        if (temperaturesKelvin.length == 0) {
            throw new BadInput("a temperature ladder needs at least one rung");
        }
        double below = 0;
        for (double temperature : temperaturesKelvin) {
            SettingBounds.temperature(temperature, "temperature of a rung");
            if (temperature < below) {
                throw new BadInput("temperatures of a ladder must never descend, found " + temperature + " K after "
                        + below + " K");
            }
            below = temperature;
        }
    }

    /**
     * Rungs in geometric progression, which gives equal acceptance everywhere when the heat capacity is constant.
     *
     * @param coldestKelvin temperature of the first rung
     * @param hottestKelvin temperature of the last rung; ignored for a single rung
     * @param rungs number of rungs, K
     */
    public static Ladder geometric(double coldestKelvin, double hottestKelvin, int rungs) {
        requireRungs(rungs);
        double span = hottestKelvin / coldestKelvin;
        double[] temperatures = new double[rungs];
        for (int i = 0; i < rungs; i++) {
            temperatures[i] = i == 0 ? coldestKelvin : coldestKelvin * Math.pow(span, i / (double) (rungs - 1));
        }
        return new Ladder(temperatures);
    }

    /** @throws BadSetting if a ladder cannot have so many different temperatures */
    public static void requireRungs(int rungs) {
        SettingBounds.between(1, 100, rungs, "rungs");
    }

    /** @throws BadSetting if its coldest temperature cannot stand on so many rungs */
    public static void requireColdRungs(int count) {
        SettingBounds.between(1, 1000, count, "cold rungs");
    }

    /**
     * The shortest geometric ladder whose acceptance, as {@link #predictedAcceptance} has it, reaches a target.
     *
     * @param heatCapacity dU/dT of the potential energy, kJ/mol/K
     * @param target acceptance wanted between neighbours, in (0, 1)
     */
    public static Ladder forAcceptance(double coldestKelvin, double hottestKelvin, double heatCapacity, double target) {
        if (!(target > 0 && target < 1)) {
            throw new BadInput("target acceptance must lie between 0 and 1, was " + target);
        }
        int rungs = 2;
        while (predictedAcceptance(coldestKelvin, stepUp(coldestKelvin, hottestKelvin, rungs), heatCapacity) < target) {
            rungs++;
        }
        return geometric(coldestKelvin, hottestKelvin, rungs);
    }

    private static double stepUp(double coldest, double hottest, int rungs) {
        return coldest * Math.pow(hottest / coldest, 1.0 / (rungs - 1));
    }

    /**
     * Mean Metropolis acceptance between two temperatures for a constant heat capacity C, by the normal approximation:
     * energies at T have mean C·T and variance C·k·T², and the acceptance is the mean of min(1, exp Δ) over the normal
     * Δ = (β₁−β₂)(U₁−U₂).
     */
    static double predictedAcceptance(double coldKelvin, double hotKelvin, double heatCapacity) {
        double betaDifference = 1 / Units.thermalEnergy(coldKelvin) - 1 / Units.thermalEnergy(hotKelvin);
        double mean = -betaDifference * heatCapacity * (hotKelvin - coldKelvin);
        double variance = heatCapacity * Units.BOLTZMANN * (coldKelvin * coldKelvin + hotKelvin * hotKelvin);
        double deviation = betaDifference * Math.sqrt(variance);
        if (deviation == 0) {
            return 1;
        }
        return normalBelow(mean / deviation)
                + Math.exp(mean + deviation * deviation / 2) * normalBelow(-deviation - mean / deviation);
    }

    /** Φ(z) by Zelen and Severo, Abramowitz and Stegun 26.2.17, error below 1e-7. */
    private static double normalBelow(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double tail = Math.exp(-z * z / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z > 0 ? 1 - tail : tail;
    }

    /** This ladder with its coldest temperature on so many rungs. */
    public Ladder withColdRungs(int count) {
        requireColdRungs(count);
        int hotter = rungs() - coldRungs();
        double[] temperatures = new double[Math.addExact(count, hotter)];
        Arrays.fill(temperatures, temperature(0));
        System.arraycopy(temperaturesKelvin, coldRungs(), temperatures, count, hotter);
        return new Ladder(temperatures);
    }

    /** Number of rungs at the coldest temperature; they are the first ones. */
    public int coldRungs() {
        int count = 1;
        while (count < rungs() && temperature(count) == temperature(0)) {
            count++;
        }
        return count;
    }

    public int rungs() {
        return temperaturesKelvin.length;
    }

    /** Temperature of a rung, K. */
    public double temperature(int rung) {
        return temperaturesKelvin[rung];
    }

    @Override
    public double[] temperaturesKelvin() {
        return temperaturesKelvin.clone();
    }

    @Override
    public String toString() {
        return String.join(
                        " ",
                        DoubleStream.of(temperaturesKelvin)
                                .mapToObj("%.1f"::formatted)
                                .toList()) + " K";
    }
}
