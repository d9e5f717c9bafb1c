package org.arbolt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbolt.Progress;
import org.arbolt.generator.ModelProposal;
import org.arbolt.generator.TrainedModel;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.BoltzmannTarget;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.Proposal;
import org.arbolt.sampling.Reflected;

/** Draws samples from a model and weighs them. What is drawn is saved now and then; more can be asked for later. */
final class SampleStage {
    static final String FILE = "samples.npz";
    private static final String UNFINISHED = "samples.unfinished.npz";
    private static final double SAVE_INTERVAL_SECONDS = 30;

    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;

    SampleStage(RunContext bench, RunConfig.SamplingPlan plan) {
        this.bench = bench;
        this.plan = plan;
    }

    /**
     * Tops the samples up to a number, and writes them with their weights.
     *
     * @return energies evaluated
     */
    long run(Path modelFile, int wanted, Progress progress) {
        int atoms = bench.molecule().topology().atomCount();
        TrainedModel model = TrainedModel.load(
                modelFile, bench.system().peptide(), bench.molecule().topology());
        try (ModelProposal proposal = model.proposal(plan.temperature())) {
            Proposal.Draw draw = ChunkedSampling.draw(
                    plan.reflect() ? new Reflected(proposal, bench.hand()) : proposal,
                    bench.seed().child("samples"),
                    before(atoms),
                    wanted,
                    progress,
                    new Saving(atoms)::saveNowAndThen);
            double centroidDeviation = centroidDeviation(model, draw.frames());
            Ensemble ensemble = weigh(draw, centroidDeviation);
            SampleFile.writeEnsemble(
                    bench.folder().file(FILE),
                    ensemble,
                    centroidDeviation,
                    bench.seed().value());
            bench.writeDcd("samples.dcd", ensemble.frames());
            Files.deleteIfExists(bench.folder().file(UNFINISHED));
            return ensemble.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** σ of the centroid density that a model's samples are weighed by, nm. */
    static double centroidDeviation(TrainedModel model, Frames samples) {
        return model.coordinates().shifted()
                ? model.coordinates().centroidDeviation()
                : BoltzmannTarget.fittedCentroidDeviation(samples);
    }

    /** Samples that the folder holds; 0 without any. */
    static int count(RunContext bench) {
        return bench.folder().has(FILE)
                ? SampleFile.read(
                                bench.folder().file(FILE),
                                bench.molecule().topology().atomCount())
                        .frames()
                        .count()
                : 0;
    }

    /** The samples of the folder, weighed. */
    Ensemble read() {
        Path file = bench.folder().file(FILE);
        int atoms = bench.molecule().topology().atomCount();
        return weigh(SampleFile.read(file, atoms), SampleFile.centroidDeviation(file));
    }

    private Ensemble weigh(Proposal.Draw draw, double centroidDeviation) {
        return Ensemble.of(draw, bench.target(centroidDeviation), ImportanceWeights.Treatment.parse(plan.weights()));
    }

    private List<Proposal.Draw> before(int atoms) {
        for (String name : new String[] {UNFINISHED, FILE}) {
            if (bench.folder().has(name)) {
                return List.of(SampleFile.read(bench.folder().file(name), atoms));
            }
        }
        return List.of();
    }

    private final class Saving {
        private final int atoms;
        private long last = System.nanoTime();

        Saving(int atoms) {
            this.atoms = atoms;
        }

        void saveNowAndThen(List<Proposal.Draw> parts) {
            if ((System.nanoTime() - last) * 1e-9 > SAVE_INTERVAL_SECONDS) {
                SampleFile.writeDraw(
                        bench.folder().file(UNFINISHED),
                        SampleFile.join(parts, atoms),
                        bench.seed().value());
                last = System.nanoTime();
            }
        }
    }
}
