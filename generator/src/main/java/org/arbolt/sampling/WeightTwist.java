package org.arbolt.sampling;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Control;
import org.arbolt.molecule.Frames;

/**
 * What the weight of an unfinished particle is expected to be, from two numbers: the target's reduced energy of the
 * conformation that it lets expect, or of the atoms of it that are placed, and the probability of its steps. log ψ_k =
 * a_k + b_k f_k + c_k ℓ_k with f_k the energy over its median in a pilot population, cut at both ends, and ℓ_k the
 * log-probability.
 *
 * @param guesses the energy, by checkpoint
 * @param middle medians of the energy, by checkpoint
 * @param coefficients [checkpoint][3]
 */
public record WeightTwist(List<Guess> guesses, double[] middle, double[][] coefficients) implements Control {
    private static final double HIGHEST = 30; // kT over the median: what lies above has no weight anyway
    private static final double LOWEST = -10;
    private static final double RIDGE = 1e-3; // of the variance of a feature

    /** How coefficients are found. */
    public enum Kind {
        /** Plain importance sampling: no twist at all. */
        NONE,
        /**
         * More the more is drawn, b_k = −(k + 1)/(K + 1): of the energy where a conformation is expected as a whole,
         * c_k = 0; of the weight of what is there where it grows, c_k = b_k.
         */
        ENERGY,
        /** The least squares of the pilot's log-weights, within 10 nats of their median. */
        LEARNED
    }

    /**
     * The energy of unfinished conformations.
     *
     * @param target null where nothing can be said
     * @param placed atoms that it is of; null for all
     */
    public record Guess(Target target, BitSet placed) {
        static Guess of(Target target, BitSet placed) {
            if (placed.cardinality() == target.atoms()) {
                return new Guess(target, null);
            }
            return new Guess(placed.isEmpty() ? null : target.part(placed), placed);
        }

        /** [N], kT; null where nothing can be said. */
        double[] energy(Frames expected) {
            if (target == null || expected == null) {
                return null;
            }
            return target.evaluate(placed == null ? expected : expected.of(placed))
                    .reducedEnergy();
        }
    }

    /**
     * A twist from a pilot population, which is no part of what is sampled later.
     *
     * @param particles of the pilot
     * @param seed its own
     */
    public static Control of(
            Kind kind, SequentialProposal proposal, int[] checkpoints, Target target, int particles, Seed seed) {
        if (kind == Kind.NONE) {
            return Control.NONE;
        }
        List<Guess> guesses = Arrays.stream(checkpoints)
                .mapToObj(step -> Guess.of(target, proposal.placed(step)))
                .toList();
        SequentialProposal.Population pilot = proposal.begin(seed, 0, particles);
        double[][] energy = new double[checkpoints.length][];
        double[][] logProbability = new double[checkpoints.length][];
        for (int k = 0; k < checkpoints.length; k++) {
            pilot.advance(checkpoints[k]);
            energy[k] = guesses.get(k).energy(pilot.expected());
            logProbability[k] = pilot.logProbability();
        }
        pilot.advance(proposal.steps());
        Proposal.Draw draw = pilot.finish();
        double[] reduced = target.evaluate(draw.frames()).reducedEnergy();
        double[] logWeight = new double[particles];
        Arrays.setAll(logWeight, i -> -reduced[i] - draw.logDensity()[i]);
        boolean grows = guesses.stream().anyMatch(guess -> guess.placed != null);
        double[] middle = new double[checkpoints.length];
        double[][] coefficients = new double[checkpoints.length][];
        for (int k = 0; k < checkpoints.length; k++) {
            if (energy[k] == null) {
                coefficients[k] = new double[3];
                continue;
            }
            middle[k] = median(energy[k]);
            double b = -(k + 1.0) / (checkpoints.length + 1);
            coefficients[k] = kind == Kind.ENERGY
                    ? new double[] {0, b, grows ? b : 0}
                    : fitted(cut(energy[k], middle[k]), logProbability[k], logWeight);
        }
        return new WeightTwist(guesses, middle, coefficients);
    }

    /** Of those that are finite; 0 where none is. */
    private static double median(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /** What has no energy counts as the highest. */
    private static double[] cut(double[] energy, double middle) {
        return Arrays.stream(energy)
                .map(u -> Double.isNaN(u - middle) ? HIGHEST : Math.clamp(u - middle, LOWEST, HIGHEST))
                .toArray();
    }

    /** Ridge regression of log-weights, those far from their median drawn in. */
    private static double[] fitted(double[] energy, double[] logProbability, double[] logWeight) {
        int n = logWeight.length;
        double centre = median(logWeight);
        double[] y = Arrays.stream(logWeight)
                .map(w -> Math.clamp(w - centre, -10, 10))
                .toArray();
        double meanE = Arrays.stream(energy).average().orElse(0);
        double meanL = Arrays.stream(logProbability).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double ee = 0;
        double el = 0;
        double ll = 0;
        double ey = 0;
        double ly = 0;
        for (int i = 0; i < n; i++) {
            double e = energy[i] - meanE;
            double l = logProbability[i] - meanL;
            ee += e * e;
            el += e * l;
            ll += l * l;
            ey += e * (y[i] - meanY);
            ly += l * (y[i] - meanY);
        }
        ee += RIDGE * (ee + 1);
        ll += RIDGE * (ll + 1);
        double determinant = ee * ll - el * el;
        double b = (ey * ll - ly * el) / determinant;
        double c = (ly * ee - ey * el) / determinant;
        return Double.isFinite(b) && Double.isFinite(c) ? new double[] {-b * meanE - c * meanL, b, c} : new double[3];
    }

    @Override
    public double[] logPrefix(Unfinished unfinished) {
        double[] logTwist = new double[unfinished.logProbability().length];
        int k = unfinished.checkpoint();
        double[] said = guesses.get(k).energy(unfinished.expected());
        if (said == null) {
            return logTwist;
        }
        double[] energy = cut(said, middle[k]);
        double[] c = coefficients[k];
        Arrays.setAll(logTwist, i -> c[0] + c[1] * energy[i] + c[2] * unfinished.logProbability()[i]);
        return logTwist;
    }
}
