package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.SamplingDistribution;
import org.arbolt.generator.TrainedModel;
import org.arbolt.molecule.Topology;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;
import org.arbolt.sampling.ChunkedSampling;
import org.arbolt.sampling.ConformationSampler;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.Reflected;
import org.arbolt.sampling.Target;

/** Draws samples from a model and weighs them. What is drawn is saved; more can be asked for later. */
final class SampleStage {
    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;

    SampleStage(RunContext bench, RunConfig.SamplingPlan plan) {
        this.bench = bench;
        this.plan = plan;
    }

    /**
     * Tops the samples up to a number, and writes them with their weights. Energies are evaluated of new ones alone.
     */
    void run(Path modelFile, int wanted, Progress progress) {
        int there = count();
        List<Portion> all = new ArrayList<>();
        if (there > 0) {
            SampleFile.requireIndependent(file());
            all.add(new Portion(
                    file(), null, there, "log_q of its " + there + " samples", "delete it and sample again"));
        }
        SamplePortions drawn = draw(modelFile, there, wanted - there, progress);
        all.addAll(drawn.all());
        new SampleMerge(bench, plan, all).run(Progress.NONE);
        drawn.delete();
    }

    /** Draws the samples of a part and evaluates their energies; weights are of all parts together. */
    void part(Path modelFile, Part part, Progress progress) {
        SamplePortions drawn = draw(modelFile, part.first(), Math.toIntExact(part.count()), progress);
        new SampleMerge(bench, plan, drawn.all()).part();
        drawn.delete();
    }

    private SamplePortions draw(Path modelFile, long first, int wanted, Progress progress) {
        Topology topology = bench.molecule().topology();
        TrainedModel model = TrainedModel.load(modelFile, bench.system().peptide(), bench.molecule());
        SamplingDistribution distribution = bench.controls().distribution(plan);
        model.remarks(distribution, topology).forEach(bench.remarks()::add);
        OptionalDouble stated = bench.controls().statedCentroidDeviation(model);
        SamplePortions drawn = new SamplePortions(bench.folder(), first, false);
        if (drawn.end() - first > wanted) {
            bench.stages().note("sampling: " + (drawn.end() - first) + " samples were drawn before, all are taken");
        }
        try (ConformationSampler sampler = sampler(model, distribution, topology)) {
            long[] counted = new long[1];
            ChunkedSampling.draw(
                    sampler,
                    bench.seed().child("samples"),
                    first,
                    (int) (drawn.end() - first),
                    wanted,
                    progress,
                    draw -> {
                        drawn.keep(weighable(draw, stated), null, bench.seed().value());
                        bench.evaluated(sampler.evaluations() - counted[0]);
                        counted[0] = sampler.evaluations();
                        bench.saved(0);
                    });
        }
        return drawn;
    }

    private ConformationSampler sampler(TrainedModel model, SamplingDistribution distribution, Topology topology) {
        if (!plan.reflect() && distribution.equals(SamplingDistribution.TRAINED)) {
            return bench.sampler(model);
        }
        ModelProposal proposal = model.proposal(distribution, topology);
        return plan.reflect() ? new Reflected(proposal, bench.chirality()) : proposal;
    }

    private SampleFile weighable(Proposal.Draw draw, OptionalDouble centroidDeviation) {
        return new SampleFile(
                draw.frames(),
                draw.logDensity(),
                bench.energies(draw.frames()),
                null,
                null,
                null,
                centroidDeviation.isPresent() ? centroidDeviation.getAsDouble() : null,
                SampleFile.VERSION);
    }

    /** Samples that the folder holds; 0 without any. */
    int count() {
        return bench.folder().has(RunFiles.SAMPLES) ? SampleFile.count(file()) : 0;
    }

    /** The samples of the folder with the weights that they have there. */
    Ensemble read() {
        SampleFile stored = SampleFile.read(file(), bench.molecule().topology().atomCount());
        if (stored.centroidDeviation() == null) {
            throw new BadInput(file() + " does not say its centroid_deviation; the file is damaged, sample again");
        }
        Target.Evaluation said = bench.evaluate(stored.centroidDeviation(), stored.frames(), energies(stored));
        ImportanceWeights weights = stored.logWeight() == null
                ? ImportanceWeights.of(said.reducedEnergy(), stored.logDensity(), treatment())
                : ImportanceWeights.ofRaw(stored.logWeight(), treatment());
        if (stored.version() < SampleFile.VERSION) {
            bench.stages()
                    .note(file() + " is of format version " + stored.version()
                            + ", whose log_weight was smoothed; the raw weights are computed from energy and log_q");
        }
        return new Ensemble(stored.frames(), densities(stored), said, weights, stored.groups());
    }

    /** Energies of the file, or evaluated where it has none. */
    private double[] energies(SampleFile stored) {
        if (stored.energy() != null) {
            return stored.energy();
        }
        return bench.energies("energies of samples", stored.frames());
    }

    private static double[] densities(SampleFile stored) {
        if (stored.logDensity() != null) {
            return stored.logDensity();
        }
        double[] unknown = new double[stored.count()];
        Arrays.fill(unknown, Double.NaN);
        return unknown;
    }

    private Path file() {
        return bench.folder().file(RunFiles.SAMPLES);
    }

    private ImportanceWeights.Treatment treatment() {
        return ImportanceWeights.Treatment.parse(plan.weights());
    }
}
