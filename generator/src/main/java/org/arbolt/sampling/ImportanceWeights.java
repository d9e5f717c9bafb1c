package org.arbolt.sampling;

import java.util.Arrays;
import org.arbolt.BadInput;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.math.LogSumExp;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;

/**
 * Self-normalised importance weights of samples, w ∝ exp(ℓ) with ℓ = −u − log q (docs/method.md, "Weights").
 *
 * @param treatment what was done to the weights that averages are made with
 * @param logWeights [F] those; −∞ for weight zero
 * @param rawLogWeights [F] as they came, up to no constant: exp of them averages to Z
 * @param smoothedLogWeights [F] Pareto smoothed, whatever the treatment
 * @param paretoShape Pareto k̂ of the raw weights' tail; +∞ with too few weights to tell
 */
public record ImportanceWeights(
        Treatment treatment,
        double[] logWeights,
        double[] rawLogWeights,
        double[] smoothedLogWeights,
        double paretoShape) {
    private static final int RESAMPLES = 1000;

    /**
     * What is done to the weights.
     *
     * @param name as users write it: {@code none}, {@code psis} or {@code clip:SHARE}
     * @param clippedShare share of the largest log-weights that is dropped; 0 unless clipping
     */
    public record Treatment(String name, double clippedShare) {
        public static final Treatment NONE = new Treatment("none", 0);
        public static final Treatment PSIS = new Treatment("psis", 0);

        /** The rule of the published tables. */
        public static final Treatment PUBLISHED = new Treatment("clip:0.002", 0.002);

        /**
         * @throws BadInput if it is none of them
         */
        public static Treatment parse(String text) {
            if (text.equals(NONE.name)) {
                return NONE;
            }
            if (text.equals(PSIS.name)) {
                return PSIS;
            }
            if (text.startsWith("clip:")) {
                try {
                    double share = Double.parseDouble(text.substring(5));
                    if (share > 0 && share < 1) {
                        return new Treatment(text, share);
                    }
                } catch (NumberFormatException e) {
                    // Told below, like a share out of range.
                }
            }
            throw new BadInput(
                    "treatment of weights must be none, psis or clip:SHARE with a share between 0 and 1, was " + text);
        }
    }

    /**
     * Weights of samples.
     *
     * @param reducedEnergy [F], +∞ for a sample that the target excludes
     * @param logDensity [F], log q of the samples
     */
    public static ImportanceWeights of(double[] reducedEnergy, double[] logDensity, Treatment treatment) {
        if (reducedEnergy.length != logDensity.length) {
            throw new IllegalArgumentException("as many energies as densities are needed");
        }
        double[] raw = new double[reducedEnergy.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = reducedEnergy[i] == Double.POSITIVE_INFINITY
                    ? Double.NEGATIVE_INFINITY
                    : -reducedEnergy[i] - logDensity[i];
        }
        return ofRaw(raw, treatment);
    }

    /**
     * Weights of samples whose raw log-weights are known.
     *
     * @param raw [F], −u − log q; −∞ for a sample that the target excludes
     */
    public static ImportanceWeights ofRaw(double[] raw, Treatment treatment) {
        ParetoSmoothing smoothing = ParetoSmoothing.of(raw);
        double[] treated = raw;
        if (treatment.equals(Treatment.PSIS)) {
            treated = smoothing.logWeights();
        } else if (treatment.clippedShare() > 0) {
            treated = clipped(raw, treatment.clippedShare());
        }
        return new ImportanceWeights(treatment, treated, raw, smoothing.logWeights(), smoothing.shape());
    }

    /**
     * The published code's rule: the largest log-weights are dropped, which biases the result. Of equal ones at the
     * limit none is dropped, so weights that are all equal stay.
     */
    private static double[] clipped(double[] raw, double share) {
        double[] sorted = raw.clone();
        Arrays.sort(sorted);
        double largestKept = sorted[Math.max(0, (int) Math.floor((1 - share) * sorted.length) - 1)];
        return Arrays.stream(raw)
                .map(l -> l > largestKept ? Double.NEGATIVE_INFINITY : l)
                .toArray();
    }

    public int count() {
        return logWeights.length;
    }

    /** The weights that averages are made with. */
    public Weights averaging() {
        return Weights.of(logWeights);
    }

    /** Those weights [F]; they sum to one, or are all zero where no sample has a weight. */
    public double[] normalised() {
        return averaging().share();
    }

    /** log Z = log of the mean raw weight: unbiased in Z whatever the treatment. */
    public double logPartition() {
        return LogSumExp.of(rawLogWeights) - Math.log(count());
    }

    /**
     * {@link #logPartition()} with a percentile bootstrap interval (B. Efron, R. Tibshirani, An Introduction to the
     * Bootstrap, 1993, §13.3).
     *
     * @param level confidence, e.g. 0.95
     */
    public ConfidenceInterval logPartition(double level, Seed seed) {
        double value = logPartition();
        double top = Arrays.stream(rawLogWeights).max().orElse(Double.NEGATIVE_INFINITY);
        if (top == Double.NEGATIVE_INFINITY) {
            return new ConfidenceInterval(top, top, top, level);
        }
        double[] estimates = resampledLogPartitions(top, seed);
        double tail = (1 - level) / 2;
        double low = estimates[(int) Math.floor(tail * (RESAMPLES - 1))];
        double high = estimates[(int) Math.ceil((1 - tail) * (RESAMPLES - 1))];
        return new ConfidenceInterval(value, Math.min(low, value), Math.max(high, value), level);
    }

    /** [RESAMPLES], rising. */
    private double[] resampledLogPartitions(double top, Seed seed) {
        double[] scaled =
                Arrays.stream(rawLogWeights).map(l -> Math.exp(l - top)).toArray();
        double[] estimates = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            RandomStream random = seed.stream("bootstrap log Z", r);
            double sum = 0;
            for (int i = 0; i < scaled.length; i++) {
                sum += scaled[random.nextInt(scaled.length)];
            }
            estimates[r] = top + Math.log(sum / scaled.length);
        }
        Arrays.sort(estimates);
        return estimates;
    }

    /**
     * Indices of samples drawn with replacement in proportion to their weights (systematic resampling, one uniform
     * number).
     *
     * @param count how many
     * @return [count], ascending
     * @throws IllegalStateException if no sample has a weight
     */
    public int[] resample(int count, RandomStream random) {
        double[] weights = normalised();
        if (averaging().areZero()) {
            throw new IllegalStateException("no sample has a weight, nothing to resample");
        }
        int[] chosen = new int[count];
        double start = random.nextDouble();
        double cumulative = weights[0];
        int at = 0;
        for (int i = 0; i < count; i++) {
            double level = (i + start) / count;
            while (cumulative < level && at + 1 < weights.length) {
                cumulative += weights[++at];
            }
            chosen[i] = at;
        }
        return chosen;
    }
}
