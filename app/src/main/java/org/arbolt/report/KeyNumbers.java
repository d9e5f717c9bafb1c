package org.arbolt.report;

import org.arbolt.sampling.WeightStatistics;

/**
 * The numbers of the head of the page.
 *
 * @param weights what the weights of the samples say
 * @param energyEvaluations energies of one molecule that the whole run computed
 * @param wallSeconds duration of all stages, s
 * @param worth what the samples are worth beside dynamics; null where that is not known
 */
public record KeyNumbers(WeightStatistics weights, long energyEvaluations, double wallSeconds, Worth worth) {
    public KeyNumbers {
        FieldChecks.notNegative("energy evaluations", energyEvaluations);
        FieldChecks.notNegative("wall time", wallSeconds);
    }
}
