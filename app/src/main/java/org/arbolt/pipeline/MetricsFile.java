package org.arbolt.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Measure;
import org.arbolt.evaluate.ObservableMean;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.math.Estimate;
import org.arbolt.sampling.WeightErrors;
import org.arbolt.sampling.WeightStatistics;

/** The flat table of an evaluation, {@code metrics.json} (docs/evaluation.md): what is not known is null. */
final class MetricsFile {
    private static final String ERROR = ".error";

    private final Map<String, Object> metrics = new LinkedHashMap<>();

    private MetricsFile() {}

    /** By name. @param remarks on what was judged, a sentence each */
    static Map<String, Object> of(Evaluation evaluation, Summary summary, List<String> remarks) {
        MetricsFile file = new MetricsFile();
        file.counts(evaluation);
        file.distances(evaluation.distances());
        file.weights(evaluation);
        file.structures(evaluation.structures());
        file.control(evaluation.control());
        summary.averages().forEach(file::average);
        file.metrics.put("verdict", summary.verdict());
        file.metrics.put("reasons", summary.reasons());
        file.metrics.put("remarks", remarks);
        return file.metrics;
    }

    private void counts(Evaluation evaluation) {
        metrics.put("samples", evaluation.ensemble().count());
        metrics.put("excluded", evaluation.weights().excluded());
        metrics.put(
                "reference_frames",
                evaluation.reference() == null ? null : evaluation.reference().count());
        metrics.put(
                "compared_frames",
                evaluation.distances() == null ? null : evaluation.distances().frames());
        metrics.put("weights", evaluation.weights().treatment());
    }

    /** @param distances null without a reference */
    private void distances(EnsembleDistances distances) {
        for (Measure measure : Measure.values()) {
            EnsembleDistances.Value value = distances == null ? EnsembleDistances.Value.UNKNOWN : distances.of(measure);
            put(measure.key(), value.ensemble());
            put(measure.key() + ERROR, value.error());
            put("as_drawn." + measure.key(), value.proposal());
            put("noise_floor." + measure.key(), value.floor());
        }
        TicaPlane.Facts plane = distances == null ? null : distances.plane();
        metrics.put("tica_lag_frames", plane == null ? null : plane.lagFrames());
        put("tica_lag_ps", plane == null ? Double.NaN : plane.lagPs());
    }

    private void weights(Evaluation evaluation) {
        WeightStatistics weights = evaluation.weights();
        WeightErrors errors = evaluation.weightErrors();
        put("ess", new Estimate(weights.rawEffectiveSamples(), errors.effectiveSamples()));
        put("ess_share", new Estimate(weights.rawShare(), errors.effectiveSamples() / weights.samples()));
        put("ess_smoothed", weights.smoothedEffectiveSamples());
        put("ess_clipped", weights.clippedEffectiveSamples());
        boolean weighted = weights.areKnown();
        put("khat", weighted ? new Estimate(weights.paretoShape(), errors.paretoShape()) : Estimate.MISSING);
        put("log_z", weighted ? new Estimate(weights.logPartition().value(), errors.logPartition()) : Estimate.MISSING);
        put("log_z.low", weighted ? weights.logPartition().low() : Double.NaN);
        put("log_z.high", weighted ? weights.logPartition().high() : Double.NaN);
    }

    private void structures(Evaluation.Structures structures) {
        put("clash_share", structures.clashes());
        put("reference.clash_share", structures.referenceClashes().value());
        put("wrong_chirality_share", structures.wrongChirality());
    }

    private void control(ControlFindings control) {
        if (!control.isEmpty()) {
            put("restraint_free_energy", control.freeEnergy());
            put("ess_unbiased", control.unbiasedEffective());
            metrics.put("outside_windows", control.outside());
        }
    }

    private void average(ObservableMean average) {
        put("average." + average.name(), average.ensemble());
        put("as_drawn.average." + average.name(), average.proposal());
        put("reference.average." + average.name(), average.reference());
    }

    private void put(String name, Estimate estimate) {
        put(name, estimate.value());
        put(name + ERROR, estimate.error());
    }

    private void put(String name, double value) {
        metrics.put(name, Double.isFinite(value) ? value : null);
    }
}
