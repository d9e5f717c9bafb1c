package org.arbolt.evaluate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.SettingBounds;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.ComparisonFeatures.Points;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;

/**
 * How far an ensemble is from a reference, before and after reweighting, each beside its noise floor: the same distance
 * between the halves of the reference (docs/evaluation.md).
 *
 * @param frames compared on each side; the halves of the floor have at most as many
 * @param values by measure
 * @param plane what the slowest coordinates rest on; null where they are not known
 */
public record EnsembleDistances(int frames, Map<Measure, Value> values, TicaPlane.Facts plane) {
    /** Effective samples, raw, below which an ensemble is not compared. */
    public static final int LEAST_EFFECTIVE = 10;

    /**
     * @param proposal of the samples as drawn
     * @param ensemble of the weighted ensemble: mean over the repeats
     * @param error one standard error, by bootstrap; NaN where it is not known
     * @param floor between halves of the reference
     */
    public record Value(double proposal, double ensemble, double error, double floor) {
        /** Where there is nothing to compare with. */
        public static final Value UNKNOWN = new Value(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * How sets are compared.
     *
     * @param frames at most so many on each side
     * @param repeats so often an ensemble is resampled by its weights, and so many bootstrap samples tell errors
     */
    public record Plan(int frames, int repeats) {
        public static final Plan PUBLISHED = new Plan(ComparisonFeatures.MOST, 5);

        public Plan {
            SettingBounds.between(2, 50_000, frames, "frames to compare");
            SettingBounds.between(1, 1000, repeats, "repeats of the comparison");
        }
    }

    public Value of(Measure measure) {
        return values.getOrDefault(measure, Value.UNKNOWN);
    }

    /** @param seed where resampling takes its random numbers from */
    public static EnsembleDistances of(
            Ensemble ensemble,
            Trajectory reference,
            ComparisonFeatures features,
            Plan plan,
            Seed seed,
            Progress progress) {
        return new Comparison(ensemble, reference, features, plan, seed).run(progress);
    }

    /** Whether weighted samples are worth enough to be compared: copies of a handful of them say nothing. */
    public static boolean comparable(Ensemble ensemble) {
        return Weights.of(ensemble.independentLogWeights()).effectiveSamples() >= LEAST_EFFECTIVE;
    }

    /** The comparison being made. */
    private static final class Comparison {
        private final Ensemble ensemble;
        private final Trajectory reference;
        private final ComparisonFeatures features;
        private final Seed seed;
        private final int repeats;
        private final int[] finite; // samples that have an energy
        private final int[][] blocks; // of the reference, independent of each other
        private final int frames;

        Comparison(Ensemble ensemble, Trajectory reference, ComparisonFeatures features, Plan plan, Seed seed) {
            this.ensemble = ensemble;
            this.reference = reference;
            this.features = features;
            this.seed = seed;
            this.repeats = plan.repeats();
            double[] energy = ensemble.evaluation().energy();
            this.finite = IntStream.range(0, ensemble.count())
                    .filter(i -> Double.isFinite(energy[i]))
                    .toArray();
            this.blocks = reference.byGroup();
            this.frames = Math.min(plan.frames(), Math.min(finite.length, reference.count()));
        }

        EnsembleDistances run(Progress progress) {
            boolean weighty = comparable(ensemble);
            boolean once = equalWeights() && frames <= finite.length;
            int resamples = weighty ? once ? 1 : repeats : 0;
            int boots = weighty && repeats > 1 ? repeats : 0;
            int parts = 2 + resamples + boots;
            Points whole = ofReference(IntStream.range(0, reference.count()).toArray());
            double[] drawn = measured(ofSamples(finite), whole, part(progress, 0, parts));
            double[] floor = measured(half(0), half(1), part(progress, 1, parts));
            double[][] repeated = IntStream.range(0, resamples)
                    .mapToObj(
                            r -> measured(ofSamples(once ? finite : resampled(r)), whole, part(progress, 2 + r, parts)))
                    .toArray(double[][]::new);
            double[][] bootstrapped = IntStream.range(0, boots)
                    .mapToObj(r -> measured(
                            ofSamples(bootstrapSamples(r)),
                            ofReference(bootstrapReference(r)),
                            part(progress, 2 + resamples + r, parts)))
                    .toArray(double[][]::new);
            Map<Measure, Value> values = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.values()) {
                int m = measure.ordinal();
                values.put(measure, new Value(drawn[m], mean(repeated, m), deviation(bootstrapped, m), floor[m]));
            }
            return new EnsembleDistances(
                    frames,
                    values,
                    features.plane() == null ? null : features.plane().facts());
        }

        private static Progress part(Progress progress, int part, int parts) {
            return (done, total, detail) ->
                    progress.report(1000L * part + 1000L * done / Math.max(1, total), 1000L * parts, detail);
        }

        /** Every measure, in their order; the costly ones, assignments, side by side. */
        private double[] measured(Points a, Points b, Progress progress) {
            List<ToDoubleFunction<Progress>> tasks = Arrays.stream(Measure.values())
                    .<ToDoubleFunction<Progress>>map(measure -> p -> measure.between(features, a, b, p))
                    .toList();
            return ParallelTasks.run(tasks, Runtime.getRuntime().availableProcessors(), progress);
        }

        private Points ofSamples(int[] chosen) {
            return features.points(ensemble.frames(), ensemble.evaluation().energy(), chosen, frames);
        }

        private Points ofReference(int[] chosen) {
            return features.points(reference.frames(), reference.energy(), chosen, frames);
        }

        private Points half(int half) {
            return ofReference(reference.half(half));
        }

        private boolean equalWeights() {
            double[] share = ensemble.weights().normalised();
            return Arrays.stream(share).allMatch(w -> w == share[0]);
        }

        /** In random order, so that a part of a resampled set, which comes sorted, is as good as the whole. */
        private int[] resampled(int repeat) {
            int[] chosen = ensemble.weights().resample(frames, seed.stream("resample", repeat));
            return seed.stream("shuffle", repeat).shuffle(chosen);
        }

        /** Samples drawn with replacement, then by their weights. */
        private int[] bootstrapSamples(int repeat) {
            RandomStream random = seed.stream("bootstrap samples", repeat);
            double[] raw = ensemble.weights().logWeights();
            int[] drawn = ensemble.groups() == null ? weightedOnes(raw, random) : together(ensemble.blocks(), random);
            double[] weights = Arrays.stream(drawn).mapToDouble(i -> raw[i]).toArray();
            int[] chosen = ImportanceWeights.ofRaw(weights, ImportanceWeights.Treatment.NONE)
                    .resample(frames, random);
            return random.shuffle(Arrays.stream(chosen).map(i -> drawn[i]).toArray());
        }

        /** As many samples as there are, with replacement; again, in the rare case that none of them has a weight. */
        private static int[] weightedOnes(double[] logWeights, RandomStream random) {
            int[] drawn;
            do {
                drawn = random.ints(logWeights.length, 0, logWeights.length).toArray();
            } while (Arrays.stream(drawn).allMatch(i -> logWeights[i] == Double.NEGATIVE_INFINITY));
            return drawn;
        }

        private int[] bootstrapReference(int repeat) {
            return together(blocks, seed.stream("bootstrap reference", repeat));
        }

        /** As many blocks as there are, with replacement. */
        private static int[] together(int[][] blocks, RandomStream random) {
            return IntStream.range(0, blocks.length)
                    .mapToObj(_ -> blocks[random.nextInt(blocks.length)])
                    .flatMapToInt(Arrays::stream)
                    .toArray();
        }

        private static double mean(double[][] repeats, int measure) {
            return Arrays.stream(repeats).mapToDouble(r -> r[measure]).average().orElse(Double.NaN);
        }

        private static double deviation(double[][] repeats, int measure) {
            double mean = mean(repeats, measure);
            double squares = Arrays.stream(repeats)
                    .mapToDouble(r -> (r[measure] - mean) * (r[measure] - mean))
                    .sum();
            return repeats.length < 2 ? Double.NaN : Math.sqrt(squares / (repeats.length - 1));
        }
    }
}
