package org.arbolt.pipeline;

import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.sampling.WeightStatistics;

/**
 * What a model makes of a peptide it was not trained on, an element of {@code transfer.json}.
 *
 * @param peptide its name
 * @param weights of its samples
 * @param referenceOutside share of the reference frames that lie outside the model's grid
 * @param energy E-W2, kT
 */
public record UnseenPeptideResult(
        String peptide, WeightStatistics weights, double referenceOutside, EnsembleDistances.Value energy) {}
