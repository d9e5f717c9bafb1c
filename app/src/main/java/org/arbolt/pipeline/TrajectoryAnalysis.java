package org.arbolt.pipeline;

import java.nio.file.Path;
import java.util.Map;
import org.arbolt.dynamics.ExchangeRecord;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.ConvergenceAnalysis;
import org.arbolt.evaluate.ConvergenceReport;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;

/** What the file of a trajectory of a run's molecule, in any folder, says of itself. */
final class TrajectoryAnalysis {
    private final RunContext run;
    private final Path file;
    private final Map<String, NpyArray> arrays;
    private final Trajectory trajectory;

    TrajectoryAnalysis(RunContext run, Path file) {
        this.run = run;
        this.file = file;
        this.arrays = Npz.read(file);
        this.trajectory = TrajectoryArrays.trajectory(
                file, arrays, run.molecule().topology().atomCount());
    }

    /** The slowest coordinates; null where they are not known. @param random of the clusters */
    TicaPlane slowPlane(RandomStream random) {
        ExchangeRecord exchanges = arrays.containsKey("walker") ? TrajectoryArrays.exchanges(file, arrays) : null;
        TicaPlane.Timing timing =
                exchanges == null ? null : new TicaPlane.Timing(exchanges.coldRungs(), exchanges.spacingPs());
        return TicaPlane.of(
                run.molecule().topology(),
                trajectory,
                timing,
                TicaPlane.LONGEST_REMEMBERED,
                random,
                run.stages().begin("slowest coordinates", "lags"));
    }

    /** How converged it is. @param seed of the permutation tests */
    ConvergenceReport convergence(Seed seed) {
        return ConvergenceAnalysis.of(
                run.molecule().topology(),
                run.controls().atRest(),
                trajectory,
                TrajectoryArrays.exchanges(file, arrays),
                seed);
    }
}
