package org.arbolt.kernel;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.arbolt.math.CacheLines;

/**
 * softmax(q·kᵀ/√D)·v of one query for every head over keys and values that stay in memory allocated once, for many
 * rows. With one query this is a walk through memory, so a row's keys and its values are each read from end to end in
 * the order in which they lie, all heads of a position together: then the CPU fetches ahead. A vector's lanes are
 * positions in keys and channels in values: neither sum crosses lanes. Different rows may be used by different threads.
 */
public final class CachedAttention {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final int rows;
    private final int heads;
    private final int channels; // D, of one head
    private final int positions;
    private final int blocks; // of LANES positions each
    private final int headVectors; // of values: channels rounded up to whole vectors
    private final int
            together; // heads that lie one after the other as they are given: all where channels are whole vectors,
    // else 1
    private final float[] keys; // [rows, blocks, H, D, LANES] behind Lanes.LEAD
    private final float[] values; // [rows, T, H, headVectors, LANES] behind Lanes.LEAD

    /**
     * @param channels D, of one head
     * @param positions T, the most there will be
     */
    public CachedAttention(int rows, int heads, int channels, int positions) {
        this.rows = rows;
        this.heads = heads;
        this.channels = channels;
        this.positions = positions;
        this.blocks = Lanes.roundedUp(positions) / LANES;
        this.headVectors = Lanes.roundedUp(channels) / LANES;
        this.together = headVectors * LANES == channels ? heads : 1;
        this.keys = new float[Math.toIntExact(Lanes.LEAD + (long) rows * heads * blocks * channels * LANES)];
        this.values = new float[Math.toIntExact(Lanes.LEAD + (long) rows * heads * positions * headVectors * LANES)];
    }

    /** Bytes that one row takes. */
    public static long bytesOfRow(int heads, int channels, int positions) {
        return 4L
                * heads
                * ((long) Lanes.roundedUp(positions) * channels + (long) positions * Lanes.roundedUp(channels));
    }

    /** Numbers that {@link #attend} needs for itself. */
    public static int scratch(int heads, int channels, int positions) {
        return Lanes.LEAD + heads * (Lanes.roundedUp(channels) + Lanes.roundedUp(positions)) + LANES;
    }

