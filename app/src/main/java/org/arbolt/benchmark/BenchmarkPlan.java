package org.arbolt.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.pipeline.BenchmarkSystem;

/**
 * What is measured.
 *
 * @param systems in this order
 * @param samples budgets of energy evaluations, one for each sample
 * @param seeds so many sets of samples for each budget
 * @param seed of the dynamics and of the first set of samples; the others count on from it
 * @param dynamics whether replica exchange is measured where a reference is given
 * @param quick little dynamics, for a look
 * @param models trained models, by system; those that ship for the others
 * @param references frames to compare with, by system; made here for the others
 * @param home folder that Arbolt is installed in
 */
public record BenchmarkPlan(
        List<BenchmarkSystem> systems,
        List<Integer> samples,
        int seeds,
        long seed,
        boolean dynamics,
        boolean quick,
        Map<BenchmarkSystem, Path> models,
        Map<BenchmarkSystem, Path> references,
        Path home) {
    /** Energy evaluations of the published tables. */
    public static final String PUBLISHED_SAMPLES = "10000,200000";

    public BenchmarkPlan {
        systems = List.copyOf(systems);
        samples = samples.stream().distinct().sorted().toList();
        models = Map.copyOf(models);
        references = Map.copyOf(references);
        SettingBounds.between(1, 1000, seeds, "seeds");
        if (samples.isEmpty()) {
            throw new BadInput("--samples names no number of samples; give one at least");
        }
    }

    long[] sampleSeeds() {
        return LongStream.range(seed, seed + seeds).toArray();
    }
}
