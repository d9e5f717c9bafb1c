package org.arbolt.pipeline;

import java.util.List;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.ObservableMean;
import org.arbolt.sampling.WeightStatistics;

/**
 * What a run found; {@code metrics.json} has its numbers.
 *
 * @param weights effective sample sizes, raw and smoothed, Pareto k̂, log Z
 * @param distances E-W2, T-W2 and TICA-W2 to the reference; null without one
 * @param averages means that both the ensemble and the reference have
 * @param verdict trust, caution or do not trust
 * @param reasons why
 * @param worth what the samples are worth beside dynamics, in sentences; empty where that is not known
 * @param report path of the report; null where there is none
 */
public record Summary(
        WeightStatistics weights,
        EnsembleDistances distances,
        List<ObservableMean> averages,
        String verdict,
        List<String> reasons,
        List<String> worth,
        String report) {}
