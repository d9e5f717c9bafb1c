package org.arbolt.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.arbolt.kernel.PackedProduct;
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

/** A product of the network's layers on one core: 2 · rows · inputs · outputs floating-point operations. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProductBenchmark {
    /** Inputs and outputs: query, key and value; both halves of the feed-forward layer; the head of 4096 bins. */
    @Param({"256x768", "256x682", "682x256", "256x4096"})
    public String layer;

    @Param("96")
    public int rows;

    private int inputs;
    private int width;
    private PackedProduct product;
    private float[] x;
    private float[] out;

    @Setup
    public void prepare() {
        int[] shape =
                Arrays.stream(layer.split("x")).mapToInt(Integer::parseInt).toArray();
        inputs = shape[0];
        int outputs = shape[1];
        width = PackedProduct.width(outputs);
        product = new PackedProduct(new float[outputs * inputs], null, outputs, inputs);
        x = new float[rows * inputs];
        Arrays.fill(x, 1);
        out = new float[rows * width];
    }

    @Benchmark
    public float[] product() {
        product.set(x, inputs, rows, out, width);
        return out;
    }
}