    /** Remembers a position's keys and values, [H, D] each, which begin at those places of an array. */
    public void put(int row, int position, float[] from, int key, int value) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(position, positions);
        int column = blockAt(row, position / LANES) + position % LANES;
        for (int c = 0; c < heads * channels; c++) {
            keys[column + c * LANES] = from[key + c];
        }
        for (int head = 0; head < heads; head += together) {
            System.arraycopy(from, value + head * channels, values, valueAt(row, position, head), together * channels);
        }
    }

    /** Copies the first positions of a row over those of another. @param count how many */
    public void copy(int from, int to, int count) {
        Objects.checkIndex(from, rows);
        Objects.checkIndex(to, rows);
        int whole = Lanes.roundedUp(count) * heads * channels;
        System.arraycopy(keys, blockAt(from, 0), keys, blockAt(to, 0), whole);
        System.arraycopy(values, valueAt(from, 0, 0), values, valueAt(to, 0, 0), count * heads * headVectors * LANES);
    }

    private int blockAt(int row, int block) {
        return Lanes.LEAD + (row * blocks + block) * heads * channels * LANES;
    }

    private int valueAt(int row, int position, int head) {
        return Lanes.LEAD + ((row * positions + position) * heads + head) * headVectors * LANES;
    }

    /**
     * Brings a row's keys and values of the first positions into the core's caches: one number of every line, from four
     * places at a time, so that many lines are under way at once. Waiting for each in the midst of sums takes longer
     * (docs/lab-notes/kernels.md).
     *
     * @return a number that depends on what was read, so that reading is not left out
     */
    public float fetch(int row, int count) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(count - 1, positions);
        return fetch(keys, blockAt(row, 0), Lanes.roundedUp(count) * heads * channels)
                + fetch(values, valueAt(row, 0, 0), count * heads * headVectors * LANES);
    }

    private static float fetch(float[] memory, int from, int count) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int quarter = count / (4 * CacheLines.FLOATS) * CacheLines.FLOATS;
        for (int i = from; i < from + quarter; i += CacheLines.FLOATS) {
            a += memory[i];
            b += memory[i + quarter];
            c += memory[i + 2 * quarter];
            d += memory[i + 3 * quarter];
        }
        return a + b + c + d;
    }

    /**
     * Attends to the first positions of a row.
     *
     * @param count how many, at least one
     * @param query array in which the query [H, D] begins at {@code from}
     * @param out array in which the result [H, D] begins at {@code to}; may be that of the query
     * @param scratch {@link #scratch}, overwritten
     */
    public void attend(int row, int count, float[] query, int from, float[] out, int to, float[] scratch) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(count - 1, positions);
        int stride = Lanes.roundedUp(count); // between heads' weights
        int mixed = Lanes.LEAD;
        int weights = mixed + heads * headVectors * LANES;
        for (int block = 0; block * LANES < count; block++) {
            int at = blockAt(row, block);
            for (int head = 0; head < heads; head++) {
                scores(
                        at + head * channels * LANES,
                        query,
                        from + head * channels,
                        scratch,
                        weights + head * stride + block * LANES);
            }
        }
        float factor = (float) (1 / Math.sqrt(channels));
        for (int head = 0; head < heads; head++) {
            Softmax.of(scratch, weights + head * stride, count, stride, factor, scratch, scratch.length - LANES);
        }
        Arrays.fill(scratch, mixed, weights, 0);
        int t = 0;
        for (; t + 4 <= count; t += 4) {
            mix4(valueAt(row, t, 0), scratch, mixed, weights + t, stride);
        }
        for (; t < count; t++) {
            mix(valueAt(row, t, 0), scratch, mixed, weights + t, stride);
        }
        for (int head = 0; head < heads; head += together) {
            System.arraycopy(
                    scratch, mixed + head * headVectors * LANES, out, to + head * channels, together * channels);
        }
    }

    /** Scores of a block of positions for one head. */
    private void scores(int keysAt, float[] query, int from, float[] score, int to) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector e = a;
        int d = 0;
        for (; d + 3 < channels; d += 4) {
            int here = keysAt + d * LANES;
            a = FloatVector.fromArray(SPECIES, keys, here).fma(FloatVector.broadcast(SPECIES, query[from + d]), a);
            b = FloatVector.fromArray(SPECIES, keys, here + LANES)
                    .fma(FloatVector.broadcast(SPECIES, query[from + d + 1]), b);
            c = FloatVector.fromArray(SPECIES, keys, here + 2 * LANES)
                    .fma(FloatVector.broadcast(SPECIES, query[from + d + 2]), c);
            e = FloatVector.fromArray(SPECIES, keys, here + 3 * LANES)
                    .fma(FloatVector.broadcast(SPECIES, query[from + d + 3]), e);
        }
        for (; d < channels; d++) {
            a = FloatVector.fromArray(SPECIES, keys, keysAt + d * LANES)
                    .fma(FloatVector.broadcast(SPECIES, query[from + d]), a);
        }
        a.add(b).add(c.add(e)).intoArray(score, to);
    }

    /** Adds the values of four positions, weighted for each head. */
    private void mix4(int at, float[] memory, int to, int weights, int stride) {
        int width = heads * headVectors * LANES;
        for (int head = 0; head < heads; head++) {
            int w = weights + head * stride;
            FloatVector wa = FloatVector.broadcast(SPECIES, memory[w]);
            FloatVector wb = FloatVector.broadcast(SPECIES, memory[w + 1]);
            FloatVector wc = FloatVector.broadcast(SPECIES, memory[w + 2]);
            FloatVector we = FloatVector.broadcast(SPECIES, memory[w + 3]);
            for (int vector = 0; vector < headVectors; vector++, at += LANES, to += LANES) {
                FloatVector sum = FloatVector.fromArray(SPECIES, memory, to);
                sum = FloatVector.fromArray(SPECIES, values, at).fma(wa, sum);
                sum = FloatVector.fromArray(SPECIES, values, at + width).fma(wb, sum);
                sum = FloatVector.fromArray(SPECIES, values, at + 2 * width).fma(wc, sum);
                sum = FloatVector.fromArray(SPECIES, values, at + 3 * width).fma(we, sum);
                sum.intoArray(memory, to);
            }
        }
    }

    private void mix(int at, float[] memory, int to, int weights, int stride) {
        for (int head = 0; head < heads; head++) {
            FloatVector w = FloatVector.broadcast(SPECIES, memory[weights + head * stride]);
            for (int vector = 0; vector < headVectors; vector++, at += LANES, to += LANES) {
                FloatVector.fromArray(SPECIES, values, at)
                        .fma(w, FloatVector.fromArray(SPECIES, memory, to))
                        .intoArray(memory, to);
            }
        }
    }
}
