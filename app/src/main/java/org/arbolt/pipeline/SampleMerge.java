package org.arbolt.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.arbolt.Progress;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.ImportanceWeights;

/**
 * The samples of many files as those of one run, or of one part. The frames of one file are in memory at a time; of all
 * samples there are but some numbers each. What belongs to all samples together is computed here: σ of the centroid
 * density, where the model does not say it, and with it the weights of independent samples; the smoothing of weights.
 */
final class SampleMerge {

    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;
    private final List<Portion> portions;
    private final int count;
    private final double[] energy; // [F], kJ/mol
    private final double[] logDensity; // [F], per nm^{3A}; NaN of populations
    private final double[] reducedEnergy; // [F], kT; not of populations
    private final double[] logWeight; // [F], raw; of populations alone
    private final long[] ancestor; // [F]; likewise
    private final List<PopulationRecord> populations = new ArrayList<>();
    private int[] checkpoints = {};

    SampleMerge(RunContext bench, RunConfig.SamplingPlan plan, List<Portion> portions) {
        this.bench = bench;
        this.plan = plan;
        this.portions = portions;
        count = Math.toIntExact(portions.stream().mapToLong(Portion::count).sum());
        energy = new double[count];
        logDensity = new double[count];
        boolean smc = plan.smc() != null;
        reducedEnergy = smc ? null : new double[count];
        logWeight = smc ? new double[count] : null;
        ancestor = smc ? new long[count] : null;
    }

    /** Writes {@code samples.dcd}, {@code smc.json} of populations, then {@code samples.npz}. */
    void run(Progress progress) {
        double centroidDeviation = stated().orElseGet(this::fitted);
        int atoms = bench.molecule().topology().atomCount();
        try (SampleFile.Writer samples = new SampleFile.Writer(bench.folder().file(RunFiles.SAMPLES), count, atoms);
                DcdFile.Writer viewed =
                        new DcdFile.Writer(bench.folder().file(RunFiles.SAMPLES_FOR_VIEWERS), atoms, count)) {
            double[] bias = bench.controls().restraints().isEmpty() ? null : new double[count];
            int at = 0;
            for (Portion portion : portions) {
                SampleFile part = take(portion, at);
                samples.append(part.frames());
                viewed.append(part.frames());
                if (reducedEnergy != null) {
                    put(
                            bench.evaluate(
                                            centroidDeviation,
                                            part.frames(),
                                            Arrays.copyOfRange(energy, at, at + part.count()))
                                    .reducedEnergy(),
                            reducedEnergy,
                            at);
                }
                if (bias != null) {
                    put(bench.controls().bias(part.frames()), bias, at);
                }
                at += portion.count();
                progress.report(at, count, "");
            }
            viewed.commit();
            if (plan.smc() != null) {
                bench.folder().writeJson(RunFiles.SMC, SmcRecord.of(plan.smc().particles(), checkpoints, populations));
                samples.put(SampleFile.POPULATION, NpyArray.of(populationOfEach()));
                samples.put(SampleFile.ANCESTOR, NpyArray.of(ancestor));
            }
            samples.finish(
                    logDensity,
                    energy,
                    weights(),
                    bias,
                    centroidDeviation,
                    bench.seed().value());
        }
    }

    /** Writes {@code smc.part.json} of populations, then {@code samples.part.npz}. */
    void part() {
        OptionalDouble centroidDeviation = stated();
        int atoms = bench.molecule().topology().atomCount();
        try (SampleFile.Writer samples =
                new SampleFile.Writer(bench.folder().file(RunFiles.part(RunFiles.SAMPLES)), count, atoms)) {
            int at = 0;
            for (Portion portion : portions) {
                samples.append(take(portion, at).frames());
                at += portion.count();
            }
            if (plan.smc() != null) {
                bench.folder()
                        .writeJson(RunFiles.part(RunFiles.SMC), new PopulationRecord.OfPart(checkpoints, populations));
            }
            samples.finishPart(
                    plan.smc() == null ? logDensity : null,
                    logWeight,
                    ancestor,
                    energy,
                    centroidDeviation,
                    bench.seed().value());
        }
    }

    private long[] populationOfEach() {
        return LongStream.range(0, count).map(i -> i / plan.smc().particles()).toArray();
    }

    private ImportanceWeights weights() {
        ImportanceWeights.Treatment treatment = ImportanceWeights.Treatment.parse(plan.weights());
        return plan.smc() == null
                ? ImportanceWeights.of(reducedEnergy, logDensity, treatment)
                : ImportanceWeights.ofRaw(logWeight, treatment);
    }

    /** Reads a file, and what is known of its samples to the places that they have. */
    private SampleFile take(Portion portion, int at) {
        SampleFile part = read(portion);
        put(part.energy() == null ? bench.energies(part.frames()) : part.energy(), energy, at);
        if (plan.smc() == null) {
            put(part.logDensity(), logDensity, at);
            return part;
        }
        Arrays.fill(logDensity, at, at + part.count(), Double.NaN);
        put(part.logWeight(), logWeight, at);
        System.arraycopy(part.ancestor(), 0, ancestor, at, part.count());
        PopulationRecord.OfPart record = RunFolder.readJson(portion.populations(), PopulationRecord.OfPart.class);
        if (record.checkpoints() == null
                || record.populations() == null
                || record.populations().size() * plan.smc().particles() != portion.count()) {
            throw portion.damaged();
        }
        populations.addAll(record.populations());
        checkpoints = record.checkpoints();
        return part;
    }

    private static void put(double[] numbers, double[] into, int at) {
        System.arraycopy(numbers, 0, into, at, numbers.length);
    }

    /** What the model says, nm; all files are of one model. Samples of before say what was fitted to them. */
    private OptionalDouble stated() {
        Double said = read(portions.getLast()).centroidDeviation();
        return said == null ? OptionalDouble.empty() : OptionalDouble.of(said);
    }

    private double fitted() {
        BoltzmannTarget.CentroidFit fit = new BoltzmannTarget.CentroidFit();
        for (Portion portion : portions) {
            fit.add(read(portion).frames());
        }
        return fit.deviation();
    }

    private SampleFile read(Portion portion) {
        SampleFile samples =
                SampleFile.read(portion.file(), bench.molecule().topology().atomCount());
        boolean whole = samples.count() == portion.count()
                && (plan.smc() == null
                        ? samples.logDensity() != null
                        : samples.energy() != null
                                && samples.logWeight() != null
                                && samples.ancestor() != null
                                && samples.centroidDeviation() != null);
        if (!whole) {
            throw portion.damaged();
        }
        return samples;
    }
}
