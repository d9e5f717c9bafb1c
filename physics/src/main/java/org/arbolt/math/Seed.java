package org.arbolt.math;

import java.nio.charset.StandardCharsets;

/**
 * The one seed of a run. Every random stream is split from it by a name and an index, so that a result depends neither
 * on the number of threads nor on the size of a batch: sample {@code i} always uses the streams with index {@code i}.
 *
 * @param value the number given by {@code --seed}
 */
public record Seed(long value) {

    /**
     * The stream of a name and an index. Equal arguments give equal streams; different ones give unrelated streams.
     *
     * @param name what the numbers are for, e.g. {@code "langevin"}
     * @param index which replica, sample or epoch they belong to
     */
    public RandomStream stream(String name, long index) {
        long key = RandomStream.mix(value ^ 0x9E3779B97F4A7C15L);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            key = RandomStream.mix(key ^ (b + 0x632BE59BD9B4E019L));
        }
        key = RandomStream.mix(key + RandomStream.mix(index ^ 0xD1B54A32D192ED03L));
        return new RandomStream(key, RandomStream.mixGamma(key + 0x9E3779B97F4A7C15L));
    }

    /** A seed for a part of the run that splits streams of its own. */
    public Seed child(String name) {
        return new Seed(stream(name, 0).nextLong());
    }
}
