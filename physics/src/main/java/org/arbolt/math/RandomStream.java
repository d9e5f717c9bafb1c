package org.arbolt.math;

import java.util.random.RandomGenerator;

/**
 * SplitMix64 with a per-stream increment (Steele, Lea, Flood, OOPSLA 2014; finaliser "variant 13" of D. Stafford).
 * Chosen because its whole state is two numbers, so that a checkpoint can hold it. Not thread safe; one stream per
 * owner. Doubles, floats, Gaussians and bounded integers come from {@link RandomGenerator}.
 */
public final class RandomStream implements RandomGenerator {
    private long state;
    private final long gamma;

    RandomStream(long state, long gamma) {
        this.state = state;
        this.gamma = gamma;
    }

    /** Continues a stream from what {@link #state()} and {@link #gamma()} gave. */
    public static RandomStream restore(long state, long gamma) {
        if ((gamma & 1) == 0) {
            throw new IllegalArgumentException("gamma of a random stream must be odd, was " + gamma);
        }
        return new RandomStream(state, gamma);
    }

    @Override
    public long nextLong() {
        state += gamma;
        return mix(state);
    }

    /** Puts numbers in random order, in place (Fisher and Yates). @return the same array */
    public int[] shuffle(int[] numbers) {
        for (int i = numbers.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int other = numbers[j];
            numbers[j] = numbers[i];
            numbers[i] = other;
        }
        return numbers;
    }

    /** Position in the stream, for checkpoints. */
    public long state() {
        return state;
    }

    /** Increment of the stream, odd, for checkpoints. */
    public long gamma() {
        return gamma;
    }

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** An odd increment with enough bit transitions (the published SplittableRandom's rule). */
    static long mixGamma(long z) {
        z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
        z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
        z = (z ^ (z >>> 33)) | 1L;
        return Long.bitCount(z ^ (z >>> 1)) < 24 ? z ^ 0xAAAAAAAAAAAAAAAAL : z;
    }
}
