package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.numpy.NpzWriter;
import org.arbolt.io.trajectory.PositionArrays;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;

/**
 * Samples as a file holds them, {@code samples.npz} (docs/formats.md). What a file does not have is null.
 *
 * @param frames {@code positions}, [F][A][3], nm, float32 numbers
 * @param logDensity {@code log_q}, [F], per nm^{3A}; samples of annealed or twisted SMC have none
 * @param energy {@code energy}, [F], kJ/mol
 * @param logWeight {@code log_weight_biased} where there are restraints, else {@code log_weight}, [F], raw; null in
 *     files of version 1, whose weights were treated
 * @param ancestor {@code ancestor}, [F], the sample of the beginning that each descends from; of annealed or twisted
 *     SMC alone
 * @param groups [F], numbers from 0 of the lineages, samples of one {@code population} and {@code ancestor}; null where
 *     samples are independent
 * @param centroidDeviation {@code centroid_deviation}, σ of the centroid density that the weights contain, nm; 0 for
 *     none
 * @param version {@code format_version}
 */
record SampleFile(
        Frames frames,
        double[] logDensity,
        double[] energy,
        double[] logWeight,
        long[] ancestor,
        int[] groups,
        Double centroidDeviation,
        int version) {
    /** The version that is written. */
    static final int VERSION = 2;

    /** Array of the sample of the beginning that each descends from. */
    static final String ANCESTOR = "ancestor";

    /** Array of the population of each. */
    static final String POPULATION = "population";

    private static final String POSITIONS = "positions";
    private static final String LOG_DENSITY = "log_q";
    private static final String ENERGY = "energy";
    private static final String LOG_WEIGHT = "log_weight";
    private static final String LOG_WEIGHT_SMOOTHED = "log_weight_smoothed";
    private static final String BIAS = "bias";
    private static final String LOG_WEIGHT_BIASED = "log_weight_biased";
    private static final String CENTROID = "centroid_deviation";
    private static final String SEED = "seed";
    private static final String FORMAT_VERSION = "format_version";

    /** Writes the samples of a part, or of a portion of one, whose weights may be known when all are together. */
    void writePart(Path file, long seed) {
        try (Writer out = new Writer(file, count(), frames.atoms())) {
            out.append(frames);
            out.finishPart(
                    logDensity,
                    logWeight,
                    ancestor,
                    energy,
                    centroidDeviation == null ? OptionalDouble.empty() : OptionalDouble.of(centroidDeviation),
                    seed);
        }
    }

    /**
     * Writes a weighted ensemble, and with it the σ (nm) of the centroid density that its weights contain.
     *
     * @param bias Σ V/kT of restraints, [F]; null without
     * @param more further arrays, [F] each
     */
    static void writeEnsemble(
            Path file,
            Ensemble ensemble,
            double[] bias,
            Map<String, NpyArray> more,
            double centroidDeviation,
            long seed) {
        try (Writer out = new Writer(file, ensemble.count(), ensemble.frames().atoms())) {
            out.append(ensemble.frames());
            more.forEach(out::put);
            out.finish(
                    ensemble.logDensity(),
                    ensemble.evaluation().energy(),
                    ensemble.weights(),
                    bias,
                    centroidDeviation,
                    seed);
        }
    }

    /** Writes a weighted ensemble whose frames come in pieces. */
    static final class Writer implements AutoCloseable {
        private final NpzWriter out;
        private final NpzWriter.Column positions;

        /** @param count samples in all */
        Writer(Path file, long count, int atoms) {
            out = NpzWriter.create(file);
            positions = out.begin(POSITIONS, new float[0], count, atoms, 3);
        }

        void put(String name, NpyArray array) {
            out.put(name, array);
        }

        void append(Frames frames) {
            positions.append(PositionArrays.toArray(frames).data());
        }

        /**
         * Adds what is known of all samples, [F] each, and gives the file its name.
         *
         * @param logDensity log q; NaN where it is not known, which is left out
         * @param bias Σ V/kT of restraints; null without
         */
        void finish(
                double[] logDensity,
                double[] energy,
                ImportanceWeights weights,
                double[] bias,
                double centroidDeviation,
                long seed) {
            if (Arrays.stream(logDensity).noneMatch(Double::isNaN)) {
                out.put(LOG_DENSITY, NpyArray.of(logDensity));
            }
            out.put(SEED, NpyArray.of(new long[] {seed}));
            out.put(FORMAT_VERSION, NpyArray.of(new long[] {VERSION}));
            out.put(ENERGY, NpyArray.of(energy));
            ImportanceWeights free = bias == null
                    ? weights
                    : ImportanceWeights.ofRaw(
                            Controls.unbiased(weights.rawLogWeights(), bias), ImportanceWeights.Treatment.PSIS);
            out.put(LOG_WEIGHT, NpyArray.of(free.rawLogWeights()));
            out.put(LOG_WEIGHT_SMOOTHED, NpyArray.of(free.smoothedLogWeights()));
            if (bias != null) {
                out.put(BIAS, NpyArray.of(bias));
                out.put(LOG_WEIGHT_BIASED, NpyArray.of(weights.rawLogWeights()));
            }
            out.put(CENTROID, NpyArray.of(new double[] {centroidDeviation}));
            out.commit();
        }

        /**
         * Adds what is known of the samples of a part, [F] each, and gives the file its name.
         *
         * @param logDensity log q; null of populations of sequential Monte Carlo
         * @param logWeight raw, under their restraints; null of independent samples
         * @param ancestor likewise
         * @param centroidDeviation σ of the centroid density, nm; empty where all samples together say it
         */
        void finishPart(
                double[] logDensity,
                double[] logWeight,
                long[] ancestor,
                double[] energy,
                OptionalDouble centroidDeviation,
                long seed) {
            if (logDensity != null) {
                out.put(LOG_DENSITY, NpyArray.of(logDensity));
            }
            if (ancestor != null) {
                out.put(ANCESTOR, NpyArray.of(ancestor));
            }
            out.put(SEED, NpyArray.of(new long[] {seed}));
            out.put(FORMAT_VERSION, NpyArray.of(new long[] {VERSION}));
            out.put(ENERGY, NpyArray.of(energy));
            if (logWeight != null) {
                out.put(LOG_WEIGHT, NpyArray.of(logWeight));
            }
            centroidDeviation.ifPresent(sigma -> out.put(CENTROID, NpyArray.of(new double[] {sigma})));
            out.commit();
        }

        @Override
        public void close() {
            out.close();
        }
    }

    /**
     * Reads a file of any version. Arrays that this version does not know are ignored.
     *
     * @throws BadInput if the file is damaged, of another molecule, or of a later version
     */
    static SampleFile read(Path file, int atoms) {
        Map<String, NpyArray> arrays = Npz.read(file);
        int version = version(file, arrays);
        boolean weighable = arrays.containsKey(LOG_DENSITY) || version > 1 && arrays.containsKey(LOG_WEIGHT);
        if (!arrays.containsKey(POSITIONS) || !weighable) {
            throw new BadInput(file + " has no arrays " + POSITIONS + " and " + LOG_DENSITY + " or " + LOG_WEIGHT
                    + "; it holds no samples of arbolt, name another folder");
        }
        Frames frames = PositionArrays.fromArray(file, arrays.get(POSITIONS), atoms);
        return new SampleFile(
                frames,
                numbers(file, arrays, LOG_DENSITY, frames.count()),
                numbers(file, arrays, ENERGY, frames.count()),
                version == 1
                        ? null
                        : numbers(
                                file,
                                arrays,
                                arrays.containsKey(LOG_WEIGHT_BIASED) ? LOG_WEIGHT_BIASED : LOG_WEIGHT,
                                frames.count()),
                ancestors(file, arrays, frames.count()),
                groups(file, arrays, frames.count()),
                centroidDeviation(file, numbers(file, arrays, CENTROID, 1)),
                version);
    }

    private static int version(Path file, Map<String, NpyArray> arrays) {
        double[] value = numbers(file, arrays, FORMAT_VERSION, 1);
        if (value == null) {
            return 1; // files of the first version do not say theirs
        }
        if (value[0] < 1 || value[0] != Math.rint(value[0])) {
            throw damaged(file, FORMAT_VERSION + " must be one whole number");
        }
        if (value[0] > VERSION) {
            throw new BadInput(file + " is of format version " + (long) value[0] + ", this arbolt reads up to version "
                    + VERSION + "; use a newer arbolt");
        }
        return (int) value[0];
    }

    /** [count]; null where the file does not have them. */
    private static double[] numbers(Path file, Map<String, NpyArray> arrays, String name, int count) {
        if (!arrays.containsKey(name)) {
            return null;
        }
        if (!arrays.get(name).isNumeric()) {
            throw damaged(file, name + " holds no numbers");
        }
        double[] numbers = arrays.get(name).toDoubles();
        if (numbers.length != count) {
            throw damaged(file, name + " holds " + numbers.length + " numbers, expected " + count);
        }
        return numbers;
    }

    private static long[] ancestors(Path file, Map<String, NpyArray> arrays, int count) {
        double[] numbers = numbers(file, arrays, ANCESTOR, count);
        return numbers == null
                ? null
                : Arrays.stream(numbers).mapToLong(number -> (long) number).toArray();
    }

    /**
     * Numbers from 0 of the lineages of samples.
     *
     * @param population [F]; null for a single one
     * @param ancestor [F]; null where samples are independent
     * @return null where samples are independent
     */
    static int[] lineages(double[] population, double[] ancestor) {
        if (ancestor == null) {
            return null;
        }
        Map<List<Double>, Integer> known = new HashMap<>();
        return IntStream.range(0, ancestor.length)
                .map(f -> known.computeIfAbsent(
                        List.of(population == null ? 0.0 : population[f], ancestor[f]), _ -> known.size()))
                .toArray();
    }

    private static int[] groups(Path file, Map<String, NpyArray> arrays, int count) {
        return lineages(numbers(file, arrays, POPULATION, count), numbers(file, arrays, ANCESTOR, count));
    }

    private static Double centroidDeviation(Path file, double[] value) {
        if (value == null) {
            return null;
        }
        if (!(value[0] >= 0) || Double.isInfinite(value[0])) {
            throw damaged(file, CENTROID + " must be one number, 0 or above");
        }
        return value[0];
    }

    private static BadInput damaged(Path file, String how) {
        return new BadInput(file + ": " + how + "; the file is damaged, delete it and sample again");
    }

    int count() {
        return frames.count();
    }

    /** Samples of a file, which is not read. @throws BadInput if it has none */
    static int count(Path file) {
        if (!Npz.names(file).contains(POSITIONS)) {
            throw new BadInput(file + " has no array " + POSITIONS + "; it holds no samples of arbolt, delete it");
        }
        long[] shape = Npz.shape(file, POSITIONS);
        if (shape.length == 0 || shape[0] > Integer.MAX_VALUE) {
            throw damaged(file, POSITIONS + " must have a row for each sample");
        }
        return (int) shape[0];
    }

    /** @throws BadInput if the samples of a file do not have their densities, so that more cannot be added */
    static void requireIndependent(Path file) {
        if (!Npz.names(file).contains(LOG_DENSITY)) {
            throw new BadInput(file + " has no array " + LOG_DENSITY
                    + ", so its samples were not drawn one by one; no more can be added, choose another output folder");
        }
    }
}
