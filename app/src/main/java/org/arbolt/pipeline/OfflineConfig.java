package org.arbolt.pipeline;

import org.arbolt.run.Part;
import org.arbolt.run.SourceFile;
import org.arbolt.sampling.ImportanceWeights;

/**
 * What identifies the evaluation of samples that were made elsewhere.
 *
 * @param system what the samples are of; its structure is the topology
 * @param seed of resampling
 * @param samples the file to judge
 * @param reference the file to compare with; null for none
 * @param weights treatment of the weights
 * @param centroid what {@code log_q} says of centroids; null where the file is to say it
 * @param comparison how they are compared
 */
public record OfflineConfig(
        MolecularSystem system,
        long seed,
        SourceFile samples,
        SourceFile reference,
        String weights,
        CentroidDensity centroid,
        EvaluationPlan comparison)
        implements MoleculeConfig {
    public OfflineConfig {
        ImportanceWeights.Treatment.parse(weights);
    }

    @Override
    public Part part() {
        return null;
    }
}
