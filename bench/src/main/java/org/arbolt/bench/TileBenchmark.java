package org.arbolt.bench;

import java.util.concurrent.TimeUnit;
import org.arbolt.molecule.Frames;
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

/** Energies of one tile of frames on one core: every term, and non-bonded and solvent terms alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TileBenchmark {
    @Param({"Ace-A-Nme", "AAA", "AAAAAA", "GYDPETGTWG"})
    public String molecule;

    private Tile all;
    private Tile pairs;

    @Setup
    public void prepare() {
        BenchSystem system = BenchSystem.of(molecule);
        Frames frames = system.frames();
        all = new Tile(system.potential(), frames);
        pairs = new Tile(system.pairs(), frames);
    }

    @Benchmark
    public double[] allTerms() {
        return all.energies();
    }

    @Benchmark
    public double[] pairsAlone() {
        return pairs.energies();
    }
}
