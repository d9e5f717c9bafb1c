package org.arbolt.model.transformer;

import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.tensor.Tensor;

/**
 * Dropout (Srivastava et al. 2014) of one training step: each number is zero with a probability, else scaled up so that
 * its mean stays. The n-th tensor of a step is masked by stream n of the step's seed, so a step can be repeated to the
 * bit; the probability is rounded to 1/65536. Not thread safe, and good for one pass.
 */
public final class Dropout {
    /** Changes nothing. */
    public static final Dropout NONE = new Dropout(0, new Seed(0));

    private static final int STEPS = 1 << 16;

    private final int threshold; // of 65536 equally probable draws, those that give zero
    private final Seed seed;
    private long calls;

    /**
     * @param rate probability of zero, at least 0 and less than 1
     * @param seed of the training step
     */
    public Dropout(double rate, Seed seed) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout must lie in [0, 1), was " + rate);
        }
        this((int) Math.min(STEPS - 1, Math.round(rate * STEPS)), seed);
    }

    private Dropout(int threshold, Seed seed) {
        this.threshold = threshold;
        this.seed = seed;
    }

    /** The same with masks of its own, for a part of the step. */
    Dropout part(int number) {
        return threshold == 0 ? this : new Dropout(threshold, seed.child("part " + number));
    }

    /** The tensor with some numbers zero; itself without dropout. */
    Tensor of(Tensor x) {
        return threshold == 0 ? x : x.times(mask(x).to(x.type()));
    }

    private Tensor mask(Tensor x) {
        return Tensor.of(mask(Math.toIntExact(x.elements())), x.shape()).on(x.device());
    }

    private float[] mask(int size) {
        RandomStream random = seed.stream("dropout", calls++);
        float kept = (float) (STEPS / (double) (STEPS - threshold));
        float[] mask = new float[size];
        for (int i = 0; i < size; i += 4) {
            long bits = random.nextLong(); // four draws of 16 bits
            for (int j = i; j < Math.min(i + 4, size); j++) {
                mask[j] = (bits & 0xFFFF) < threshold ? 0 : kept;
                bits >>>= 16;
            }
        }
        return mask;
    }
}
