package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.arbolt.Progress;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.ComparisonFeatures.Points;
import org.arbolt.math.Seed;
import org.arbolt.sampling.Ensemble;

/**
 * How far an ensemble is from a reference, before and after reweighting, each beside its noise floor: the same distance
 * between the halves of the reference that even and odd ladders make (method §10). All sets have equally many frames,
 * at most 10⁴.
 *
 * @param energy E-W2, kT
 * @param torsion T-W2 of all φ and ψ, rad
 * @param slow in the slowest coordinates of the reference; null where they are not known
 */
public record EnsembleDistances(Value energy, Value torsion, Slow slow) {

    /**
     * @param proposal of the samples as drawn
     * @param ensemble of the resampled ensemble
     * @param floor between halves of the reference; NaN with a single ladder, as is what has no samples
     */
    public record Value(double proposal, double ensemble, double floor) {}

    /**
     * @param lagFrames time between the frames of the reference that were correlated
     * @param lagPs the same, ps
     * @param memory correlations of both coordinates a lag apart
     * @param distance TICA-W2
     * @param divergence TICA-JSD of the occupancies of 20 clusters, bits
     */
    public record Slow(int lagFrames, double lagPs, double[] memory, Value distance, Value divergence) {}

    /** @param seed where resampling takes its random numbers from */
    public static EnsembleDistances of(
            Ensemble ensemble, Trajectory reference, ComparisonFeatures measures, Seed seed, Progress progress) {
        double[] energies = ensemble.evaluation().energy();
        int[] finite = IntStream.range(0, ensemble.count())
                .filter(i -> Double.isFinite(energies[i]))
                .toArray();
        boolean weighty = !ensemble.weights().averaging().areZero();
        int[] resampled =
                weighty ? ensemble.weights().resample(ComparisonFeatures.MOST, seed.stream("resample", 0)) : new int[0];
        Points whole = measures.points(
                reference.frames(),
                reference.energy(),
                IntStream.range(0, reference.count()).toArray());
        List<Pair> pairs = List.of( // in the order of a value
                new Pair(measures.points(ensemble.frames(), energies, finite), whole),
                new Pair(measures.points(ensemble.frames(), energies, shuffled(resampled, seed)), whole),
                new Pair(
                        measures.points(reference.frames(), reference.energy(), reference.half(0)),
                        measures.points(reference.frames(), reference.energy(), reference.half(1))));
        return of(pairs, measures, progress);
    }

    /** What is compared with what. */
    private record Pair(Points a, Points b) {}

    /** The costly ones, assignments of 10⁴ to 10⁴, side by side. */
    private static EnsembleDistances of(List<Pair> pairs, ComparisonFeatures measures, Progress progress) {
        List<ToDoubleFunction<Progress>> costly = new ArrayList<>();
        pairs.forEach(pair -> costly.add(p -> measures.torsionDistance(pair.a, pair.b, p)));
        boolean slow = measures.plane() != null;
        if (slow) {
            pairs.forEach(pair -> costly.add(p -> measures.slowDistance(pair.a, pair.b, p)));
        }
        double[] found = ParallelTasks.run(costly, threads(), progress);
        return new EnsembleDistances(
                value(pairs, measures::energyDistance),
                value(found, 0),
                slow
                        ? slow(
                                measures.plane().facts(),
                                value(found, pairs.size()),
                                value(pairs, measures::slowDivergence))
                        : null);
    }

    /** As many as there are cores, and as Java's memory has room for twice. */
    private static int threads() {
        long fitting = Runtime.getRuntime().maxMemory()
                / (2L * Float.BYTES * ComparisonFeatures.MOST * ComparisonFeatures.MOST);
        return (int) Math.clamp(fitting, 1, Runtime.getRuntime().availableProcessors());
    }

    private static Slow slow(TicaPlane.Facts facts, Value distance, Value divergence) {
        return new Slow(facts.lagFrames(), facts.lagPs(), facts.memory(), distance, divergence);
    }

    private static Value value(List<Pair> pairs, ToDoubleBiFunction<Points, Points> measure) {
        return value(
                pairs.stream()
                        .mapToDouble(pair -> measure.applyAsDouble(pair.a, pair.b))
                        .toArray(),
                0);
    }

    private static Value value(double[] of, int first) {
        return new Value(of[first], of[first + 1], of[first + 2]);
    }

    /** In random order, so that a smaller part of a resampled set, which comes sorted, is as good as the whole. */
    private static int[] shuffled(int[] frames, Seed seed) {
        return seed.stream("shuffle", 0).shuffle(frames.clone());
    }
}
