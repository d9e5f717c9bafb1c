package org.arbolt.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * softmax(q·kᵀ/√D)·v of every head of a sequence, each position attending to itself and those before it, and its
 * derivative: queries in blocks whose scores stay in the second cache, in float32. Nothing is kept for the derivative,
 * which works the weights out again. Not thread safe.
 */
public final class CausalAttention {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int BLOCK = 64; // queries
    private static final int ROWS = 8; // of a product at a time

    private final int positions; // T
    private final int heads;
    private final int channels; // D, of one head
    private final int all; // C
    private final int width; // D in whole vectors
    private final int columns; // T in whole vectors and groups of rows
    private final int[] steps; // to the same number of the next rows
    private final float[] projected; // [T, 3, H, D] of a sequence; then its derivative
    private final float[] mixed; // [T, H, D] of a sequence; its derivative
    private final float[] query; // [columns, width] of a head, times 1/√D
    private final float[] key; // [columns, width]
    private final float[] value; // [columns, width]
    private final float[] keys; // [D, columns]: transposed
    private final float[] values; // [D, columns]: transposed
    private final float[] result; // [columns, width]; its derivative
    private final float[] weights; // [BLOCK, columns]
    private final float[] slopes; // [BLOCK, columns]: derivatives of the weights, then of the scores
    private final float[] ofQuery; // [columns, width]
    private final float[] ofKey; // [columns, width]
    private final float[] ofValue; // [columns, width]
    private final float[] lanes = new float[Lanes.COUNT];

    /**
     * @param positions T
     * @param heads H
     * @param channels D, of one head
     */
    public CausalAttention(int positions, int heads, int channels) {
        this.positions = positions;
        this.heads = heads;
        this.channels = channels;
        this.all = heads * channels;
        this.width = Lanes.roundedUp(channels);
        this.columns = Lanes.roundedUp((positions + ROWS - 1) / ROWS * ROWS); // products work on whole groups of rows
        this.steps = new int[Lanes.COUNT];
        Arrays.setAll(steps, lane -> lane * width);
        int size = Math.multiplyExact(columns, width);
        this.projected = new float[Math.multiplyExact(positions, 3 * all)];
        this.mixed = new float[positions * all];
        this.query = new float[size];
        this.key = new float[size];
        this.value = new float[size];
        this.keys = new float[channels * columns];
        this.values = new float[channels * columns];
        this.result = new float[size];
        this.weights = new float[BLOCK * columns];
        this.slopes = new float[BLOCK * columns];
        this.ofQuery = new float[size];
        this.ofKey = new float[size];
        this.ofValue = new float[size];
    }

    /**
     * The result for some sequences.
     *
     * @param given queries, keys and values, [B, T, 3, H, D]
     * @param out becomes the result, [B, T, H, D]
     */
    public void forward(OffHeapFloats given, OffHeapFloats out, int sequences) {
        for (int sequence = 0; sequence < sequences; sequence++) {
            forward(given, out, (long) sequence);
        }
    }

    private void forward(OffHeapFloats given, OffHeapFloats out, long sequence) {
        given.read(sequence * projected.length, projected, 0, projected.length);
        for (int head = 0; head < heads; head++) {
            take(head);
            Arrays.fill(result, 0);
            for (int first = 0; first < positions; first += BLOCK) {
                int end = Math.min(first + BLOCK, positions);
                weigh(first, end);
                for (int row = first; row < end; row += ROWS) {
                    product(
                            weights,
                            (row - first) * columns,
                            Math.min(row + ROWS, positions),
                            value,
                            result,
                            row * width);
                }
            }
            copyRows(result, 0, width, mixed, head * channels, all);
        }
        out.write(mixed, 0, sequence * mixed.length, mixed.length);
    }

    /**
     * The derivative.
     *
     * @param given as it was
     * @param ofOut derivative with respect to the result
     * @param ofGiven becomes the derivative with respect to what was given
     */
    public void backward(OffHeapFloats given, OffHeapFloats ofOut, OffHeapFloats ofGiven, int sequences) {
        for (int sequence = 0; sequence < sequences; sequence++) {
            backward(given, ofOut, ofGiven, (long) sequence);
        }
    }

    private void backward(OffHeapFloats given, OffHeapFloats ofOut, OffHeapFloats ofGiven, long sequence) {
        given.read(sequence * projected.length, projected, 0, projected.length);
        ofOut.read(sequence * mixed.length, mixed, 0, mixed.length);
        for (int head = 0; head < heads; head++) {
            take(head);
            transpose(value, values);
            Arrays.fill(result, positions * width, result.length, 0);
            copyRows(mixed, head * channels, all, result, 0, width);
            Arrays.fill(ofQuery, 0);
            Arrays.fill(ofKey, 0);
            Arrays.fill(ofValue, 0);
            for (int first = 0; first < positions; first += BLOCK) {
                backward(first, Math.min(first + BLOCK, positions));
            }
            scale(ofQuery);
            copyRows(ofQuery, 0, width, projected, head * channels, 3 * all);
            copyRows(ofKey, 0, width, projected, all + head * channels, 3 * all);
            copyRows(ofValue, 0, width, projected, 2 * all + head * channels, 3 * all);
        }
        ofGiven.write(projected, 0, sequence * projected.length, projected.length);
    }

