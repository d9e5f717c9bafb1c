package org.arbolt.dynamics;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;

/**
 * Standard normal numbers for the replicas of a tile, each lane from its own {@link RandomStream}: what a replica
 * gets depends on its number alone, not on the tile it sits in. Two 64-bit draws of the stream make four numbers by
 * Box and Muller (Ann. Math. Stat. 29, 610 (1958)): radii √(−2 ln u) from the halves of the first draw, angles from
 * those of the second.
 *
 * <p>Radii have 31 random bits, so that tails end at 6.66 (probability beyond: 3e-11); logarithm, sine and cosine are
 * minimax polynomials with errors near 1e-7. The vector and the scalar implementation do the same float operations in
 * the same order and agree to the bit.
 */
final class GaussianNoise {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final VectorSpecies<Long> LONGS = FLOATS.withLanes(long.class);
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
    /** Even elements first, then odd ones: parts the two halves of every 64-bit draw. */
    private static final VectorShuffle<Float> UNZIP =
            VectorShuffle.fromOp(FLOATS, i -> i < FLOATS.length() / 2 ? 2 * i : 2 * i - FLOATS.length() + 1);

    private static final long MIX_1 = 0xBF58476D1CE4E5B9L; // RandomStream's finaliser
    private static final long MIX_2 = 0x94D049BB133111EBL;
    private static final int SQRT_HALF_BITS = 0x3F3504F3; // mantissas are taken from [√½, √2)
    private static final float TWO_TO_MINUS_31 = 0x1p-31f;

    /** −2 ln(1+f)/f on [√½−1, √2−1], error of f·P(f) 1.2e-7. */
    private static final float[] LOG = {
        -2f, 1.0000073f, -0.66670227f, 0.49940142f, -0.3979713f, 0.34494028f, -0.32468379f, 0.20268112f
    };

    private static final float LOG_OF_2 = -1.3862944f; // −2 ln 2

    /** sin(πt/2)/t and cos(πt/2) as polynomials of t², |t| ≤ 1, errors 6e-8 and 1.1e-7. */
    private static final float[] SIN = {1.5707964f, -0.6459638f, 0.07968992f, -0.0046741506f, 0.00015167512f};

    private static final float[] COS = {0.99999994f, -1.2336982f, 0.2536507f, -0.02081057f, 0.00085816253f};

    private final int lanes;
    private final int blocks; // of four rows
    private final long[] start; // [L], position of each stream before its first number
    private final long[] gamma; // [L]
    private final long[] state; // [L]

    // Of as many lanes as fit a vector of draws: the bits of their radii and angles, [blocks][halves of the draws].
    private final int[] radiusBits;
    private final int[] angles;
    private final float[] radii;

    /**
     * @param seed seed of the streams
     * @param firstReplica number of the replica in lane 0; lane l takes the stream of replica {@code firstReplica + l}
     * @param lanes number of lanes, L
     * @param rows numbers that each lane needs at a time
     */
    GaussianNoise(Seed seed, long firstReplica, int lanes, int rows) {
        this.lanes = lanes;
        this.blocks = (rows + 3) / 4;
        this.start = new long[lanes];
        this.gamma = new long[lanes];
        for (int l = 0; l < lanes; l++) {
            RandomStream stream = seed.stream("langevin", firstReplica + l);
            start[l] = stream.state();
            gamma[l] = stream.gamma();
        }
        this.state = start.clone();
        this.radiusBits = new int[blocks * INTS.length()];
        this.angles = new int[radiusBits.length];
        this.radii = new float[radiusBits.length];
    }

    /** Length of the array that {@link #fill} needs: rows are filled in fours. */
    int size() {
        return 4 * blocks * lanes;
    }

    /** Goes to where the streams are after {@code fills} calls of {@link #fill} from the start. */
    void seek(long fills) {
        for (int l = 0; l < lanes; l++) {
            state[l] = start[l] + 2L * blocks * fills * gamma[l];
        }
    }

    /** Fills {@code out} [rows][L] with the next numbers. */
    void fill(float[] out) {
        if (lanes % LONGS.length() == 0) {
            for (int lane = 0; lane < lanes; lane += LONGS.length()) {
                fillLanes(out, lane);
            }
        } else {
            fillScalar(out);
        }
    }

    /**
     * In short passes over all blocks, because a vector that crosses a real call is boxed: the compiler inlines {@link
     * #radius} and its like only while the method that calls them has seen no more than some forty vector operations.
     */
    private void fillLanes(float[] out, int lane) {
        draw(lane);
        radii();
        cosines(out, lane);
        sines(out, lane);
    }

    private void draw(int lane) {
        LongVector step = LongVector.fromArray(LONGS, gamma, lane);
        LongVector at = LongVector.fromArray(LONGS, state, lane);
        for (int n = 0; n < angles.length; n += INTS.length()) {
            at = at.add(step);
            mix(at).reinterpretAsInts().intoArray(radiusBits, n);
            at = at.add(step);
            mix(at).reinterpretAsInts().intoArray(angles, n);
        }
        at.intoArray(state, lane);
    }

    private void radii() {
        for (int n = 0; n < angles.length; n += INTS.length()) {
            radius(IntVector.fromArray(INTS, radiusBits, n)).intoArray(radii, n);
        }
    }

