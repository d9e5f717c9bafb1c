package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.forcefield.Potential;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.run.RunFiles;
import org.arbolt.run.RunFolder;
import org.arbolt.sampling.AnnealedSampling;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.LocalMoves;
import org.arbolt.sampling.Target;

/**
 * Goes on from the samples of another run: resamples and moves them. Where it is is saved now and then, and a killed
 * run goes on from there to the bit.
 */
final class AnnealStage {
    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;
    private final double saveIntervalSeconds;

    /** @param saveIntervalSeconds as of {@link PeriodicSave} */
    AnnealStage(RunContext bench, RunConfig.SamplingPlan plan, double saveIntervalSeconds) {
        this.bench = bench;
        this.plan = plan;
        this.saveIntervalSeconds = saveIntervalSeconds;
    }

    /**
     * @return energies evaluated on the way to the result, those that killed processes saved included, less those of
     *     {@link RunContext#energies}
     */
    long run(Path samples, Progress progress) {
        SampleFile stored = SampleFile.read(samples, bench.molecule().topology().atomCount());
        if (Npz.names(samples).contains(SampleFile.ANCESTOR)) {
            throw new BadInput(samples + " is of sequential Monte Carlo, whose samples descend from few already; anneal"
                    + " independent ones, drawn without --smc");
        }
        if (stored.logWeight() == null || stored.centroidDeviation() == null) {
            throw new BadInput(samples + " has no raw weights; sample again with this version, then anneal");
        }
        double deviation = stored.centroidDeviation();
        Seed seed = new Seed(own().seed()).child("annealing");
        Potential potential = MoveTarget.biased(bench);
        AnnealedSampling annealed = annealed();
        AnnealState from = bench.folder().has(RunFiles.UNFINISHED_ANNEALING)
                ? AnnealState.read(
                        unfinished(), annealed, stored.count(), stored.frames().atoms())
                : begin(annealed, LocalMoves.State.of(potential, stored.frames()), stored.logWeight());
        LocalMoves moves = new LocalMoves(
                potential,
                MoveTarget.support(bench, deviation),
                from.moves(),
                own().kind(),
                own().leapfrogs(),
                seed.child("moves"));
        PeriodicSave saving = new PeriodicSave(saveIntervalSeconds);
        AnnealedSampling.State result = annealed.run(
                moves,
                from.annealing(),
                seed,
                state -> saving.offer(() -> new AnnealState(state, moves.state()).write(unfinished())),
                progress);
        write(moves.frames(), result, deviation);
        RunFolder.delete(unfinished());
        return moves.evaluations();
    }

    private AnnealPlan own() {
        return plan.annealing();
    }

    private AnnealedSampling annealed() {
        double kelvin = bench.system().temperatureKelvin();
        return new AnnealedSampling(
                own().steps(),
                own().hottestKelvin() == null ? kelvin : own().hottestKelvin(),
                kelvin,
                own().threshold());
    }

    private Path unfinished() {
        return bench.folder().file(RunFiles.UNFINISHED_ANNEALING);
    }

    private static AnnealState begin(AnnealedSampling annealed, LocalMoves.State moves, double[] logWeight) {
        return new AnnealState(annealed.begin(moves.energy(), logWeight), moves);
    }

    private void write(Frames moved, AnnealedSampling.State result, double deviation) {
        Frames frames = MoveTarget.rounded(moved);
        double[] unknown = new double[frames.count()];
        Arrays.fill(unknown, Double.NaN);
        ImportanceWeights weights =
                ImportanceWeights.ofRaw(result.logWeight(), ImportanceWeights.Treatment.parse(plan.weights()));
        Target.Evaluation said = bench.evaluate(deviation, frames, bench.energies(frames));
        Ensemble ensemble = new Ensemble(frames, unknown, said, weights, result.ancestor());
        bench.folder()
                .writeJson(
                        RunFiles.ANNEALING,
                        AnnealRecord.of(own().move(), result, bench.seed().child("bootstrap of annealing")));
        DcdFile.write(bench.folder().file(RunFiles.SAMPLES_FOR_VIEWERS), frames);
        long[] ancestor = Arrays.stream(result.ancestor()).mapToLong(i -> i).toArray();
        SampleFile.writeEnsemble(
                bench.folder().file(RunFiles.SAMPLES),
                ensemble,
                bench.controls().bias(frames),
                Map.of(SampleFile.ANCESTOR, NpyArray.of(ancestor)),
                deviation,
                bench.seed().value());
    }
}
