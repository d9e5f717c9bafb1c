package org.arbolt.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** gate·σ(gate)·up (Shazeer 2020) of numbers in memory, and its derivative, in one walk. Not thread safe. */
public final class Swiglu {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int PART = 1024; // numbers at a time: those of three arrays stay in the first cache

    private final float[] gate = new float[PART];
    private final float[] up = new float[PART];
    private final float[] derivative = new float[PART];

    /** So many numbers of the result. */
    public void forward(OffHeapFloats gates, OffHeapFloats ups, OffHeapFloats out, long numbers) {
        for (long at = 0; at < numbers; at += PART) {
            int count = (int) Math.min(PART, numbers - at);
            gates.read(at, gate, 0, count);
            ups.read(at, up, 0, count);
            Activation.swiglu(gate, up, Lanes.roundedUp(count));
            out.write(gate, 0, at, count);
        }
    }

    /**
     * Derivatives with respect to both, given that with respect to the result.
     *
     * @param ofOut may be the memory of {@code ofGates} or {@code ofUps}
     */
    public void backward(
            OffHeapFloats gates,
            OffHeapFloats ups,
            OffHeapFloats ofOut,
            OffHeapFloats ofGates,
            OffHeapFloats ofUps,
            long numbers) {
        for (long at = 0; at < numbers; at += PART) {
            int count = (int) Math.min(PART, numbers - at);
            gates.read(at, gate, 0, count);
            ups.read(at, up, 0, count);
            ofOut.read(at, derivative, 0, count);
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector g = FloatVector.fromArray(SPECIES, gate, i);
                FloatVector d = FloatVector.fromArray(SPECIES, derivative, i);
                FloatVector sigma = FloatVector.broadcast(SPECIES, 1)
                        .div(Exponential.of(g.neg()).add(1));
                FloatVector silu = g.mul(sigma);
                FloatVector slope = sigma.add(silu.sub(silu.mul(sigma))); // σ + g·σ·(1 − σ)
                d.mul(FloatVector.fromArray(SPECIES, up, i)).mul(slope).intoArray(gate, i);
                d.mul(silu).intoArray(up, i);
            }
            ofGates.write(gate, 0, at, count);
            ofUps.write(up, 0, at, count);
        }
    }
}
