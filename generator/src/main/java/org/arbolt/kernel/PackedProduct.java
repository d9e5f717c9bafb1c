package org.arbolt.kernel;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * x·wᵀ + b for rows x, the weights laid out beforehand in panels of two vectors of outputs, input after input. A panel
 * stays in the innermost cache while a few rows at a time pass it, their sums in registers: as many rows as there are
 * registers for. Outputs are written in whole panels, zeros behind the last; each is a fused sum in the order of the
 * inputs. Immutable, for any number of threads.
 */
public final class PackedProduct {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int PANEL = 2 * LANES;
    // 32 registers with AVX-512 (16 lanes) and on ARM (4 lanes), 16 with AVX2 (8 lanes)
    private static final int TALLEST = LANES == 8 ? 4 : 12;

    private final int inputs;
    private final float[] panels; // [panels][inputs][PANEL] behind Lanes.LEAD
    private final float[] bias; // [panels][PANEL]

    /**
     * @param weight [outputs, inputs] in row-major order
     * @param bias [outputs], or null for none
     */
    public PackedProduct(float[] weight, float[] bias, int outputs, int inputs) {
        if (weight.length != Math.multiplyExact(outputs, inputs) || bias != null && bias.length != outputs) {
            throw new IllegalArgumentException("a product of " + inputs + " to " + outputs + " numbers has no "
                    + weight.length + " weights" + (bias == null ? "" : " and " + bias.length + " biases"));
        }
        this.inputs = inputs;
        this.bias = new float[width(outputs)];
        if (bias != null) {
            System.arraycopy(bias, 0, this.bias, 0, outputs);
        }
        this.panels = new float[Math.addExact(Lanes.LEAD, Math.multiplyExact(width(outputs), inputs))];
        for (int row = 0; row < outputs; row++) {
            int at = Lanes.LEAD + row / PANEL * PANEL * inputs + row % PANEL;
            for (int i = 0; i < inputs; i++) {
                panels[at + i * PANEL] = weight[row * inputs + i];
            }
        }
    }

