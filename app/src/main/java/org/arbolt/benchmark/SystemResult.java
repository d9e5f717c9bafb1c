package org.arbolt.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.evaluate.Measure;
import org.arbolt.report.PublishedResult;

/**
 * What was measured of a system.
 *
 * @param system name of the peptide
 * @param atoms of it
 * @param energy what gives the energy, in words
 * @param temperatureKelvin K
 * @param model file of the model
 * @param modelMegabytes its size, MB
 * @param reference what samples are compared with, in words
 * @param dynamics what replica exchange is worth; null where it was not measured
 * @param plainDynamics the same in steps of 1 fs ({@link org.arbolt.pipeline.BenchmarkSystem#plainDynamics}); null
 *     likewise
 * @param budgets results by number of samples, rising
 * @param published what others published
 */
public record SystemResult(
        String system,
        int atoms,
        String energy,
        double temperatureKelvin,
        String model,
        double modelMegabytes,
        String reference,
        Dynamics dynamics,
        Dynamics plainDynamics,
        List<Budget> budgets,
        List<PublishedResult> published) {

    /**
     * Replica exchange, equilibration counted.
     *
     * @param frames kept
     * @param effectiveSamples independent frames that they are worth: the least of what energy, basins and torsions say
     * @param cost of it all
     * @param effectivePerSecond by the clock
     * @param effectivePerCpuSecond of all cores together
     * @param converged whether nothing speaks against that
     */
    public record Dynamics(
            int frames,
            double effectiveSamples,
            Cost cost,
            double effectivePerSecond,
            double effectivePerCpuSecond,
            boolean converged) {
        static Dynamics of(int frames, double worth, Cost cost, boolean converged) {
            return new Dynamics(frames, worth, cost, worth / cost.wallSeconds(), worth / cost.cpuSeconds(), converged);
        }

        /** CPU seconds that give as many effective samples as some samples have. @param essShare of them */
        double secondsFor(Spread essShare, int samples) {
            return essShare.mean() * samples / effectivePerCpuSecond;
        }
    }

    /**
     * A distance from the reference, over seeds.
     *
     * @param value of the weighted samples
     * @param noiseFloor between halves of the reference
     */
    public record Distance(Spread value, Spread noiseFloor) {}

    /**
     * The results of a number of samples.
     *
     * @param samples how many
     * @param seeds sets of samples
     * @param essShare raw effective samples as a share of the samples
     * @param essClippedShare the same after the largest 0.2 % of the weights are dropped
     * @param paretoShape Pareto k̂
     * @param distances by their name in {@code metrics.json}
     * @param sampling drawing and energies, mean over seeds
     * @param evaluation judging, mean over seeds
     * @param effectivePerSecond raw effective samples per second by the clock
     * @param effectivePerCpuSecond per second of all cores together
     * @param worthDynamicsSeconds CPU seconds of replica exchange that give as many; null where not measured
     * @param verdicts of the sets
     * @param runs their folders
     */
    public record Budget(
            int samples,
            int seeds,
            Spread essShare,
            Spread essClippedShare,
            Spread paretoShape,
            Map<String, Distance> distances,
            Cost sampling,
            Cost evaluation,
            Spread effectivePerSecond,
            Spread effectivePerCpuSecond,
            Double worthDynamicsSeconds,
            List<String> verdicts,
            List<String> runs) {
        static Budget of(int samples, List<Cell> cells, Dynamics dynamics) {
            Map<String, Distance> distances = new LinkedHashMap<>();
            for (Measure measure : Measure.values()) {
                distances.put(
                        measure.key(),
                        new Distance(
                                Spread.of(cells.stream()
                                        .map(cell -> cell.distance(measure))
                                        .toList()),
                                Spread.of(cells.stream()
                                        .map(cell -> cell.floor(measure))
                                        .toList())));
            }
            Spread ess = Spread.of(
                    cells.stream().map(cell -> cell.number("ess_share")).toList());
            return new Budget(
                    samples,
                    cells.size(),
                    ess,
                    Spread.of(cells.stream().map(Cell::clippedShare).toList()),
                    Spread.of(cells.stream().map(cell -> cell.number("khat")).toList()),
                    distances,
                    Cost.mean(cells.stream().map(Cell::sampling).toList()),
                    Cost.mean(cells.stream().map(Cell::evaluation).toList()),
                    Spread.of(cells.stream().map(Cell::effectivePerSecond).toList()),
                    Spread.of(cells.stream().map(Cell::effectivePerCpuSecond).toList()),
                    dynamics == null || ess == null ? null : (Double) dynamics.secondsFor(ess, samples),
                    cells.stream().map(Cell::verdict).toList(),
                    cells.stream().map(Cell::folder).toList());
        }

        Distance distance(Measure measure) {
            return distances.get(measure.key());
        }
    }
}
