package org.arbolt.kernel;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * softmax(q·kᵀ/√D)·v of one query for every head over keys and values that stay in memory allocated once, for many rows. With one
 * query this is a walk through memory. Keys lie so that a vector's lanes are positions, values so that they are channels:
 * neither sum crosses lanes. Different rows may be used by different threads.
 */
public final class CachedAttention {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  private final int rows;
  private final int heads;
  private final int channels; // D, of one head
  private final int positions;
  private final int blocks; // of LANES positions each
  private final int width; // channels rounded up to whole vectors
  private final float[] keys; // [rows, blocks, H, D, LANES]
  private final float[] values; // [rows, H, T, width]

  /**
   * @param channels D, of one head
   * @param positions T, the most there will be
   */
  public CachedAttention(int rows, int heads, int channels, int positions) {
    this.rows = rows;
    this.heads = heads;
    this.channels = channels;
    this.positions = positions;
    this.blocks = (positions + LANES - 1) / LANES;
    this.width = Lanes.roundedUp(channels);
    this.keys = new float[Math.toIntExact((long) rows * heads * blocks * channels * LANES)];
    this.values = new float[Math.toIntExact((long) rows * heads * positions * width)];
  }

  /** Bytes that one row takes. */
  public static long bytesOfRow(int heads, int channels, int positions) {
    return 4L * heads * ((long) Lanes.roundedUp(positions) * channels + (long) positions * Lanes.roundedUp(channels));
  }

  /** Numbers that {@link #attend} needs for itself. */
  public static int scratch(int positions) {
    return Lanes.roundedUp(positions) + LANES;
  }

  /** Remembers a position's keys and values, [H, D] each, which begin at those places of an array. */
  public void put(int row, int position, float[] from, int key, int value) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(position, positions);
    for (int head = 0; head < heads; head++) {
      int column = ((row * blocks + position / LANES) * heads + head) * channels * LANES + position % LANES;
      int given = key + head * channels;
      for (int d = 0; d < channels; d++) {
        keys[column + d * LANES] = from[given + d];
      }
      System.arraycopy(from, value + head * channels, values, ((row * heads + head) * positions + position) * width, channels);
    }
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
    for (int head = 0; head < heads; head++) {
      int key = (row * blocks * heads + head) * channels * LANES;
      float most = score(key, count, query, from + head * channels, scratch);
      float sum = exponentials(scratch, count, most);
      mix((row * heads + head) * positions * width, count, scratch, 1 / sum, out, to + head * channels);
    }
  }

  /** Scores of {@code count} positions, −∞ to the end of the last block; returns the largest. */
  private float score(int base, int count, float[] query, int from, float[] score) {
    FloatVector lowest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector most = lowest;
    float scale = (float) (1 / Math.sqrt(channels));
    for (int first = 0; first < count; first += LANES) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector e = a;
      int at = base + first * heads * channels;
      int d = 0;
      for (; d + 3 < channels; d += 4) {
        int here = at + d * LANES;
        a = FloatVector.fromArray(SPECIES, keys, here).fma(FloatVector.broadcast(SPECIES, query[from + d]), a);
        b = FloatVector.fromArray(SPECIES, keys, here + LANES).fma(FloatVector.broadcast(SPECIES, query[from + d + 1]), b);
        c = FloatVector.fromArray(SPECIES, keys, here + 2 * LANES).fma(FloatVector.broadcast(SPECIES, query[from + d + 2]), c);
        e = FloatVector.fromArray(SPECIES, keys, here + 3 * LANES).fma(FloatVector.broadcast(SPECIES, query[from + d + 3]), e);
      }
      for (; d < channels; d++) {
        a = FloatVector.fromArray(SPECIES, keys, at + d * LANES).fma(FloatVector.broadcast(SPECIES, query[from + d]), a);
      }
      FloatVector sum = a.add(b).add(c.add(e)).mul(scale);
      if (first + LANES > count) {
        sum = lowest.blend(sum, SPECIES.indexInRange(first, count));
      }
      sum.intoArray(score, first);
      most = most.max(sum);
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  /** Scores less the largest become their exponentials; returns the sum. */
  private float exponentials(float[] score, int count, float most) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int first = 0; first < count; first += LANES) {
      FloatVector p = Exponential.of(FloatVector.fromArray(SPECIES, score, first).sub(most));
      p.intoArray(score, first);
      sum = sum.add(p);
    }
    sum.intoArray(score, score.length - LANES);
    return Lanes.sum(score, score.length - LANES);
  }

  private void mix(int base, int count, float[] weight, float factor, float[] out, int to) {
    for (int first = 0; first < channels; first += LANES) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector e = a;
      int at = base + first;
      int t = 0;
      for (; t + 3 < count; t += 4) {
        int here = at + t * width;
        a = FloatVector.fromArray(SPECIES, values, here).fma(FloatVector.broadcast(SPECIES, weight[t]), a);
        b = FloatVector.fromArray(SPECIES, values, here + width).fma(FloatVector.broadcast(SPECIES, weight[t + 1]), b);
        c = FloatVector.fromArray(SPECIES, values, here + 2 * width).fma(FloatVector.broadcast(SPECIES, weight[t + 2]), c);
        e = FloatVector.fromArray(SPECIES, values, here + 3 * width).fma(FloatVector.broadcast(SPECIES, weight[t + 3]), e);
      }
      for (; t < count; t++) {
        a = FloatVector.fromArray(SPECIES, values, at + t * width).fma(FloatVector.broadcast(SPECIES, weight[t]), a);
      }
      FloatVector mixed = a.add(b).add(c.add(e)).mul(factor);
      if (first + LANES <= channels) {
        mixed.intoArray(out, to + first);
      } else {
        mixed.intoArray(out, to + first, SPECIES.indexInRange(first, channels));
      }
    }
  }
}
