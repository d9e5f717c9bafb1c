package org.arbolt.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * (x − m) / √(mean (x − m)² + ε) · w + b of C numbers; m their mean where there is a b (LayerNorm), else 0 (RMSNorm).
 */
public final class RowNorm {
    private final float[] weight;
    private final float[] bias; // or null
    private final double epsilon;

    /**
     * @param weight [C]
     * @param bias [C] or null
     */
    public RowNorm(float[] weight, float[] bias, double epsilon) {
        this.weight = weight.clone();
        this.bias = bias == null ? null : bias.clone();
        this.epsilon = epsilon;
    }

    /**
     * Normalises C numbers; x may be out.
     *
     * @param scratch as many numbers as a vector has, overwritten
     */
    public void of(float[] x, int from, float[] out, int to, float[] scratch) {
        float mean = bias == null ? 0 : sum(x, from, scratch) / weight.length;
        float scale = (float) (1 / Math.sqrt(squares(x, from, mean, scratch) / weight.length + epsilon));
        int i = 0;
        for (; i + Lanes.COUNT <= weight.length; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, x, from + i)
                    .sub(mean)
                    .mul(scale)
                    .mul(FloatVector.fromArray(Lanes.SPECIES, weight, i));
            (bias == null ? v : v.add(FloatVector.fromArray(Lanes.SPECIES, bias, i))).intoArray(out, to + i);
        }
        for (; i < weight.length; i++) {
            out[to + i] = (x[from + i] - mean) * scale * weight[i] + (bias == null ? 0 : bias[i]);
        }
    }

    /** Normalises numbers in place, C at a time: a whole row, or each head's part of it on its own. */
    public void parts(float[] x, int from, int count, float[] scratch) {
        for (int part = from; part < from + count; part += weight.length) {
            of(x, part, x, part, scratch);
        }
    }

    private float sum(float[] x, int from, float[] scratch) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < weight.length; i += Lanes.COUNT) {
            sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, x, from + i, within(i)));
        }
        sum.intoArray(scratch, 0);
        return Lanes.sum(scratch, 0);
    }

    private float squares(float[] x, int from, float mean, float[] scratch) {
        FloatVector a = FloatVector.zero(Lanes.SPECIES);
        FloatVector b = a;
        int i = 0;
        for (; i + 2 * Lanes.COUNT <= weight.length; i += 2 * Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, x, from + i).sub(mean);
            FloatVector u = FloatVector.fromArray(Lanes.SPECIES, x, from + i + Lanes.COUNT)
                    .sub(mean);
            a = v.fma(v, a);
            b = u.fma(u, b);
        }
        for (; i < weight.length; i += Lanes.COUNT) {
            VectorMask<Float> within = within(i);
            FloatVector v = FloatVector.zero(Lanes.SPECIES)
                    .blend(
                            FloatVector.fromArray(Lanes.SPECIES, x, from + i, within)
                                    .sub(mean),
                            within);
            a = v.fma(v, a);
        }
        a.add(b).intoArray(scratch, 0);
        return Lanes.sum(scratch, 0);
    }

    private VectorMask<Float> within(int i) {
        return Lanes.SPECIES.indexInRange(i, weight.length);
    }
}
