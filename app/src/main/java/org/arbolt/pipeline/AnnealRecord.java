package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.arbolt.math.ConfidenceInterval;
import org.arbolt.math.Seed;
import org.arbolt.math.Weights;
import org.arbolt.report.NumberText;
import org.arbolt.report.PopulationCurve;
import org.arbolt.sampling.AnnealedSampling;
import org.arbolt.sampling.ImportanceWeights;

/**
 * What annealing did, {@code anneal.json}.
 *
 * @param move the kind of moves
 * @param lineages samples of the beginning that have offspring
 * @param lineageEffective effective samples where all offspring of one count as one
 * @param paretoShape Pareto k̂ of the weights it began with
 * @param logPartition log Z; the interval is that of the weights it began with, moved
 * @param steps after every move
 * @param samples how many
 */
record AnnealRecord(
        String move,
        int lineages,
        double lineageEffective,
        double paretoShape,
        ConfidenceInterval logPartition,
        List<AnnealedSampling.Step> steps,
        int samples) {

    private static final double LEVEL = 0.95;

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

    /** @param bootstrap of the interval of log Z */
    static AnnealRecord of(String move, AnnealedSampling.State result, Seed bootstrap) {
        double[] share = Weights.of(result.logWeight()).share();
        double[] ofLineage = new double[share.length];
        for (int i = 0; i < share.length; i++) {
            ofLineage[result.ancestor()[i]] += share[i];
        }
        ImportanceWeights begin = ImportanceWeights.ofRaw(result.begin(), ImportanceWeights.Treatment.PSIS);
        ConfidenceInterval before = begin.logPartition(LEVEL, bootstrap);
        double after = ImportanceWeights.ofRaw(result.logWeight(), ImportanceWeights.Treatment.NONE)
                .logPartition();
        double moved = after - before.value();
        return new AnnealRecord(
                move,
                (int) Arrays.stream(result.ancestor()).distinct().count(),
                new Weights(ofLineage).effectiveSamples(),
                begin.paretoShape(),
                new ConfidenceInterval(after, before.low() + moved, before.high() + moved, LEVEL),
                result.steps(),
                share.length);
    }
}
