package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.arbolt.math.Weights;
import org.arbolt.report.NumberText;
import org.arbolt.report.PopulationCurve;
import org.arbolt.sampling.AnnealedSampling;

/**
 * What annealing did, {@code anneal.json}.
 *
 * @param move the kind of moves
 * @param lineages samples of the beginning that have offspring
 * @param lineageEffective effective samples where all offspring of one count as one
 * @param logPartition log of the estimate of Z
 * @param steps after every move
 * @param samples how many
 */
record AnnealRecord(
        String move,
        int lineages,
        double lineageEffective,
        double logPartition,
        List<AnnealedSampling.Step> steps,
        int samples) {

    /** What the report draws. */
    PopulationCurve curve() {
        return new PopulationCurve(
                "move",
                IntStream.rangeClosed(1, steps.size()).asDoubleStream().toArray(),
                shares(step -> step.effective() / samples),
                shares(step -> (double) step.lineages() / samples),
                shares(AnnealedSampling.Step::acceptance),
                "After every move of annealing, from "
                        + NumberText.fixed(steps.getFirst().temperatureKelvin(), 0) + " K to "
                        + NumberText.fixed(steps.getLast().temperatureKelvin(), 0)
                        + " K. Effective numbers count copies made by resampling; lineages do not.");
    }

    private double[] shares(ToDoubleFunction<AnnealedSampling.Step> share) {
        return steps.stream().mapToDouble(share).toArray();
    }

    static AnnealRecord of(String move, AnnealedSampling.Result result, double logPartition) {
        double[] share = Weights.of(result.logWeight()).share();
        double[] ofLineage = new double[share.length];
        for (int i = 0; i < share.length; i++) {
            ofLineage[result.ancestor()[i]] += share[i];
        }
        return new AnnealRecord(
                move,
                (int) Arrays.stream(result.ancestor()).distinct().count(),
                new Weights(ofLineage).effectiveSamples(),
                logPartition,
                result.steps(),
                share.length);
    }
}
