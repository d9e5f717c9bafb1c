package org.arbolt.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What one core can do at most: a loop of nothing but independent fused multiply-adds in registers. {@link
 * PeakBenchmark} measures it with JMH; {@link #measure} does so within the run whose share of the peak is wanted, for
 * the clock of a shared machine differs from one process to the next.
 */
final class PeakArithmetic {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12; // two a cycle, four cycles each, and some to spare
    static final int ROUNDS = 100_000;

    private float sink;

    /** Floating-point operations per second, an FMA being two. */
    static double measure(double seconds) {
        PeakArithmetic peak = new PeakArithmetic();
        double operations = 2.0 * SPECIES.length() * CHAINS * ROUNDS;
        return operations / Best.time(seconds, () -> peak.sink += loop(peak.sink * 1e-9f + 0.5f));
    }

    /** The chains, {@link #ROUNDS} times. */
    static float loop(float start) {
        FloatVector m = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector s = FloatVector.broadcast(SPECIES, start);
        FloatVector a = s;
        FloatVector b = s.mul(2f);
        FloatVector c = s.mul(3f);
        FloatVector d = s.mul(4f);
        FloatVector e = s.mul(5f);
        FloatVector f = s.mul(6f);
        FloatVector g = s.mul(7f);
        FloatVector h = s.mul(8f);
        FloatVector i = s.mul(9f);
        FloatVector j = s.mul(10f);
        FloatVector k = s.mul(11f);
        FloatVector l = s.mul(12f);
        for (int n = 0; n < ROUNDS; n++) {
            a = a.fma(m, s);
            b = b.fma(m, s);
            c = c.fma(m, s);
            d = d.fma(m, s);
            e = e.fma(m, s);
            f = f.fma(m, s);
            g = g.fma(m, s);
            h = h.fma(m, s);
            i = i.fma(m, s);
            j = j.fma(m, s);
            k = k.fma(m, s);
            l = l.fma(m, s);
        }
        return a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l)
                .reduceLanes(VectorOperators.ADD);
    }
}
