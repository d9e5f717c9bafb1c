package org.arbolt.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * softmax(q·kᵀ/√D)·v of one position after another over all up to it, on the processor, keys and values staying in memory
 * allocated once. With one query per head this is a walk through memory; libtorch's attention, made for many queries, calls a
 * matrix product for each head. Keys lie so that a vector's lanes are positions, values so that they are channels: neither
 * sum crosses lanes. Rows are shared among the cores; a row's result depends on nothing else. Not thread safe.
 */
public final class CachedAttention implements AutoCloseable {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int PARTS = 16; // of the batch, which the cores take in turn

  private final int batch;
  private final int heads;
  private final int channels; // D, of one head
  private final int positions;
  private final int blocks; // of LANES positions each
  private final int width; // channels rounded up to whole vectors
  private final Tensor keys; // [B, H, blocks, D, LANES]
  private final Tensor values; // [B, H, T, width]
  private final float[][] queries; // per part [D], times 1/√D
  private final float[][] scores; // per part [blocks · LANES]

  /** @param positions T, the most there will be */
  public CachedAttention(int batch, int heads, int channels, int positions) {
    this.batch = batch;
    this.heads = heads;
    this.channels = channels;
    this.positions = positions;
    this.blocks = (positions + LANES - 1) / LANES;
    this.width = (channels + LANES - 1) / LANES * LANES;
    try (var _ = TensorScope.open()) {
      keys = Tensor.empty(DType.FLOAT32, Device.CPU, batch, heads, blocks, channels, LANES).own();
      values = Tensor.empty(DType.FLOAT32, Device.CPU, batch, heads, positions, width).own();
    }
    this.queries = new float[PARTS][channels];
    this.scores = new float[PARTS][blocks * LANES];
  }

  /**
   * Remembers the keys and values of a position and attends from it to all up to it.
   *
   * @param projected queries, keys and values of the position, [B, 3, H, D] in whatever shape, float32
   * @param position number of the position, those before it having been given already
   * @return [B, H·D]
   */
  public Tensor attend(Tensor projected, int position) {
    if (position < 0 || position >= positions || projected.elements() != 3L * batch * heads * channels) {
      throw new IllegalArgumentException("position " + position + " of " + positions + ", " + projected.elements()
          + " numbers for " + batch + " rows of 3 x " + heads + " x " + channels);
    }
    Tensor mixed = Tensor.empty(DType.FLOAT32, Device.CPU, batch, (long) heads * channels);
    MemorySegment from = projected.memory();
    MemorySegment to = mixed.data();
    MemorySegment k = keys.data();
    MemorySegment v = values.data();
    IntStream.range(0, PARTS).parallel().forEach(part -> {
      int end = (int) ((part + 1L) * batch / PARTS);
      for (int row = (int) ((long) part * batch / PARTS); row < end; row++) {
        for (int head = 0; head < heads; head++) {
          attend(from, to, k, v, row, head, position, queries[part], scores[part]);
        }
      }
    });
    return mixed;
  }

  private void attend(MemorySegment from, MemorySegment to, MemorySegment k, MemorySegment v, int row, int head,
      int position, float[] query, float[] score) {
    long model = (long) heads * channels;
    long in = 4 * (row * 3 * model + (long) head * channels);
    long index = (long) row * heads + head;
    long keyBase = 4 * index * blocks * channels * LANES;
    long valueBase = 4 * index * positions * width;
    float scale = (float) (1 / Math.sqrt(channels));
    long column = keyBase + 4L * (position / LANES * channels * LANES + position % LANES);
    for (int d = 0; d < channels; d++) {
      query[d] = scale * from.get(ValueLayout.JAVA_FLOAT, in + 4L * d);
      k.set(ValueLayout.JAVA_FLOAT, column + 4L * d * LANES, from.get(ValueLayout.JAVA_FLOAT, in + 4 * (model + d)));
    }
    MemorySegment.copy(from, in + 8 * model, v, valueBase + 4L * position * width, 4L * channels);
    int count = position + 1;
    float most = score(k, keyBase, count, query, score);
    float sum = exponentials(score, count, most);
    mix(v, valueBase, count, score, 1 / sum, to, 4 * (row * model + (long) head * channels));
  }

