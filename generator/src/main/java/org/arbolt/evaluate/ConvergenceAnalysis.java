package org.arbolt.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.arbolt.dynamics.Convergence;
import org.arbolt.dynamics.ExchangeRecord;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.math.Estimate;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Topology;

/** The convergence of a trajectory in numbers. */
public final class ConvergenceAnalysis {
    private static final int BINS = 18; // along φ and ψ: cells of 20°
    private static final int PERMUTATIONS = 9999; // finer than the smallest p that is asked about

    private final Trajectory trajectory;
    private final ExchangeRecord exchanges;
    private final int[][] frames; // [D][F], indices of each ladder's frames in the order of time
    private final Seed seed;

    private ConvergenceAnalysis(Trajectory trajectory, ExchangeRecord exchanges, Seed seed) {
        this.trajectory = trajectory;
        this.exchanges = exchanges;
        this.frames = trajectory.byLadder();
        this.seed = seed;
    }

    /**
     * @param atRest atoms that were held; residues whose torsions they fix are left out
     * @param seed of the permutation tests
     */
    public static ConvergenceReport of(
            Topology topology, BitSet atRest, Trajectory trajectory, ExchangeRecord exchanges, Seed seed) {
        return new ConvergenceAnalysis(trajectory, exchanges, seed)
                .report(BackboneResidue.free(topology, atRest), TorsionState.of(topology, atRest));
    }

    private ConvergenceReport report(List<BackboneResidue> backbone, List<TorsionState> states) {
        List<ConvergenceReport.Residue> residues = new ArrayList<>();
        for (BackboneResidue residue : backbone) {
            residues.add(residue(residue, seed.stream("halves", residues.size())));
        }
        double length = frames[0].length / (double) exchanges.coldRungs() * exchanges.spacingPs();
        return ConvergenceReport.of(
                trajectory.count(),
                frames.length,
                exchanges.coldRungs(),
                length,
                exchanges(),
                average("energy", trajectory.energy()),
                residues,
                states.stream()
                        .map(state -> average(state.name(), state.indicator(trajectory.frames())))
                        .toList());
    }

    private ConvergenceReport.Exchanges exchanges() {
        List<ConvergenceReport.Pair> pairs = new ArrayList<>();
        double[] temperatures = exchanges.temperaturesKelvin();
        for (int i = exchanges.coldRungs() - 1; i + 1 < temperatures.length; i++) {
            pairs.add(new ConvergenceReport.Pair(
                    temperatures[i], temperatures[i + 1], exchanges.acceptance()[i]));
        }
        return new ConvergenceReport.Exchanges(pairs, exchanges.turnAcceptance(), exchanges.roundTrips());
    }

    private ConvergenceReport.Residue residue(BackboneResidue residue, RandomStream random) {
        double[][] phi = pick(BackboneResidue.angles(trajectory.frames(), residue.phi()));
        double[][] psi = pick(BackboneResidue.angles(trajectory.frames(), residue.psi()));
        Convergence.HalfDifference halves = Convergence.halves(phi, psi, BINS, PERMUTATIONS, random);
        BackboneBasin[] basins = residue.basins(trajectory.frames());
        List<ConvergenceReport.Average> populations = new ArrayList<>();
        for (BackboneBasin basin : BackboneBasin.values()) {
            populations.add(average(
                    basin.symbol(),
                    Arrays.stream(basins).mapToDouble(b -> b == basin ? 1 : 0).toArray()));
        }
        return new ConvergenceReport.Residue(
                residue.name(), halves.distance(), halves.floor(), halves.pValue(), populations);
    }

    /** @param values [F] */
    private ConvergenceReport.Average average(String name, double[] values) {
        double[][] series = pick(values);
        double[] means = new double[series.length];
        double[] drifts = new double[series.length];
        double[][] moments = new double[series.length][];
        for (int d = 0; d < series.length; d++) {
            means[d] = mean(series[d], 0, series[d].length);
            drifts[d] = Convergence.drift(series[d]);
            moments[d] = moments(series[d], exchanges.coldRungs());
        }
        Estimate mean = Estimate.ofIndependent(means);
        Estimate drift = Estimate.ofIndependent(drifts);
        double worth = variance(values) / (mean.error() * mean.error());
        return new ConvergenceReport.Average(
                name,
                mean.value(),
                mean.error(),
                drift.value(),
                drift.error(),
                Convergence.autocorrelationTime(moments) * exchanges.spacingPs(),
                Double.isFinite(worth) ? worth : 0);
    }

    private double[][] pick(double[] values) {
        double[][] series = new double[frames.length][];
        for (int d = 0; d < series.length; d++) {
            series[d] = Arrays.stream(frames[d]).mapToDouble(f -> values[f]).toArray();
        }
        return series;
    }

    /** Means over the rungs of each moment. */
    private static double[] moments(double[] series, int rungs) {
        double[] moments = new double[series.length / rungs];
        Arrays.setAll(moments, i -> mean(series, i * rungs, (i + 1) * rungs));
        return moments;
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElse(Double.NaN);
    }

    private static double variance(double[] values) {
        double mean = mean(values, 0, values.length);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN);
    }
}
