package org.arbolt.kernel;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** What stands between the two products of a feed-forward layer. Counts must be of whole vectors. */
public final class Activation {
    private static final float ROOT_HALF = (float) Math.sqrt(0.5);

    private Activation() {}

    /** gate becomes gate·σ(gate)·up. */
    public static void swiglu(float[] gate, float[] up, int count) {
        Objects.checkFromIndexSize(0, count, Math.min(gate.length, up.length));
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector g = FloatVector.fromArray(Lanes.SPECIES, gate, i);
            g.mul(FloatVector.fromArray(Lanes.SPECIES, up, i))
                    .div(Exponential.of(g.neg()).add(1))
                    .intoArray(gate, i);
        }
    }

    /** x becomes x·σ(x). */
    public static void silu(float[] x, int count) {
        Objects.checkFromIndexSize(0, count, x.length);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, x, i);
            v.div(Exponential.of(v.neg()).add(1)).intoArray(x, i);
        }
    }

    /** x becomes x·Φ(x), Φ to 2e-7. */
    public static void gelu(float[] x, int count) {
        Objects.checkFromIndexSize(0, count, x.length);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, x, i);
            FloatVector tail = tail(v.abs().mul(ROOT_HALF));
            v.mul(tail.blend(tail.neg().add(1), v.compare(VectorOperators.GE, 0)))
                    .intoArray(x, i);
        }
    }

    /** ½ erfc(z) for z ≥ 0: Abramowitz and Stegun 7.1.26, to 0.75e-7. */
    private static FloatVector tail(FloatVector z) {
        FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1);
        FloatVector t = one.div(z.fma(FloatVector.broadcast(Lanes.SPECIES, 0.3275911f), one));
        FloatVector p = FloatVector.broadcast(Lanes.SPECIES, 0.5f * 1.061405429f);
        p = p.fma(t, FloatVector.broadcast(Lanes.SPECIES, 0.5f * -1.453152027f));
        p = p.fma(t, FloatVector.broadcast(Lanes.SPECIES, 0.5f * 1.421413741f));
        p = p.fma(t, FloatVector.broadcast(Lanes.SPECIES, 0.5f * -0.284496736f));
        p = p.fma(t, FloatVector.broadcast(Lanes.SPECIES, 0.5f * 0.254829592f));
        return p.mul(t).mul(Exponential.of(z.mul(z).neg()));
    }
}
