package org.arbolt.pipeline;

/**
 * What a model makes of a peptide it was not trained on.
 *
 * @param peptide its name
 * @param samples number of samples
 * @param effectiveSamples Kish's effective sample size of the weights as they came
 * @param paretoShape Pareto k̂ of the weights
 * @param referenceOutside share of the reference frames that lie outside the model's grid
 * @param energy E-W2, kT
 */
public record HeldOutPeptideResult(
        String peptide,
        int samples,
        double effectiveSamples,
        double paretoShape,
        double referenceOutside,
        EnsembleDistances.Value energy) {}
