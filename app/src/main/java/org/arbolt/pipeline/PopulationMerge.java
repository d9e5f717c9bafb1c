package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.sampling.ImportanceWeights;

/**
 * The populations of sequential Monte Carlo of all parts as those of one run. Weights are known in the parts; their
 * smoothing is of all together.
 */
final class PopulationMerge {
    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;
    private final PartFolders parts;
    private final int particles;

    PopulationMerge(RunContext bench, RunConfig.SamplingPlan plan, PartFolders parts) {
        this.bench = bench;
        this.plan = plan;
        this.parts = parts;
        this.particles = plan.smc().particles();
    }

    /** Writes {@code smc.json}, {@code samples.dcd}, then {@code samples.npz}. */
    void run(Progress progress) {
        int count = Math.toIntExact(parts.items() * particles);
        int atoms = bench.molecule().topology().atomCount();
        double[] unknown = new double[count];
        Arrays.fill(unknown, Double.NaN);
        double[] energy = new double[count];
        double[] raw = new double[count];
        long[] roots = new long[count];
        double[] bias = bench.controls().restraints().isEmpty() ? null : new double[count];
        double centroidDeviation = Double.NaN;
        List<PopulationRecord> populations = new ArrayList<>();
        int[] checkpoints = {};
        try (SampleFile.Writer samples = new SampleFile.Writer(bench.folder().file(RunFiles.SAMPLES), count, atoms);
                DcdFile.Writer viewed =
                        new DcdFile.Writer(bench.folder().file(RunFiles.SAMPLES_FOR_VIEWERS), atoms, count)) {
            for (int i = 0; i < parts.count(); i++) {
                SampleFile part = part(i, atoms);
                int first = (int) parts.part(i).first() * particles;
                samples.append(part.frames());
                viewed.append(part.frames());
                System.arraycopy(part.energy(), 0, energy, first, part.count());
                System.arraycopy(part.logWeight(), 0, raw, first, part.count());
                System.arraycopy(roots(i, part.count()), 0, roots, first, part.count());
                if (bias != null) {
                    System.arraycopy(bench.controls().bias(part.frames()), 0, bias, first, part.count());
                }
                centroidDeviation = part.centroidDeviation();
                PopulationRecord.OfPart record = record(i);
                populations.addAll(record.populations());
                checkpoints = record.checkpoints();
                progress.report(i + 1, parts.count(), "");
            }
            viewed.commit();
            bench.folder().writeJson(RunFiles.SMC, SmcRecord.of(particles, checkpoints, populations));
            SmcStage.genealogy(roots, particles).forEach(samples::put);
            samples.finish(
                    unknown,
                    energy,
                    ImportanceWeights.ofRaw(raw, ImportanceWeights.Treatment.parse(plan.weights())),
                    bias,
                    centroidDeviation,
                    bench.seed().value());
        }
    }

    private SampleFile part(int number, int atoms) {
        SampleFile samples = SampleFile.read(file(number), atoms);
        boolean whole = samples.energy() != null
                && samples.logWeight() != null
                && samples.centroidDeviation() != null
                && samples.count() == parts.part(number).count() * particles;
        if (!whole) {
            throw damaged(number);
        }
        return samples;
    }

    private long[] roots(int number, int count) {
        if (!Npz.names(file(number)).contains(SampleFile.ANCESTOR)) {
            throw damaged(number);
        }
        NpyArray ancestor = Npz.read(file(number), SampleFile.ANCESTOR);
        if (ancestor.size() != count) {
            throw damaged(number);
        }
        return ancestor.toLongs();
    }

    private PopulationRecord.OfPart record(int number) {
        PopulationRecord.OfPart record = RunFolder.readJson(
                parts.folder(number).resolve(RunFiles.part(RunFiles.SMC)), PopulationRecord.OfPart.class);
        if (record.checkpoints() == null
                || record.populations() == null
                || record.populations().size() != parts.part(number).count()) {
            throw damaged(number);
        }
        return record;
    }

    private Path file(int number) {
        return parts.folder(number).resolve(RunFiles.part(RunFiles.SAMPLES));
    }

    private BadInput damaged(int number) {
        return new BadInput(
                file(number) + " does not hold the " + parts.part(number).count()
                        + " populations of part " + parts.part(number).text()
                        + "; the file is damaged, delete it and compute the part again");
    }
}
