package org.arbolt.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What lies between two branches of a transformer, in one walk through memory, and its derivative: the result of the
 * last branch is added to the residual stream, and the sum x normalised for the next one, y = x̂·w + b with x̂ = (x −
 * m)/√(mean (x − m)² + ε); m is the mean of x where there is a b (LayerNorm), else 0 (RMSNorm). Rows of C numbers lie
 * one after the other. Not thread safe.
 */
public final class ResidualNorm {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private final int channels;
    private final boolean centred;
    private final double epsilon;
    private final float[] weight; // like all arrays here [C] and zeros behind it to whole vectors
    private final float[] bias;
    private final float[] x;
    private final float[] y;
    private final float[] stream;
    private final float[] ofWeight;
    private final float[] ofBias;
    private final float[] lanes = new float[Lanes.COUNT];

    /**
     * @param weight [C]
     * @param bias [C] or null
     */
    public ResidualNorm(float[] weight, float[] bias, double epsilon) {
        this.channels = weight.length;
        this.centred = bias != null;
        this.epsilon = epsilon;
        int width = Lanes.roundedUp(channels);
        this.weight = Arrays.copyOf(weight, width);
        this.bias = centred ? Arrays.copyOf(bias, width) : new float[width];
        this.x = new float[width];
        this.y = new float[width];
        this.stream = new float[width];
        this.ofWeight = new float[width];
        this.ofBias = new float[width];
    }

    /**
     * Adds and normalises rows.
     *
     * @param before the stream, [rows, C]
     * @param branch what is added, [rows, C]; null for nothing
     * @param sum becomes the stream with it; not looked at without a branch
     * @param normed becomes the sum normalised
     */
    public void forward(OffHeapFloats before, OffHeapFloats branch, OffHeapFloats sum, OffHeapFloats normed, int rows) {
        for (int row = 0; row < rows; row++) {
            long at = (long) row * channels;
            before.read(at, x, 0, channels);
            if (branch != null) {
                branch.read(at, y, 0, channels);
                for (int i = 0; i < x.length; i += Lanes.COUNT) {
                    FloatVector.fromArray(SPECIES, x, i)
                            .add(FloatVector.fromArray(SPECIES, y, i))
                            .intoArray(x, i);
                }
                sum.write(x, 0, at, channels);
            }
            standardise();
            for (int i = 0; i < x.length; i += Lanes.COUNT) {
                FloatVector.fromArray(SPECIES, x, i)
                        .fma(FloatVector.fromArray(SPECIES, weight, i), FloatVector.fromArray(SPECIES, bias, i))
                        .intoArray(y, i);
            }
            normed.write(y, 0, at, channels);
        }
    }

    /**
     * The derivative.
     *
     * @param sum as {@link #forward} left it
     * @param ofNormed derivative of the loss with respect to what was normalised
     * @param ofStream derivative with respect to the stream: comes in as that of the stream behind, goes out as that of
     *     the sum
     * @param last whether the stream ends here, so that nothing comes in
     * @param ofBranch becomes a copy of what goes out, for the branch that was added; null for none
     */
    public void backward(
            OffHeapFloats sum,
            OffHeapFloats ofNormed,
            OffHeapFloats ofStream,
            boolean last,
            OffHeapFloats ofBranch,
            int rows) {
        for (int row = 0; row < rows; row++) {
            long at = (long) row * channels;
            sum.read(at, x, 0, channels);
            ofNormed.read(at, y, 0, channels);
            if (last) {
                Arrays.fill(stream, 0);
            } else {
                ofStream.read(at, stream, 0, channels);
            }
            backward(standardise());
            ofStream.write(stream, 0, at, channels);
            if (ofBranch != null) {
                ofBranch.write(stream, 0, at, channels);
            }
        }
    }

    /** Derivative of the loss with respect to w over all rows so far, [C]. */
    public float[] ofWeight() {
        return Arrays.copyOf(ofWeight, channels);
    }

    /** Derivative of the loss with respect to b over all rows so far, [C]. */
    public float[] ofBias() {
        return Arrays.copyOf(ofBias, channels);
    }

    /** x becomes x̂; returns the factor. */
    private float standardise() {
        if (centred) {
            float mean = sumOf(x) / channels;
            for (int c = 0; c < channels; c++) {
                x[c] -= mean;
            }
        }
        FloatVector squares = FloatVector.zero(SPECIES);
        for (int i = 0; i < x.length; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            squares = v.fma(v, squares);
        }
        squares.intoArray(lanes, 0);
        float factor = (float) (1 / Math.sqrt(Lanes.sum(lanes, 0) / channels + epsilon));
        for (int i = 0; i < x.length; i += Lanes.COUNT) {
            FloatVector.fromArray(SPECIES, x, i).mul(factor).intoArray(x, i);
        }
        return factor;
    }

    /**
     * x holds x̂, y what comes in: the stream's derivative + factor·(y·w − mean(y·w) − x̂·mean(y·w·x̂)), the first mean
     * with a b only.
     */
    private void backward(float factor) {
        FloatVector along = FloatVector.zero(SPECIES);
        FloatVector all = FloatVector.zero(SPECIES);
        for (int i = 0; i < x.length; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector d = FloatVector.fromArray(SPECIES, y, i);
            d.fma(v, FloatVector.fromArray(SPECIES, ofWeight, i)).intoArray(ofWeight, i);
            FloatVector.fromArray(SPECIES, ofBias, i).add(d).intoArray(ofBias, i);
            FloatVector dw = d.mul(FloatVector.fromArray(SPECIES, weight, i));
            dw.intoArray(y, i);
            along = dw.fma(v, along);
            all = all.add(dw);
        }
        along.intoArray(lanes, 0);
        float slope = Lanes.sum(lanes, 0) / channels;
        all.intoArray(lanes, 0);
        float mean = centred ? Lanes.sum(lanes, 0) / channels : 0;
        FloatVector r = FloatVector.broadcast(SPECIES, factor);
        FloatVector minusSlope = FloatVector.broadcast(SPECIES, -slope);
        for (int i = 0; i < x.length; i += Lanes.COUNT) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, i)
                    .fma(minusSlope, FloatVector.fromArray(SPECIES, y, i).sub(mean));
            d.fma(r, FloatVector.fromArray(SPECIES, stream, i)).intoArray(stream, i);
        }
    }

    private float sumOf(float[] row) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < row.length; i += Lanes.COUNT) {
            sum = sum.add(FloatVector.fromArray(SPECIES, row, i));
        }
        sum.intoArray(lanes, 0);
        return Lanes.sum(lanes, 0);
    }
}