    private void cosines(float[] out, int lane) {
        for (int n = 0, row = lane; n < angles.length; n += INTS.length(), row += 4 * lanes) {
            IntVector bits = IntVector.fromArray(INTS, angles, n);
            FloatVector t = ((FloatVector) bits.convert(I2F, 0)).mul(TWO_TO_MINUS_31);
            IntVector sign = bits.lanewise(LSHL, 31);
            FloatVector cosine = even(t.mul(t), COS)
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, sign)
                    .reinterpretAsFloats();
            store(FloatVector.fromArray(FLOATS, radii, n).mul(cosine), out, row);
        }
    }

    private void sines(float[] out, int lane) {
        for (int n = 0, row = lane + 2 * lanes; n < angles.length; n += INTS.length(), row += 4 * lanes) {
            FloatVector t = ((FloatVector) IntVector.fromArray(INTS, angles, n).convert(I2F, 0)).mul(TWO_TO_MINUS_31);
            store(
                    FloatVector.fromArray(FLOATS, radii, n)
                            .mul(even(t.mul(t), SIN).mul(t)),
                    out,
                    row);
        }
    }

    /** Numbers from the low halves of the draws into one row, from the high halves into the next. */
    private void store(FloatVector values, float[] out, int at) {
        FloatVector parted = values.rearrange(UNZIP);
        ((FloatVector) parted.reinterpretShape(HALF, 0)).intoArray(out, at);
        ((FloatVector) parted.reinterpretShape(HALF, 1)).intoArray(out, at + lanes);
    }

    private static LongVector mix(LongVector z) {
        z = z.lanewise(VectorOperators.XOR, z.lanewise(LSHR, 30)).mul(MIX_1);
        z = z.lanewise(VectorOperators.XOR, z.lanewise(LSHR, 27)).mul(MIX_2);
        return z.lanewise(VectorOperators.XOR, z.lanewise(LSHR, 31));
    }

    /** √(−2 ln u) with u = (k + ½)/2³¹ for the upper 31 bits k. */
    private static FloatVector radius(IntVector bits) {
        FloatVector u = ((FloatVector) bits.lanewise(LSHR, 1).convert(I2F, 0))
                .fma(FloatVector.broadcast(FLOATS, TWO_TO_MINUS_31), FloatVector.broadcast(FLOATS, 0x1p-32f));
        IntVector shifted = u.reinterpretAsInts().sub(SQRT_HALF_BITS);
        IntVector exponent = shifted.lanewise(ASHR, 23);
        FloatVector f = shifted.lanewise(VectorOperators.AND, 0x007FFFFF)
                .add(SQRT_HALF_BITS)
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector p = FloatVector.broadcast(FLOATS, LOG[7]);
        for (int i = 6; i >= 0; i--) {
            p = p.fma(f, FloatVector.broadcast(FLOATS, LOG[i]));
        }
        FloatVector e = (FloatVector) exponent.convert(I2F, 0);
        return e.fma(FloatVector.broadcast(FLOATS, LOG_OF_2), p.mul(f)).sqrt();
    }

    private static FloatVector even(FloatVector t2, float[] c) {
        FloatVector p = FloatVector.broadcast(FLOATS, c[4]);
        p = p.fma(t2, FloatVector.broadcast(FLOATS, c[3]));
        p = p.fma(t2, FloatVector.broadcast(FLOATS, c[2]));
        p = p.fma(t2, FloatVector.broadcast(FLOATS, c[1]));
        return p.fma(t2, FloatVector.broadcast(FLOATS, c[0]));
    }

    /** The same numbers one by one: the definition, and the way for tiles that do not fill vectors. */
    void fillScalar(float[] out) {
        for (int lane = 0; lane < lanes; lane++) {
            RandomStream stream = RandomStream.restore(state[lane], gamma[lane]);
            for (int block = 0; block < blocks; block++) {
                long radii = stream.nextLong();
                long angles = stream.nextLong();
                int row = 4 * block * lanes + lane;
                pair(out, row, (int) radii, (int) angles);
                pair(out, row + lanes, (int) (radii >>> 32), (int) (angles >>> 32));
            }
            state[lane] = stream.state();
        }
    }

    private void pair(float[] out, int at, int radiusBits, int angleBits) {
        float radius = radius(radiusBits);
        float t = angleBits * TWO_TO_MINUS_31;
        float cosine = Float.intBitsToFloat(Float.floatToRawIntBits(even(t * t, COS)) ^ (angleBits << 31));
        out[at] = radius * cosine;
        out[at + 2 * lanes] = radius * (even(t * t, SIN) * t);
    }

    private static float radius(int bits) {
        float u = Math.fma((float) (bits >>> 1), TWO_TO_MINUS_31, 0x1p-32f);
        int shifted = Float.floatToRawIntBits(u) - SQRT_HALF_BITS;
        float f = Float.intBitsToFloat((shifted & 0x007FFFFF) + SQRT_HALF_BITS) - 1f;
        float p = LOG[7];
        for (int i = 6; i >= 0; i--) {
            p = Math.fma(p, f, LOG[i]);
        }
        return (float) Math.sqrt(Math.fma((float) (shifted >> 23), LOG_OF_2, p * f));
    }

    private static float even(float t2, float[] c) {
        float p = c[4];
        for (int i = 3; i >= 0; i--) {
            p = Math.fma(p, t2, c[i]);
        }
        return p;
    }
}