    private void take(int head) {
        copyRows(projected, head * channels, 3 * all, query, 0, width);
        copyRows(projected, all + head * channels, 3 * all, key, 0, width);
        copyRows(projected, 2 * all + head * channels, 3 * all, value, 0, width);
        scale(query);
        transpose(key, keys);
    }

    private void scale(float[] rows) {
        float factor = (float) (1 / Math.sqrt(channels));
        for (int i = 0; i < rows.length; i += Lanes.COUNT) {
            FloatVector.fromArray(SPECIES, rows, i).mul(factor).intoArray(rows, i);
        }
    }

    /** D numbers of every position. */
    private void copyRows(float[] from, int at, int stride, float[] to, int toAt, int toStride) {
        for (int t = 0; t < positions; t++, at += stride, toAt += toStride) {
            int c = 0;
            for (; c + Lanes.COUNT <= channels; c += Lanes.COUNT) {
                FloatVector.fromArray(SPECIES, from, at + c).intoArray(to, toAt + c);
            }
            for (; c < channels; c++) {
                to[toAt + c] = from[at + c];
            }
        }
    }

    private void transpose(float[] from, float[] to) {
        for (int c = 0; c < channels; c++) {
            for (int t = 0; t < columns; t += Lanes.COUNT) {
                FloatVector.fromArray(SPECIES, from, t * width + c, steps, 0).intoArray(to, c * columns + t);
            }
        }
    }

    /** Weights of a block of queries; zero where a position comes after its query, to the end of the group of rows. */
    private void weigh(int first, int end) {
        Arrays.fill(weights, 0);
        for (int row = first; row < end; row += ROWS) {
            int seen = Lanes.roundedUp(Math.min(row + ROWS, positions));
            scores(query, row * width, keys, seen, weights, (row - first) * columns);
            for (int r = row; r < row + ROWS; r++) {
                Softmax.of(weights, (r - first) * columns, Math.min(r + 1, positions), seen, 1, lanes, 0);
            }
        }
    }

    /**
     * Derivatives of a block of queries: with P the weights and dO that of the result, dS = P∘(dP − Σ P∘dP), dP =
     * dO·vᵀ.
     */
    private void backward(int first, int end) {
        weigh(first, end);
        Arrays.fill(slopes, 0);
        for (int row = first; row < end; row += ROWS) {
            int seen = Lanes.roundedUp(Math.min(row + ROWS, positions));
            scores(result, row * width, values, seen, slopes, (row - first) * columns);
            for (int r = row; r < row + ROWS; r++) {
                ofScores((r - first) * columns, seen);
            }
            product(slopes, (row - first) * columns, Math.min(row + ROWS, positions), key, ofQuery, row * width);
        }
        for (int position = 0; position < end; position += ROWS) {
            int from = Math.max(0, position - first); // queries before it do not see it
            transposed(
                    weights,
                    from * columns + position,
                    result,
                    (first + from) * width,
                    end - first - from,
                    ofValue,
                    position * width);
            transposed(
                    slopes,
                    from * columns + position,
                    query,
                    (first + from) * width,
                    end - first - from,
                    ofKey,
                    position * width);
        }
    }

