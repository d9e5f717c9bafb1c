package org.arbolt.pipeline;

import java.util.List;
import org.arbolt.dynamics.Trajectory;
import org.arbolt.evaluate.BackboneResidue;
import org.arbolt.evaluate.EnsembleDistances;
import org.arbolt.evaluate.Observables;
import org.arbolt.evaluate.Profile;
import org.arbolt.evaluate.TicaPlane;
import org.arbolt.evaluate.TorsionClusters;
import org.arbolt.math.Estimate;
import org.arbolt.report.Weighting;
import org.arbolt.sampling.Ensemble;
import org.arbolt.sampling.WeightErrors;
import org.arbolt.sampling.WeightStatistics;

/**
 * What was found of an ensemble, by itself and beside a reference.
 *
 * @param samples what was judged
 * @param reference null without
 * @param residues of the backbone
 * @param weights what they say of the ensemble
 * @param weightErrors of that
 * @param structures of the samples as drawn and of the reference
 * @param distances from the reference; null without
 * @param plane of the slowest coordinates; null where it is not known
 * @param clusters of the weighted ensemble
 * @param observables in the ensemble and in the reference
 * @param control what became of what was asked
 * @param profiles of the variables that were asked for
 * @param doubts sentences on what spoils averages
 */
record Evaluation(
        Samples samples,
        Trajectory reference,
        List<BackboneResidue> residues,
        WeightStatistics weights,
        WeightErrors weightErrors,
        Structures structures,
        EnsembleDistances distances,
        TicaPlane plane,
        List<TorsionClusters.Cluster> clusters,
        Observables observables,
        ControlFindings control,
        List<Profile> profiles,
        List<String> doubts) {

    /** @param origin where the weights come from */
    record Samples(Ensemble ensemble, Weighting.Origin origin) {
        /** Whether weights are known; all are equal otherwise. */
        boolean weighted() {
            return origin != Weighting.Origin.NONE;
        }
    }

    /**
     * Shares of conformations that are no molecule's.
     *
     * @param clashes of samples in which atoms overlap
     * @param wrongChirality of samples of which a stereocentre has the wrong chirality
     * @param referenceClashes of the reference; missing without
     */
    record Structures(Estimate clashes, Estimate wrongChirality, Estimate referenceClashes) {}

    Ensemble ensemble() {
        return samples.ensemble();
    }
}
