package org.arbolt.bench;

import java.util.concurrent.TimeUnit;
import org.arbolt.forcefield.Potential;
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

/** Energies of a batch of frames on all cores, allocation of the results included. A score is the time of one batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnergyBenchmark {
    @Param({"Ace-A-Nme", "AAA", "AAAAAA", "GYDPETGTWG"})
    public String molecule;

    @Param({"16", "100", "1000", "10000", "100000"})
    public int frames;

    private Potential potential;
    private Frames batch;

    @Setup
    public void prepare() {
        BenchSystem system = BenchSystem.of(molecule);
        potential = system.potential();
        batch = repeated(system.frames(), frames);
    }

    /** The frames over and over, until there are so many. */
    private static Frames repeated(Frames some, int count) {
        int width = 3 * some.atoms();
        double[] xyz = new double[count * width];
        for (int at = 0; at < xyz.length; at += some.xyz().length) {
            System.arraycopy(some.xyz(), 0, xyz, at, Math.min(some.xyz().length, xyz.length - at));
        }
        return new Frames(some.atoms(), xyz);
    }

    @Benchmark
    public double[] energies() {
        return potential.energies(batch);
    }
}
