package org.arbolt.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Numbers in memory outside of Java's: float32, or bfloat16, which is the upper half of a float32. Kernels copy some
 * rows of them into arrays, work there, and copy the result back: arrays are faster to work on, and the copies stay in
 * the first cache.
 *
 * @param memory in the byte order of the machine
 * @param halved whether they are bfloat16
 */
public record OffHeapFloats(MemorySegment memory, boolean halved) {
    private static final VectorSpecies<Integer> INTS = Lanes.SPECIES.withLanes(int.class);
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Copies {@code count} of them from the one at {@code from} on. */
    void read(long from, float[] to, int at, int count) {
        if (!halved) {
            MemorySegment.copy(memory, JAVA_FLOAT, Float.BYTES * from, to, at, count);
            return;
        }
        int i = 0;
        for (; i + Lanes.COUNT <= count; i += Lanes.COUNT) {
            ShortVector upper = ShortVector.fromMemorySegment(SHORTS, memory, Short.BYTES * (from + i), ORDER);
            ((IntVector) upper.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(to, at + i);
        }
        if (i < count) {
            VectorMask<Short> within = SHORTS.indexInRange(i, count);
            ShortVector upper = ShortVector.fromMemorySegment(SHORTS, memory, Short.BYTES * (from + i), ORDER, within);
            ((IntVector) upper.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(to, at + i, Lanes.SPECIES.indexInRange(i, count));
        }
    }

    /**
     * Replaces {@code count} of them from the one at {@code to} on, rounded to the nearest, of two as near the even.
     */
    void write(float[] from, int at, long to, int count) {
        if (!halved) {
            MemorySegment.copy(from, at, memory, JAVA_FLOAT, Float.BYTES * to, count);
            return;
        }
        int i = 0;
        for (; i + Lanes.COUNT <= count; i += Lanes.COUNT) {
            IntVector bits = FloatVector.fromArray(Lanes.SPECIES, from, at + i).reinterpretAsInts();
            IntVector odd = bits.lanewise(VectorOperators.LSHR, Short.SIZE).and(1);
            ((ShortVector) bits.add(odd)
                            .add(0x7FFF)
                            .lanewise(VectorOperators.LSHR, Short.SIZE)
                            .convertShape(VectorOperators.I2S, SHORTS, 0))
                    .intoMemorySegment(memory, Short.BYTES * (to + i), ORDER);
        }
        if (i < count) {
            IntVector bits = FloatVector.fromArray(Lanes.SPECIES, from, at + i, Lanes.SPECIES.indexInRange(i, count))
                    .reinterpretAsInts();
            IntVector odd = bits.lanewise(VectorOperators.LSHR, Short.SIZE).and(1);
            ((ShortVector) bits.add(odd)
                            .add(0x7FFF)
                            .lanewise(VectorOperators.LSHR, Short.SIZE)
                            .convertShape(VectorOperators.I2S, SHORTS, 0))
                    .intoMemorySegment(memory, Short.BYTES * (to + i), ORDER, SHORTS.indexInRange(i, count));
        }
    }
}