    /**
     * One product without more ado: x·wᵀ + b.
     *
     * @param x [rows, inputs]
     * @param weight [outputs, inputs]
     * @param bias [outputs] or null
     * @return [rows, outputs]
     */
    public static float[] of(float[] x, int rows, float[] weight, float[] bias, int outputs, int inputs) {
        int stride = width(outputs);
        float[] padded = new float[Math.multiplyExact(rows, stride)];
        new PackedProduct(weight, bias, outputs, inputs).set(x, inputs, rows, padded, stride);
        float[] out = new float[rows * outputs];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(padded, row * stride, out, row * outputs, outputs);
        }
        return out;
    }

    /** Numbers that are written for so many outputs: whole panels. */
    public static int width(int outputs) {
        return (outputs + PANEL - 1) / PANEL * PANEL;
    }

    /** Numbers that it reads of a row. */
    public int inputs() {
        return inputs;
    }

    /** Numbers that {@link #set} writes for a row. */
    public int width() {
        return bias.length;
    }

    /** out = x·wᵀ + b of {@code rows} rows, which begin every {@code stride} and {@code outStride} numbers. */
    public void set(float[] x, int stride, int rows, float[] out, int outStride) {
        multiply(x, stride, rows, out, outStride, false);
    }

    /** The same, added to what is in out. */
    public void add(float[] x, int stride, int rows, float[] out, int outStride) {
        multiply(x, stride, rows, out, outStride, true);
    }

    private void multiply(float[] x, int stride, int rows, float[] out, int outStride, boolean add) {
        if (rows == 0) {
            return;
        }
        Objects.checkFromIndexSize((rows - 1) * stride, inputs, x.length);
        Objects.checkFromIndexSize((rows - 1) * outStride, bias.length, out.length);
        for (int first = 0; first < bias.length; first += PANEL) {
            int height;
            for (int row = 0; row < rows; row += height) {
                height = rows - row >= TALLEST ? TALLEST : rows - row >= 4 ? 4 : 1;
                int to = row * outStride + first;
                begin(first, height, out, to, outStride, add);
                switch (height) {
                    case 12 -> rows12(x, row * stride, stride, first, out, to, outStride);
                    case 4 -> rows4(x, row * stride, stride, first, out, to, outStride);
                    default -> row(x, row * stride, first, out, to);
                }
            }
        }
    }

    /** What the sums begin with: the bias, and what is there already where they are added to it. */
    private void begin(int first, int height, float[] out, int to, int outStride, boolean add) {
        FloatVector b0 = FloatVector.fromArray(SPECIES, bias, first);
        FloatVector b1 = FloatVector.fromArray(SPECIES, bias, first + LANES);
        for (int at = to; at < to + height * outStride; at += outStride) {
            if (add) {
                b0.add(FloatVector.fromArray(SPECIES, out, at)).intoArray(out, at);
                b1.add(FloatVector.fromArray(SPECIES, out, at + LANES)).intoArray(out, at + LANES);
            } else {
                b0.intoArray(out, at);
                b1.intoArray(out, at + LANES);
            }
        }
    }

    // ---- one panel for 12, 4 or 1 rows, added to what is in out. By hand: the sums must be variables to stay in
    // registers.

    private void rows12(float[] x, int from, int stride, int first, float[] out, int to, int outStride) {
        int panel = Lanes.LEAD + first * inputs;
        FloatVector a0 = FloatVector.fromArray(SPECIES, out, to);
        FloatVector a1 = FloatVector.fromArray(SPECIES, out, to + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, out, to + outStride);
        FloatVector b1 = FloatVector.fromArray(SPECIES, out, to + outStride + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, out, to + 2 * outStride);
        FloatVector c1 = FloatVector.fromArray(SPECIES, out, to + 2 * outStride + LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, out, to + 3 * outStride);
        FloatVector d1 = FloatVector.fromArray(SPECIES, out, to + 3 * outStride + LANES);
        FloatVector e0 = FloatVector.fromArray(SPECIES, out, to + 4 * outStride);
        FloatVector e1 = FloatVector.fromArray(SPECIES, out, to + 4 * outStride + LANES);
        FloatVector f0 = FloatVector.fromArray(SPECIES, out, to + 5 * outStride);
        FloatVector f1 = FloatVector.fromArray(SPECIES, out, to + 5 * outStride + LANES);
        FloatVector g0 = FloatVector.fromArray(SPECIES, out, to + 6 * outStride);
        FloatVector g1 = FloatVector.fromArray(SPECIES, out, to + 6 * outStride + LANES);
        FloatVector h0 = FloatVector.fromArray(SPECIES, out, to + 7 * outStride);
        FloatVector h1 = FloatVector.fromArray(SPECIES, out, to + 7 * outStride + LANES);
        FloatVector i0 = FloatVector.fromArray(SPECIES, out, to + 8 * outStride);
        FloatVector i1 = FloatVector.fromArray(SPECIES, out, to + 8 * outStride + LANES);
        FloatVector j0 = FloatVector.fromArray(SPECIES, out, to + 9 * outStride);
        FloatVector j1 = FloatVector.fromArray(SPECIES, out, to + 9 * outStride + LANES);
        FloatVector k0 = FloatVector.fromArray(SPECIES, out, to + 10 * outStride);
        FloatVector k1 = FloatVector.fromArray(SPECIES, out, to + 10 * outStride + LANES);
        FloatVector l0 = FloatVector.fromArray(SPECIES, out, to + 11 * outStride);
        FloatVector l1 = FloatVector.fromArray(SPECIES, out, to + 11 * outStride + LANES);
        int b = from + stride;
        int c = from + 2 * stride;
        int d = from + 3 * stride;
        int e = from + 4 * stride;
        int f = from + 5 * stride;
        int g = from + 6 * stride;
        int h = from + 7 * stride;
        int i = from + 8 * stride;
        int j = from + 9 * stride;
        int k = from + 10 * stride;
        int l = from + 11 * stride;
        for (int n = 0; n < inputs; n++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, panels, panel + PANEL * n);
            FloatVector w1 = FloatVector.fromArray(SPECIES, panels, panel + PANEL * n + LANES);
            FloatVector v = FloatVector.broadcast(SPECIES, x[from + n]);
            a0 = v.fma(w0, a0);
            a1 = v.fma(w1, a1);
            v = FloatVector.broadcast(SPECIES, x[b + n]);
            b0 = v.fma(w0, b0);
            b1 = v.fma(w1, b1);
            v = FloatVector.broadcast(SPECIES, x[c + n]);
            c0 = v.fma(w0, c0);
            c1 = v.fma(w1, c1);
            v = FloatVector.broadcast(SPECIES, x[d + n]);
            d0 = v.fma(w0, d0);
            d1 = v.fma(w1, d1);
            v = FloatVector.broadcast(SPECIES, x[e + n]);
            e0 = v.fma(w0, e0);
            e1 = v.fma(w1, e1);
            v = FloatVector.broadcast(SPECIES, x[f + n]);
            f0 = v.fma(w0, f0);
            f1 = v.fma(w1, f1);
            v = FloatVector.broadcast(SPECIES, x[g + n]);
            g0 = v.fma(w0, g0);
            g1 = v.fma(w1, g1);
            v = FloatVector.broadcast(SPECIES, x[h + n]);
            h0 = v.fma(w0, h0);
            h1 = v.fma(w1, h1);
            v = FloatVector.broadcast(SPECIES, x[i + n]);
            i0 = v.fma(w0, i0);
            i1 = v.fma(w1, i1);
            v = FloatVector.broadcast(SPECIES, x[j + n]);
            j0 = v.fma(w0, j0);
            j1 = v.fma(w1, j1);
            v = FloatVector.broadcast(SPECIES, x[k + n]);
            k0 = v.fma(w0, k0);
            k1 = v.fma(w1, k1);
            v = FloatVector.broadcast(SPECIES, x[l + n]);
            l0 = v.fma(w0, l0);
            l1 = v.fma(w1, l1);
        }
        a0.intoArray(out, to);
        a1.intoArray(out, to + LANES);
        b0.intoArray(out, to + outStride);
        b1.intoArray(out, to + outStride + LANES);
        c0.intoArray(out, to + 2 * outStride);
        c1.intoArray(out, to + 2 * outStride + LANES);
        d0.intoArray(out, to + 3 * outStride);
        d1.intoArray(out, to + 3 * outStride + LANES);
        e0.intoArray(out, to + 4 * outStride);
        e1.intoArray(out, to + 4 * outStride + LANES);
        f0.intoArray(out, to + 5 * outStride);
        f1.intoArray(out, to + 5 * outStride + LANES);
        g0.intoArray(out, to + 6 * outStride);
        g1.intoArray(out, to + 6 * outStride + LANES);
        h0.intoArray(out, to + 7 * outStride);
        h1.intoArray(out, to + 7 * outStride + LANES);
        i0.intoArray(out, to + 8 * outStride);
        i1.intoArray(out, to + 8 * outStride + LANES);
        j0.intoArray(out, to + 9 * outStride);
        j1.intoArray(out, to + 9 * outStride + LANES);
        k0.intoArray(out, to + 10 * outStride);
        k1.intoArray(out, to + 10 * outStride + LANES);
        l0.intoArray(out, to + 11 * outStride);
        l1.intoArray(out, to + 11 * outStride + LANES);
    }

    private void rows4(float[] x, int from, int stride, int first, float[] out, int to, int outStride) {
        int panel = Lanes.LEAD + first * inputs;
        FloatVector a0 = FloatVector.fromArray(SPECIES, out, to);
        FloatVector a1 = FloatVector.fromArray(SPECIES, out, to + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, out, to + outStride);
        FloatVector b1 = FloatVector.fromArray(SPECIES, out, to + outStride + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, out, to + 2 * outStride);
        FloatVector c1 = FloatVector.fromArray(SPECIES, out, to + 2 * outStride + LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, out, to + 3 * outStride);
        FloatVector d1 = FloatVector.fromArray(SPECIES, out, to + 3 * outStride + LANES);
        int b = from + stride;
        int c = from + 2 * stride;
        int d = from + 3 * stride;
        for (int n = 0; n < inputs; n++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, panels, panel + PANEL * n);
            FloatVector w1 = FloatVector.fromArray(SPECIES, panels, panel + PANEL * n + LANES);
            FloatVector v = FloatVector.broadcast(SPECIES, x[from + n]);
            a0 = v.fma(w0, a0);
            a1 = v.fma(w1, a1);
            v = FloatVector.broadcast(SPECIES, x[b + n]);
            b0 = v.fma(w0, b0);
            b1 = v.fma(w1, b1);
            v = FloatVector.broadcast(SPECIES, x[c + n]);
            c0 = v.fma(w0, c0);
            c1 = v.fma(w1, c1);
            v = FloatVector.broadcast(SPECIES, x[d + n]);
            d0 = v.fma(w0, d0);
            d1 = v.fma(w1, d1);
        }
        a0.intoArray(out, to);
        a1.intoArray(out, to + LANES);
        b0.intoArray(out, to + outStride);
        b1.intoArray(out, to + outStride + LANES);
        c0.intoArray(out, to + 2 * outStride);
        c1.intoArray(out, to + 2 * outStride + LANES);
        d0.intoArray(out, to + 3 * outStride);
        d1.intoArray(out, to + 3 * outStride + LANES);
    }

    private void row(float[] x, int from, int first, float[] out, int to) {
        int panel = Lanes.LEAD + first * inputs;
        FloatVector a0 = FloatVector.fromArray(SPECIES, out, to);
        FloatVector a1 = FloatVector.fromArray(SPECIES, out, to + LANES);
        for (int n = 0; n < inputs; n++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, panels, panel + PANEL * n);
            FloatVector w1 = FloatVector.fromArray(SPECIES, panels, panel + PANEL * n + LANES);
            FloatVector v = FloatVector.broadcast(SPECIES, x[from + n]);
            a0 = v.fma(w0, a0);
            a1 = v.fma(w1, a1);
        }
        a0.intoArray(out, to);
        a1.intoArray(out, to + LANES);
    }
}