    /** A row of dP becomes one of dS. */
    private void ofScores(int at, int end) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = at; i < at + end; i += Lanes.COUNT) {
            sum = FloatVector.fromArray(SPECIES, weights, i).fma(FloatVector.fromArray(SPECIES, slopes, i), sum);
        }
        sum.intoArray(lanes, 0);
        float mean = Lanes.sum(lanes, 0);
        for (int i = at; i < at + end; i += Lanes.COUNT) {
            FloatVector.fromArray(SPECIES, slopes, i)
                    .sub(mean)
                    .mul(FloatVector.fromArray(SPECIES, weights, i))
                    .intoArray(slopes, i);
        }
    }

    /** Eight rows of a [·, width] by b [D, columns], as far as {@code seen}, are added to rows of out [·, columns]. */
    private void scores(float[] a, int from, float[] b, int seen, float[] out, int to) {
        for (int column = 0; column < seen; column += Lanes.COUNT) {
            eight(a, from, width, channels, b, column, columns, out, to + column, columns);
        }
    }

    /** Eight rows of a [·, columns] by the first rows of b [·, width] are added to rows of out [·, width]. */
    private void product(float[] a, int from, int inner, float[] b, float[] out, int to) {
        for (int column = 0; column < width; column += Lanes.COUNT) {
            eight(a, from, columns, inner, b, column, width, out, to + column, width);
        }
    }

    /** out[r][·] += Σ_n a[r][n]·b[n][·] for eight rows and the columns of one vector. */
    private static void eight(
            float[] a,
            int from,
            int stride,
            int inner,
            float[] b,
            int column,
            int width,
            float[] out,
            int to,
            int outStride) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, out, to);
        FloatVector s1 = FloatVector.fromArray(SPECIES, out, to + outStride);
        FloatVector s2 = FloatVector.fromArray(SPECIES, out, to + 2 * outStride);
        FloatVector s3 = FloatVector.fromArray(SPECIES, out, to + 3 * outStride);
        FloatVector s4 = FloatVector.fromArray(SPECIES, out, to + 4 * outStride);
        FloatVector s5 = FloatVector.fromArray(SPECIES, out, to + 5 * outStride);
        FloatVector s6 = FloatVector.fromArray(SPECIES, out, to + 6 * outStride);
        FloatVector s7 = FloatVector.fromArray(SPECIES, out, to + 7 * outStride);
        int a1 = from + stride;
        int a2 = from + 2 * stride;
        int a3 = from + 3 * stride;
        int a4 = from + 4 * stride;
        int a5 = from + 5 * stride;
        int a6 = from + 6 * stride;
        int a7 = from + 7 * stride;
        for (int n = 0; n < inner; n++) {
            FloatVector v = FloatVector.fromArray(SPECIES, b, column + n * width);
            s0 = v.fma(FloatVector.broadcast(SPECIES, a[from + n]), s0);
            s1 = v.fma(FloatVector.broadcast(SPECIES, a[a1 + n]), s1);
            s2 = v.fma(FloatVector.broadcast(SPECIES, a[a2 + n]), s2);
            s3 = v.fma(FloatVector.broadcast(SPECIES, a[a3 + n]), s3);
            s4 = v.fma(FloatVector.broadcast(SPECIES, a[a4 + n]), s4);
            s5 = v.fma(FloatVector.broadcast(SPECIES, a[a5 + n]), s5);
            s6 = v.fma(FloatVector.broadcast(SPECIES, a[a6 + n]), s6);
            s7 = v.fma(FloatVector.broadcast(SPECIES, a[a7 + n]), s7);
        }
        s0.intoArray(out, to);
        s1.intoArray(out, to + outStride);
        s2.intoArray(out, to + 2 * outStride);
        s3.intoArray(out, to + 3 * outStride);
        s4.intoArray(out, to + 4 * outStride);
        s5.intoArray(out, to + 5 * outStride);
        s6.intoArray(out, to + 6 * outStride);
        s7.intoArray(out, to + 7 * outStride);
    }

    /** out[r][·] += Σ_n a[n][r]·b[n][·] for eight columns of a [·, columns] and all of b [·, width]. */
    private void transposed(float[] a, int from, float[] b, int at, int inner, float[] out, int to) {
        for (int column = 0; column < width; column += Lanes.COUNT) {
            int here = to + column;
            FloatVector s0 = FloatVector.fromArray(SPECIES, out, here);
            FloatVector s1 = FloatVector.fromArray(SPECIES, out, here + width);
            FloatVector s2 = FloatVector.fromArray(SPECIES, out, here + 2 * width);
            FloatVector s3 = FloatVector.fromArray(SPECIES, out, here + 3 * width);
            FloatVector s4 = FloatVector.fromArray(SPECIES, out, here + 4 * width);
            FloatVector s5 = FloatVector.fromArray(SPECIES, out, here + 5 * width);
            FloatVector s6 = FloatVector.fromArray(SPECIES, out, here + 6 * width);
            FloatVector s7 = FloatVector.fromArray(SPECIES, out, here + 7 * width);
            for (int n = 0; n < inner; n++) {
                int row = from + n * columns;
                FloatVector v = FloatVector.fromArray(SPECIES, b, at + column + n * width);
                s0 = v.fma(FloatVector.broadcast(SPECIES, a[row]), s0);
                s1 = v.fma(FloatVector.broadcast(SPECIES, a[row + 1]), s1);
                s2 = v.fma(FloatVector.broadcast(SPECIES, a[row + 2]), s2);
                s3 = v.fma(FloatVector.broadcast(SPECIES, a[row + 3]), s3);
                s4 = v.fma(FloatVector.broadcast(SPECIES, a[row + 4]), s4);
                s5 = v.fma(FloatVector.broadcast(SPECIES, a[row + 5]), s5);
                s6 = v.fma(FloatVector.broadcast(SPECIES, a[row + 6]), s6);
                s7 = v.fma(FloatVector.broadcast(SPECIES, a[row + 7]), s7);
            }
            s0.intoArray(out, here);
            s1.intoArray(out, here + width);
            s2.intoArray(out, here + 2 * width);
            s3.intoArray(out, here + 3 * width);
            s4.intoArray(out, here + 4 * width);
            s5.intoArray(out, here + 5 * width);
            s6.intoArray(out, here + 6 * width);
            s7.intoArray(out, here + 7 * width);
        }
    }
}
