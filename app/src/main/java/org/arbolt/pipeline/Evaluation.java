package org.arbolt.pipeline;

import java.util.List;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.BackboneResidue;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Observables;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.WeightStatistics;

/**
 * What was found of an ensemble, by itself and beside a reference.
 *
 * @param reference null without
 * @param residues of the backbone
 * @param weights what they say of the ensemble
 * @param distances from the reference; null without
 * @param observables in the ensemble and in the reference
 */
record Evaluation(
        Ensemble ensemble,
        Trajectory reference,
        List<BackboneResidue> residues,
        WeightStatistics weights,
        EnsembleDistances distances,
        Observables observables) {}
