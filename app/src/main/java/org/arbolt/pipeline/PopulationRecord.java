package org.arbolt.pipeline;

import java.util.Arrays;
import java.util.List;
import org.arbolt.sampling.TwistedSampling;

/**
 * What became of a population of sequential Monte Carlo.
 *
 * @param logPartition log of an unbiased estimate of Z
 * @param effective Kish's effective number at each checkpoint and at the end
 * @param resampled whether it was resampled at a checkpoint
 * @param ancestors first particles with offspring after each checkpoint and at the end
 */
record PopulationRecord(double logPartition, double[] effective, boolean[] resampled, int[] ancestors) {

    static List<PopulationRecord> of(TwistedSampling.Population[] populations) {
        return Arrays.stream(populations)
                .map(p -> new PopulationRecord(p.logPartition(), p.effective(), p.resampled(), p.ancestors()))
                .toList();
    }

    /**
     * Those of a part, {@code smc.part.json}.
     *
     * @param checkpoints steps after which particles could be resampled
     */
    record OfPart(int[] checkpoints, List<PopulationRecord> populations) {}
}
