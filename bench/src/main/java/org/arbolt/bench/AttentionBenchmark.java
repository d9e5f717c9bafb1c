package org.arbolt.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.arbolt.kernel.CachedAttention;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Attention of one row to positions whose keys and values lie in the core's caches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AttentionBenchmark {
    private static final int CHANNELS = 32; // of a head

    @Param("8")
    public int heads;

    @Param({"16", "33", "66"})
    public int positions;

    private CachedAttention cache;
    private float[] query; // [H, D]
    private float[] out; // [H, D]
    private float[] scratch;

    @Setup
    public void prepare() {
        int width = heads * CHANNELS;
        cache = new CachedAttention(1, heads, CHANNELS, positions);
        query = new float[width];
        Arrays.fill(query, 0.5f);
        for (int position = 0; position < positions; position++) {
            cache.put(0, position, query, 0, 0);
        }
        out = new float[width];
        scratch = new float[CachedAttention.scratch(heads, CHANNELS, positions)];
    }

    @Benchmark
    public float[] attend() {
        cache.attend(0, positions, query, 0, out, 0, scratch);
        return out;
    }
}
