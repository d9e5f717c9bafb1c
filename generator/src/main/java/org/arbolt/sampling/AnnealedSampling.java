package org.arbolt.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.units.Units;

/**
 * Goes on from weighted samples: they are resampled by their weights and moved by their forces, at the temperature of
 * the target or on the way down to it from a hotter one (sequential Monte Carlo samplers: Del Moral, Doucet, Jasra,
 * J. R. Stat. Soc. B 68, 411, 2006). Temperatures are chosen so that each step of the way keeps a share of the
 * effective samples. Estimates are consistent in the number of samples; that of Z is unbiased but for temperatures and
 * steps that adapt to the samples.
 *
 * @param moves of each temperature
 * @param hottestKelvin where it begins; the target's temperature for no way down
 * @param threshold share of effective samples below which they are resampled
 */
public record AnnealedSampling(int moves, double hottestKelvin, double threshold) {
    private static final double KEPT = 0.9; // of the effective samples, by a change of temperature
    private static final int HALVINGS = 40;

    /**
     * What is known after a move.
     *
     * @param temperatureKelvin at which it was made
     * @param effective Kish's effective samples, raw; after resampling it counts copies
     * @param lineages samples of the beginning that still have offspring
     * @param acceptance mean probability of the Metropolis test
     * @param stepPs leapfrog step
     * @param energy mean energy of the weighted samples, kJ/mol, biases included
     */
    public record Step(
            double temperatureKelvin,
            double effective,
            int lineages,
            double acceptance,
            double stepPs,
            double energy) {}

    /**
     * @param begin raw log-weights of the samples before anything was done, by the target of the hottest temperature,
     *     [F]
     * @param logWeight raw, [F]; the mean of their exponentials estimates Z
     * @param ancestor the sample of the beginning that each comes from, [F]
     * @param steps after every move
     */
    public record Result(double[] begin, double[] logWeight, int[] ancestor, List<Step> steps) {}

    /**
     * @param population the samples, which are moved; its energies are U, biases included
     * @param raw log-weights by the target, [F]
     * @param temperatureKelvin of the target
     */
    public Result run(LocalMoves population, double[] raw, double temperatureKelvin, Seed seed, Progress progress) {
        double[] logWeight = raw.clone();
        if (hottestKelvin < temperatureKelvin) {
            throw new IllegalArgumentException(
                    "cooling from " + hottestKelvin + " K cannot end at " + temperatureKelvin + " K");
        }
        double kelvin = hottestKelvin;
        reweigh(logWeight, population.energy(), temperatureKelvin, kelvin);
        double[] begin = logWeight.clone();
        int[] ancestor = IntStream.range(0, raw.length).toArray();
        List<Step> steps = new ArrayList<>();
        for (int level = 0; ; level++) {
            if (Weights.of(logWeight).effectiveSamples() < threshold * raw.length) {
                ancestor = resampled(population, logWeight, ancestor, seed, level);
            }
            for (int k = 0; k < moves; k++) {
                double acceptance = population.move(Units.thermalEnergy(kelvin), logWeight);
                steps.add(step(population, logWeight, ancestor, kelvin, acceptance));
                int left = moves - k - 1 + (kelvin > temperatureKelvin ? moves : 0); // of the way down, one at least
                progress.report(steps.size(), steps.size() + left, Math.round(kelvin) + " K");
            }
            if (kelvin == temperatureKelvin) {
                return new Result(begin, logWeight, ancestor, steps);
            }
            double next = next(logWeight, population.energy(), kelvin, temperatureKelvin);
            reweigh(logWeight, population.energy(), kelvin, next);
            kelvin = next;
        }
    }

    private static int[] resampled(LocalMoves population, double[] logWeight, int[] ancestor, Seed seed, int level) {
        Weights weights = Weights.of(logWeight);
        if (weights.areZero()) {
            return ancestor;
        }
        int[] chosen = TwistedSampling.systematic(
                weights.share(), seed.stream("resampling", level).nextDouble());
        population.select(chosen);
        Arrays.fill(logWeight, LogSumExp.of(logWeight) - Math.log(logWeight.length));
        return Arrays.stream(chosen).map(i -> ancestor[i]).toArray();
    }

    /** Log-weights by a target of another temperature. */
    private static void reweigh(double[] logWeight, double[] energy, double from, double to) {
        double change = 1 / Units.thermalEnergy(from) - 1 / Units.thermalEnergy(to);
        for (int i = 0; i < logWeight.length && from != to; i++) {
            logWeight[i] += logWeight[i] == Double.NEGATIVE_INFINITY ? 0 : change * energy[i];
        }
    }

    /** The lowest temperature, down to a least, that keeps the share of the effective samples. */
    private static double next(double[] logWeight, double[] energy, double kelvin, double least) {
        double wanted = KEPT * Weights.of(logWeight).effectiveSamples();
        if (effective(logWeight, energy, kelvin, least) >= wanted) {
            return least;
        }
        double low = least;
        double high = kelvin;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (effective(logWeight, energy, kelvin, middle) >= wanted) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high < kelvin ? high : 0.999 * kelvin + 0.001 * least;
    }

    private static double effective(double[] logWeight, double[] energy, double from, double to) {
        double[] there = logWeight.clone();
        reweigh(there, energy, from, to);
        return Weights.of(there).effectiveSamples();
    }

    private static Step step(
            LocalMoves population, double[] logWeight, int[] ancestor, double kelvin, double acceptance) {
        Weights weights = Weights.of(logWeight);
        double[] energy = population.energy();
        double mean = 0;
        for (int i = 0; i < energy.length; i++) {
            mean += weights.share()[i] > 0 ? weights.share()[i] * energy[i] : 0;
        }
        return new Step(
                kelvin,
                weights.effectiveSamples(),
                (int) Arrays.stream(ancestor).distinct().count(),
                acceptance,
                population.stepPs(),
                mean);
    }
}
