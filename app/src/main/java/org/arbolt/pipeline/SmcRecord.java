package org.arbolt.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.math.Estimate;
import org.arbolt.report.PopulationCurve;

/**
 * What sequential Monte Carlo did, {@code smc.json}.
 *
 * @param particles of a population
 * @param checkpoints steps after which particles could be resampled
 * @param logPartition of each population, log of an unbiased estimate of Z
 * @param effective mean over populations of Kish's effective number at each checkpoint and at the end
 * @param resampled share of populations that were resampled at each checkpoint
 * @param ancestors mean number of first particles with offspring after each checkpoint and at the end
 */
record SmcRecord(
        int particles,
        int[] checkpoints,
        double[] logPartition,
        double[] effective,
        double[] resampled,
        double[] ancestors) {

    static SmcRecord of(int particles, int[] checkpoints, List<PopulationRecord> populations) {
        return new SmcRecord(
                particles,
                checkpoints,
                populations.stream().mapToDouble(PopulationRecord::logPartition).toArray(),
                means(populations, checkpoints.length + 1, (p, k) -> p.effective()[k]),
                means(populations, checkpoints.length, (p, k) -> p.resampled()[k] ? 1 : 0),
                means(populations, checkpoints.length + 1, (p, k) -> p.ancestors()[k]));
    }

    /** A number that a population has at a checkpoint. */
    private interface Value {
        double of(PopulationRecord population, int checkpoint);
    }

    private static double[] means(List<PopulationRecord> populations, int count, Value value) {
        return IntStream.range(0, count)
                .mapToDouble(k -> populations.stream()
                        .mapToDouble(p -> value.of(p, k))
                        .average()
                        .orElse(Double.NaN))
                .toArray();
    }

    /** What the report draws. */
    PopulationCurve curve() {
        return new PopulationCurve(
                "checkpoint (the last: the end)",
                IntStream.rangeClosed(1, effective.length).asDoubleStream().toArray(),
                Arrays.stream(effective).map(n -> n / particles).toArray(),
                Arrays.stream(ancestors).map(n -> n / particles).toArray(),
                new double[0],
                "Means over the populations of sequential Monte Carlo, at each checkpoint before resampling and at the"
                        + " end.");
    }

    /** log of the mean of the populations' Z, its error from their scatter; missing error of a single one. */
    @JsonIgnore
    Estimate logZ() {
        double largest = Arrays.stream(logPartition).max().orElse(0);
        double[] z = Arrays.stream(logPartition).map(l -> Math.exp(l - largest)).toArray();
        Estimate mean = Estimate.ofIndependent(z);
        return new Estimate(largest + Math.log(mean.value()), mean.error() / mean.value());
    }
}
