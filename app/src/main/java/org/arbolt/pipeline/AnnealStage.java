package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.Progress;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.io.trajectory.DcdFile;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.arbolt.run.RunFiles;
import org.arbolt.sampling.AnnealedSampling;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.ImportanceWeights;
import org.arbolt.sampling.LocalMoves;

/** Goes on from the samples of another run: resamples and moves them. */
final class AnnealStage {
    private final RunContext bench;
    private final RunConfig.SamplingPlan plan;

    AnnealStage(RunContext bench, RunConfig.SamplingPlan plan) {
        this.bench = bench;
        this.plan = plan;
    }

    /** @return energies evaluated, less those of {@link RunContext#energies} */
    long run(Path samples, Progress progress) {
        SampleFile stored = SampleFile.read(samples, bench.molecule().topology().atomCount());
        if (Npz.names(samples).contains(SampleFile.ANCESTOR)) {
            throw new BadInput(samples + " is of sequential Monte Carlo, whose samples descend from few already; anneal"
                    + " independent ones, drawn without --smc");
        }
        if (stored.logWeight() == null || stored.centroidDeviation() == null) {
            throw new BadInput(samples + " has no raw weights; sample again with this version, then anneal");
        }
        AnnealPlan own = plan.annealing();
        double kelvin = bench.system().temperatureKelvin();
        double deviation = stored.centroidDeviation();
        Seed seed = new Seed(own.seed()).child("annealing");
        LocalMoves moves = new LocalMoves(
                MoveTarget.biased(bench),
                MoveTarget.support(bench, deviation),
                stored.frames(),
                own.kind(),
                own.leapfrogs(),
                seed.child("moves"));
        AnnealedSampling.Result result = new AnnealedSampling(
                        own.steps(), own.hottestKelvin() == null ? kelvin : own.hottestKelvin(), own.threshold())
                .run(moves, stored.logWeight(), kelvin, seed, progress);
        write(stored.frames(), result, deviation);
        return moves.evaluations();
    }

    private void write(Frames moved, AnnealedSampling.Result result, double deviation) {
        Frames frames = MoveTarget.rounded(moved);
        double[] unknown = new double[frames.count()];
        Arrays.fill(unknown, Double.NaN);
        ImportanceWeights weights =
                ImportanceWeights.ofRaw(result.logWeight(), ImportanceWeights.Treatment.parse(plan.weights()));
        Ensemble ensemble =
                new Ensemble(frames, unknown, bench.evaluate(deviation, frames, bench.energies(frames)), weights);
        bench.folder()
                .writeJson(
                        RunFiles.ANNEALING,
                        AnnealRecord.of(
                                plan.annealing().move(), result, bench.seed().child("bootstrap of annealing")));
        long[] ancestor = Arrays.stream(result.ancestor()).mapToLong(i -> i).toArray();
        SampleFile.writeEnsemble(
                bench.folder().file(RunFiles.SAMPLES),
                ensemble,
                bench.controls().bias(frames),
                Map.of(SampleFile.ANCESTOR, NpyArray.of(ancestor)),
                deviation,
                bench.seed().value());
        DcdFile.write(bench.folder().file(RunFiles.SAMPLES_FOR_VIEWERS), frames);
    }
}
