package org.arbolt.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
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
 * @param temperatureKelvin of the target
 * @param threshold share of effective samples below which they are resampled
 */
public record AnnealedSampling(int moves, double hottestKelvin, double temperatureKelvin, double threshold) {
    private static final double KEPT = 0.9; // of the effective samples, by a change of temperature
    private static final int HALVINGS = 40;

    public AnnealedSampling {
        if (moves < 1 || !(hottestKelvin >= temperatureKelvin)) {
            throw new IllegalArgumentException(moves + " moves at each temperature cannot cool from " + hottestKelvin
                    + " K to " + temperatureKelvin + " K");
        }
    }

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
     * Where it is after a move: with the state of the moves, all that is needed to go on.
     *
     * @param begin raw log-weights of the samples before anything was done, by the target of the hottest temperature,
     *     [F]
     * @param logWeight raw, [F]; the mean of their exponentials estimates Z
     * @param ancestor the sample of the beginning that each comes from, [F]
     * @param steps after every move
     */
    public record State(double[] begin, double[] logWeight, int[] ancestor, List<Step> steps) {
        public State {
            int count = begin.length;
            if (logWeight.length != count || ancestor.length != count) {
                throw new IllegalArgumentException(count + " samples cannot have " + logWeight.length + " weights and "
                        + ancestor.length + " ancestors");
            }
            if (Arrays.stream(ancestor).anyMatch(i -> i < 0 || i >= count)) {
                throw new IllegalArgumentException("ancestors must be among the " + count + " samples");
            }
        }
    }

    /**
     * @param energy of the samples, biases included, [F], kJ/mol
     * @param raw log-weights by the target, [F]
     */
    public State begin(double[] energy, double[] raw) {
        double[] logWeight = raw.clone();
        reweigh(logWeight, energy, temperatureKelvin, hottestKelvin);
        return new State(logWeight, logWeight, IntStream.range(0, raw.length).toArray(), List.of());
    }

    /**
     * Goes on to the end.
     *
     * @param population the samples as they are in that state, which are moved; its energies are U, biases included
     * @param from what {@link #begin} gave, or {@code afterEach} was given
     * @param afterEach given the state after every move
     */
    public State run(LocalMoves population, State from, Seed seed, Consumer<State> afterEach, Progress progress) {
        State state = from;
        report(progress, state);
        while (!isFinished(state)) {
            state = next(population, state, seed);
            report(progress, state);
            afterEach.accept(state);
        }
        return state;
    }

    private double kelvin(State state) {
        return state.steps.isEmpty() ? hottestKelvin : state.steps.getLast().temperatureKelvin();
    }

    private boolean isFinished(State state) {
        return !state.steps.isEmpty() && state.steps.size() % moves == 0 && kelvin(state) == temperatureKelvin;
    }

    private void report(Progress progress, State state) {
        int done = state.steps.size();
        int here = Math.floorMod(-done, moves) + (done == 0 ? moves : 0);
        int left = here + (kelvin(state) > temperatureKelvin ? moves : 0); // of the way down, one at least
        progress.report(done, done + left, Math.round(kelvin(state)) + " K");
    }

    private State next(LocalMoves population, State state, Seed seed) {
        int done = state.steps.size();
        double kelvin = kelvin(state);
        double[] logWeight = state.logWeight.clone();
        int[] ancestor = state.ancestor;
        if (done > 0 && done % moves == 0) {
            double next = next(logWeight, population.energy(), kelvin, temperatureKelvin);
            reweigh(logWeight, population.energy(), kelvin, next);
            kelvin = next;
        }
        if (done % moves == 0 && Weights.of(logWeight).effectiveSamples() < threshold * logWeight.length) {
            ancestor = resampled(population, logWeight, ancestor, seed, done / moves);
        }
        double acceptance = population.move(Units.thermalEnergy(kelvin), logWeight);
        List<Step> steps = new ArrayList<>(state.steps);
        steps.add(step(population, logWeight, ancestor, kelvin, acceptance));
        return new State(state.begin, logWeight, ancestor, Collections.unmodifiableList(steps));
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
