package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Target;

/**
 * The samples of all parts as those of one run. The frames of one part are in memory at a time; of all samples there
 * are but three numbers each. What belongs to all samples together is computed here: σ of the centroid density, where
 * the model does not say it, and with it the weights and their smoothing.
 */
final class SampleMerge {
    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;
    private final PartFolders parts;
    private final double[] logDensity; // [F], per nm^{3A}
    private final double[] energy; // [F], kJ/mol
    private final double[] reducedEnergy; // [F], kT

    SampleMerge(RunContext bench, RunConfig.SamplingPlan plan, PartFolders parts) {
        this.bench = bench;
        this.plan = plan;
        this.parts = parts;
        int count = Math.toIntExact(parts.items());
        logDensity = new double[count];
        energy = new double[count];
        reducedEnergy = new double[count];
    }

    /** Writes {@code samples.dcd}, then {@code samples.npz}. */
    void run(Progress progress) {
        double centroidDeviation = stated().orElseGet(this::fitted);
        int atoms = bench.molecule().topology().atomCount();
        try (SampleFile.Writer samples = new SampleFile.Writer(file(), logDensity.length, atoms);
                DcdFile.Writer viewed = new DcdFile.Writer(
                        bench.folder().file(RunFiles.SAMPLES_FOR_VIEWERS), atoms, logDensity.length)) {
            double[] bias = bench.controls().restraints().isEmpty() ? null : new double[logDensity.length];
            for (int i = 0; i < parts.count(); i++) {
                SampleFile part = part(i);
                samples.append(part.frames());
                viewed.append(part.frames());
                int first = (int) parts.part(i).first();
                take(part, bench.evaluate(centroidDeviation, part.frames(), part.energy()), first);
                if (bias != null) {
                    System.arraycopy(bench.controls().bias(part.frames()), 0, bias, first, part.count());
                }
                progress.report(i + 1, parts.count(), "");
            }
            viewed.commit();
            samples.finish(
                    logDensity,
                    energy,
                    ImportanceWeights.of(reducedEnergy, logDensity, ImportanceWeights.Treatment.parse(plan.weights())),
                    bias,
                    centroidDeviation,
                    bench.seed().value());
        }
    }

    private void take(SampleFile part, Target.Evaluation said, int at) {
        System.arraycopy(part.logDensity(), 0, logDensity, at, part.count());
        System.arraycopy(part.energy(), 0, energy, at, part.count());
        System.arraycopy(said.reducedEnergy(), 0, reducedEnergy, at, part.count());
    }

    /** What the model says, nm; all parts are of one model. */
    private OptionalDouble stated() {
        Double said = part(0).centroidDeviation();
        return said == null ? OptionalDouble.empty() : OptionalDouble.of(said);
    }

    private double fitted() {
        BoltzmannTarget.CentroidFit fit = new BoltzmannTarget.CentroidFit();
        for (int i = 0; i < parts.count(); i++) {
            fit.add(part(i).frames());
        }
        return fit.deviation();
    }

    private SampleFile part(int number) {
        Path file = parts.folder(number).resolve(RunFiles.part(RunFiles.SAMPLES));
        SampleFile samples = SampleFile.read(file, bench.molecule().topology().atomCount());
        Part part = parts.part(number);
        if (samples.logDensity() == null || samples.energy() == null || samples.count() != part.count()) {
            throw new BadInput(file + " does not hold log_q and energy of the " + part.count() + " samples of part "
                    + part.text() + "; the file is damaged, delete it and compute the part again");
        }
        return samples;
    }

    private Path file() {
        return bench.folder().file(RunFiles.SAMPLES);
    }
}
