package org.arbolt.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.arbolt.BadInput;
import org.arbolt.SettingBounds;
import org.arbolt.pipeline.BenchmarkSystem;

/**
 * What is measured.
 *
 * @param systems in this order
 * @param samples numbers of samples, ascending
 * @param seeds so many sets of samples for each budget, in their order
 * @param seed of the dynamics and of the first set of samples; the others count on from it
 * @param dynamics whether replica exchange is measured where a reference is given, and that in steps of 1 fs
 * @param quick little dynamics, for a look
 * @param models trained models, by system; those that ship for the others
 * @param references frames to compare with, by system; made here for the others
 * @param home folder that Arbolt is installed in
 */
public record BenchmarkPlan(
        List<BenchmarkSystem> systems,
        List<Integer> samples,
        List<Integer> seeds,
        long seed,
        boolean dynamics,
        boolean quick,
        Map<BenchmarkSystem, Path> models,
        Map<BenchmarkSystem, Path> references,
        Path home) {
    /** Samples, each of one energy, of the published tables. */
    public static final String PUBLISHED_SAMPLES = "10000,200000";

    public BenchmarkPlan {
        systems = List.copyOf(systems);
        models = Map.copyOf(models);
        references = Map.copyOf(references);
        if (samples.isEmpty()) {
            throw new BadInput("--samples names no number of samples; give one at least");
        }
        if (seeds.size() != 1 && seeds.size() != samples.size()) {
            throw new BadInput("--seeds has " + seeds.size() + " numbers and --samples " + samples.size()
                    + "; give one of seeds for all, or one for each");
        }
        SortedMap<Integer, Integer> sets = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            int count = seeds.get(seeds.size() == 1 ? 0 : i);
            SettingBounds.between(1, 1000, count, "seeds");
            sets.merge(samples.get(i), count, Math::max);
        }
        samples = List.copyOf(sets.keySet());
        seeds = List.copyOf(sets.values());
    }

    /** Seeds of the sets of a budget. @param budget its place */
    long[] sampleSeeds(int budget) {
        return LongStream.range(seed, seed + seeds.get(budget)).toArray();
    }
}
