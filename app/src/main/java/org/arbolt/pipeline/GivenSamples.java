package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.arbolt.BadInput;
import org.arbolt.io.trajectory.FrameSource;
import org.arbolt.molecule.Frames;
import org.arbolt.report.Weighting;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Target;

/**
 * Samples of any source, weighed by what their file says: by {@code log_weight}, or by {@code log_q} and energies; all
 * alike where it says neither.
 */
final class GivenSamples {
    private static final double COINCIDENT = 1e-4; // nm, of centroids that do not move

    private final RunContext bench;
    private final Path file;
    private final CentroidDensity centroid;
    private final ImportanceWeights.Treatment treatment;

    /** @param centroid what {@code log_q} says of centroids; null where the file is to say it */
    GivenSamples(RunContext bench, Path file, CentroidDensity centroid, ImportanceWeights.Treatment treatment) {
        this.bench = bench;
        this.file = file;
        this.centroid = centroid;
        this.treatment = treatment;
    }

    private int[] lineages; // [F]; null where samples are independent

    /**
     * Reads them.
     *
     * @param energies U of frames, [F], kJ/mol, where the file does not have them
     * @throws BadInput if the file holds no frame, or arrays that do not fit its frames
     */
    Evaluation.Samples read(Function<Path, FrameSource> open, Function<Frames, double[]> energies) {
        Frames frames;
        try (FrameSource source = open.apply(file)) {
            frames = source.rest(file);
        }
        if (frames.count() == 0) {
            throw new BadInput(file + " holds no frames; give samples");
        }
        ArrayFile arrays = ArrayFile.of(file, frames.count());
        double[] stored = arrays.numbers("energy");
        double[] energy = stored == null ? energies.apply(frames) : stored;
        double[] logWeight = arrays.numbers("log_weight");
        double[] logDensity = arrays.numbers("log_q");
        lineages = SampleFile.lineages(arrays.numbers(SampleFile.POPULATION), arrays.numbers(SampleFile.ANCESTOR));
        if (logWeight == null && logDensity != null) {
            return new Evaluation.Samples(weighed(frames, energy, logDensity, arrays), Weighting.Origin.GIVEN_DENSITY);
        }
        return new Evaluation.Samples(
                given(frames, energy, logWeight), logWeight == null ? Weighting.Origin.NONE : Weighting.Origin.GIVEN);
    }

    /** By the weights of the file; alike where it has none. */
    private Ensemble given(Frames frames, double[] energy, double[] logWeight) {
        Target.Exclusion[] exclusion = new Target.Exclusion[energy.length];
        double[] reduced = new double[energy.length];
        for (int f = 0; f < energy.length; f++) {
            boolean finite = Double.isFinite(energy[f]);
            exclusion[f] = finite ? Target.Exclusion.NONE : Target.Exclusion.NOT_FINITE;
            reduced[f] = finite ? 0 : Double.POSITIVE_INFINITY;
        }
        double[] raw = usable("log_weight", logWeight == null ? new double[energy.length] : logWeight, reduced);
        return ensemble(frames, unknown(energy.length), new Target.Evaluation(reduced, energy, exclusion), raw);
    }

    /** By the density that the samples were drawn with. */
    private Ensemble weighed(Frames frames, double[] energy, double[] logDensity, ArrayFile arrays) {
        CentroidDensity how = centroid != null
                ? centroid
                : arrays.has("centroid_deviation")
                        ? CentroidDensity.of(arrays.one("centroid_deviation"))
                        : CentroidDensity.INCLUDED;
        double sigma = how.none() ? BoltzmannTarget.AT_REST : deviation(frames, how);
        Target.Evaluation said = bench.target(sigma).evaluate(frames, energy);
        double[] raw = new double[energy.length];
        for (int f = 0; f < raw.length; f++) {
            raw[f] = -said.reducedEnergy()[f] - logDensity[f];
        }
        return ensemble(frames, logDensity, said, usable("log_q", raw, said.reducedEnergy()));
    }

    private double deviation(Frames frames, CentroidDensity how) {
        double fitted = BoltzmannTarget.fittedCentroidDeviation(frames);
        if (how.deviation() == null && fitted < COINCIDENT) {
            throw new BadInput(file + ": the centroids of all samples coincide, so log_q holds no density of them; "
                    + "give --centroid none");
        }
        return how.deviation() == null ? fitted : how.deviation();
    }

    /** Log-weights with −∞ in the place of what is none, told. */
    private double[] usable(String name, double[] logWeights, double[] reduced) {
        double[] usable = logWeights.clone();
        int bad = 0;
        for (int f = 0; f < usable.length; f++) {
            boolean excluded = reduced[f] == Double.POSITIVE_INFINITY;
            boolean none = Double.isNaN(usable[f]) || usable[f] == Double.POSITIVE_INFINITY;
            bad += none && !excluded ? 1 : 0;
            usable[f] = none || excluded ? Double.NEGATIVE_INFINITY : usable[f];
        }
        if (bad > 0) {
            bench.remarks()
                    .add(file + ": " + bad + " of " + usable.length + " samples have no usable " + name
                            + "; their weight is taken to be zero");
        }
        return usable;
    }

    private Ensemble ensemble(Frames frames, double[] logDensity, Target.Evaluation said, double[] raw) {
        long notFinite = Arrays.stream(said.exclusion())
                .filter(e -> e == Target.Exclusion.NOT_FINITE)
                .count();
        if (notFinite > 0) {
            bench.remarks()
                    .add(file + ": " + notFinite + " of " + raw.length
                            + " samples have no finite energy; they are left out, their weight is zero");
        }
        if (Arrays.stream(raw).allMatch(l -> l == Double.NEGATIVE_INFINITY)) {
            bench.remarks().add(file + ": every weight is zero; there is no reweighted ensemble");
        }
        return new Ensemble(frames, logDensity, said, ImportanceWeights.ofRaw(raw, treatment), lineages);
    }

    private static double[] unknown(int count) {
        double[] unknown = new double[count];
        Arrays.fill(unknown, Double.NaN);
        return unknown;
    }
}
