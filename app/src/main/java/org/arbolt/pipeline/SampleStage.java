package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.SamplingDistribution;
import org.arbolt.generator.TrainedModel;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.molecule.Frames;
import org.arbolt.molecule.Topology;
import org.arbolt.run.Part;
import org.arbolt.run.RunFiles;
import org.arbolt.sampling.ChunkedSampling;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.Reflected;
import org.arbolt.sampling.Target;

/** Draws samples from a model and weighs them. What is drawn is saved now and then; more can be asked for later. */
final class SampleStage {
    private static final double SAVE_INTERVAL_SECONDS = 30;

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
        TrainedModel model = TrainedModel.load(
                modelFile, bench.system().peptide(), bench.molecule().topology());
        try {
            Proposal.Draw draw = draw(model, 0, wanted, progress);
            double centroidDeviation = bench.controls()
                    .statedCentroidDeviation(model)
                    .orElseGet(() -> model.centroidDeviation(draw.frames()));
            double[] energy = energies(
                    draw.frames(),
                    bench.folder().has(RunFiles.SAMPLES)
                            ? stored(RunFiles.SAMPLES).energy()
                            : null);
            SampleFile.writeEnsemble(
                    file(),
                    Ensemble.of(draw, bench.evaluate(centroidDeviation, draw.frames(), energy), treatment()),
                    bench.controls().bias(draw.frames()),
                    Map.of(),
                    centroidDeviation,
                    bench.seed().value());
            DcdFile.write(bench.folder().file(RunFiles.SAMPLES_FOR_VIEWERS), draw.frames());
            Files.deleteIfExists(bench.folder().file(RunFiles.UNFINISHED_SAMPLES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws the samples of a part and evaluates their energies; weights are of all parts together. */
    void part(Path modelFile, Part part, Progress progress) {
        TrainedModel model = TrainedModel.load(
                modelFile, bench.system().peptide(), bench.molecule().topology());
        try {
            Proposal.Draw draw = draw(model, part.first(), Math.toIntExact(part.count()), progress);
            SampleFile.writePart(
                    bench.folder().file(RunFiles.part(RunFiles.SAMPLES)),
                    draw,
                    bench.energies(draw.frames()),
                    bench.controls().statedCentroidDeviation(model),
                    bench.seed().value());
            Files.deleteIfExists(bench.folder().file(RunFiles.UNFINISHED_SAMPLES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Proposal.Draw draw(TrainedModel model, long first, int wanted, Progress progress) {
        SamplingDistribution distribution = bench.controls().distribution(plan);
        Topology topology = bench.molecule().topology();
        model.remarks(distribution, topology).forEach(bench.remarks()::add);
        try (ModelProposal proposal = model.proposal(distribution, topology)) {
            return ChunkedSampling.draw(
                    plan.reflect() ? new Reflected(proposal, bench.chirality()) : proposal,
                    bench.seed().child("samples"),
                    first,
                    before(),
                    wanted,
                    progress,
                    new Saving()::saveNowAndThen);
        }
    }

    /** U of samples, [F], kJ/mol: those that are known, of the others evaluated here. */
    private double[] energies(Frames frames, double[] known) {
        int there = known == null ? 0 : known.length;
        double[] energy = there == 0 ? new double[frames.count()] : Arrays.copyOf(known, frames.count());
        if (there < frames.count()) {
            double[] rest = bench.energies(frames.slice(there, frames.count()));
            System.arraycopy(rest, 0, energy, there, rest.length);
        }
        return energy;
    }

    /** Samples that the folder holds; 0 without any. */
    int count() {
        return bench.folder().has(RunFiles.SAMPLES) ? stored(RunFiles.SAMPLES).count() : 0;
    }

    /** The samples of the folder with the weights that they have there. */
    Ensemble read() {
        SampleFile stored = stored(RunFiles.SAMPLES);
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
        return new Ensemble(stored.frames(), densities(stored), said, weights);
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

    private SampleFile stored(String name) {
        return SampleFile.read(
                bench.folder().file(name), bench.molecule().topology().atomCount());
    }

    private Path file() {
        return bench.folder().file(RunFiles.SAMPLES);
    }

    private ImportanceWeights.Treatment treatment() {
        return ImportanceWeights.Treatment.parse(plan.weights());
    }

    private List<Proposal.Draw> before() {
        for (String name : new String[] {RunFiles.UNFINISHED_SAMPLES, RunFiles.SAMPLES}) {
            if (bench.folder().has(name)) {
                return List.of(stored(name).draw(bench.folder().file(name)));
            }
        }
        return List.of();
    }

    private final class Saving {
        private long last = System.nanoTime();

        void saveNowAndThen(List<Proposal.Draw> parts) {
            if ((System.nanoTime() - last) * 1e-9 > SAVE_INTERVAL_SECONDS) {
                SampleFile.writeDraw(
                        bench.folder().file(RunFiles.UNFINISHED_SAMPLES),
                        Proposal.Draw.join(parts, bench.molecule().topology().atomCount()),
                        bench.seed().value());
                bench.saved(0);
                last = System.nanoTime();
            }
        }
    }
}