  /** Scores of {@code count} positions, −∞ to the end of the last block; returns the largest. */
  private float score(MemorySegment k, long base, int count, float[] query, float[] score) {
    FloatVector lowest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector most = lowest;
    for (int first = 0; first < count; first += LANES) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector e = a;
      long at = base + 4L * first * channels;
      int d = 0;
      for (; d + 3 < channels; d += 4) {
        long here = at + 4L * d * LANES;
        a = FloatVector.fromMemorySegment(SPECIES, k, here, ORDER).fma(FloatVector.broadcast(SPECIES, query[d]), a);
        b = FloatVector.fromMemorySegment(SPECIES, k, here + 4L * LANES, ORDER)
            .fma(FloatVector.broadcast(SPECIES, query[d + 1]), b);
        c = FloatVector.fromMemorySegment(SPECIES, k, here + 8L * LANES, ORDER)
            .fma(FloatVector.broadcast(SPECIES, query[d + 2]), c);
        e = FloatVector.fromMemorySegment(SPECIES, k, here + 12L * LANES, ORDER)
            .fma(FloatVector.broadcast(SPECIES, query[d + 3]), e);
      }
      for (; d < channels; d++) {
        a = FloatVector.fromMemorySegment(SPECIES, k, at + 4L * d * LANES, ORDER)
            .fma(FloatVector.broadcast(SPECIES, query[d]), a);
      }
      FloatVector sum = a.add(b).add(c.add(e));
      if (first + LANES > count) {
        sum = lowest.blend(sum, SPECIES.indexInRange(first, count));
      }
      sum.intoArray(score, first);
      most = most.max(sum);
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  /** Scores less the largest become their exponentials; returns the sum. */
  private static float exponentials(float[] score, int count, float most) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int first = 0; first < count; first += LANES) {
      FloatVector p = FloatVector.fromArray(SPECIES, score, first).sub(most).lanewise(VectorOperators.EXP);
      p.intoArray(score, first);
      sum = sum.add(p);
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  private void mix(MemorySegment v, long base, int count, float[] weight, float factor, MemorySegment to, long out) {
    long stride = 4L * width;
    for (int first = 0; first < channels; first += LANES) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector e = a;
      long at = base + 4L * first;
      int t = 0;
      for (; t + 3 < count; t += 4) {
        long here = at + t * stride;
        a = FloatVector.fromMemorySegment(SPECIES, v, here, ORDER).fma(FloatVector.broadcast(SPECIES, weight[t]), a);
        b = FloatVector.fromMemorySegment(SPECIES, v, here + stride, ORDER)
            .fma(FloatVector.broadcast(SPECIES, weight[t + 1]), b);
        c = FloatVector.fromMemorySegment(SPECIES, v, here + 2 * stride, ORDER)
            .fma(FloatVector.broadcast(SPECIES, weight[t + 2]), c);
        e = FloatVector.fromMemorySegment(SPECIES, v, here + 3 * stride, ORDER)
            .fma(FloatVector.broadcast(SPECIES, weight[t + 3]), e);
      }
      for (; t < count; t++) {
        a = FloatVector.fromMemorySegment(SPECIES, v, at + t * stride, ORDER)
            .fma(FloatVector.broadcast(SPECIES, weight[t]), a);
      }
      FloatVector mixed = a.add(b).add(c.add(e)).mul(factor);
      if (first + LANES <= channels) {
        mixed.intoMemorySegment(to, out + 4L * first, ORDER);
      } else {
        mixed.intoMemorySegment(to, out + 4L * first, ORDER, SPECIES.indexInRange(first, channels));
      }
    }
  }

  @Override
  public void close() {
    keys.close();
    values.close();
  }
}
