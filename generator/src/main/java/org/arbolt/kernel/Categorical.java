package org.arbolt.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A distribution over V bins given by unnormalised float32 weights, summed in double. Sums of blocks of bins are kept,
 * so that inverting the distribution function looks at one block only. Not thread safe.
 */
public final class Categorical {
    private static final VectorSpecies<Float> FLOATS = Lanes.SPECIES;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
    private static final int BLOCK = 64;

    private final int bins;
    private final float[] weights; // zeros behind the last bin, to whole blocks
    private final double[] blockSums;
    private final double[] scratch = new double[DOUBLES.length()];
    private double total;
    private float[] window; // share of each bin that may be drawn; null for all
    private final float[] allowed; // logits within the window
    private final float[] sorted;

    public Categorical(int bins) {
        this.bins = bins;
        allowed = new float[bins];
        sorted = new float[bins];
        blockSums = new double[(bins + BLOCK - 1) / BLOCK];
        weights = new float[blockSums.length * BLOCK];
    }

    /**
     * Weights exp(factor · (logit − the largest)).
     *
     * @param logits of which V from {@code offset} on
     * @throws IllegalStateException if one of them is not a number or all are infinite
     */
    public void setLogits(float[] logits, int offset, float factor) {
        window = null;
        setWeights(logits, offset, factor);
    }

    /**
     * The same within a window: weights times the share of each bin that lies inside.
     *
     * @param shares [V], in [0, 1], not all 0
     */
    public void setLogits(float[] logits, int offset, float factor, float[] shares) {
        for (int bin = 0; bin < bins; bin++) {
            allowed[bin] = shares[bin] > 0 ? logits[offset + bin] : -Float.MAX_VALUE / 4; // no infinite differences
        }
        setWeights(allowed, 0, factor);
        for (int bin = 0; bin < bins; bin++) {
            weights[bin] *= shares[bin];
        }
        window = shares;
        sumUp();
    }

    /**
     * Keeps the K most probable bins, and of them the most probable ones until they hold a share P; of bins that are
     * equally probable the first. Probabilities are those of what is kept.
     *
     * @param k 0 for all
     * @param p above 0, at most 1
     */
    public void keepTop(int k, double p) {
        System.arraycopy(weights, 0, sorted, 0, bins);
        Arrays.sort(sorted);
        int most = k == 0 ? bins : Math.min(k, bins);
        double enough = 0;
        for (int i = 0; i < most; i++) {
            enough += sorted[bins - 1 - i];
        }
        enough *= p;
        double held = 0;
        int kept = 0;
        while (kept < most && (kept == 0 || held < enough)) {
            held += sorted[bins - 1 - kept++];
        }
        float least = sorted[bins - kept];
        int above = 0;
        for (int i = bins - kept; i < bins; i++) {
            above += sorted[i] > least ? 1 : 0;
        }
        int equal = kept - above; // of those as probable as the least
        for (int bin = 0; bin < bins; bin++) {
            boolean keep = weights[bin] > least || weights[bin] == least && equal-- > 0;
            weights[bin] = keep ? weights[bin] : 0;
        }
        sumUp();
    }

    private void sumUp() {
        total = 0;
        for (int block = 0; block < blockSums.length; block++) {
            sumUp(block);
        }
        requireFinite();
    }

    private void setWeights(float[] logits, int offset, float factor) {
        float largest = largest(logits, offset);
        total = 0;
        for (int block = 0; block < blockSums.length; block++) {
            int end = Math.min(bins, (block + 1) * BLOCK);
            int bin = block * BLOCK;
            for (; bin + FLOATS.length() <= end; bin += FLOATS.length()) {
                Exponential.of(FloatVector.fromArray(FLOATS, logits, offset + bin)
                                .sub(largest)
                                .mul(factor))
                        .intoArray(weights, bin);
            }
            if (bin < end) {
                var within = FLOATS.indexInRange(bin, end);
                Exponential.of(FloatVector.fromArray(FLOATS, logits, offset + bin, within)
                                .sub(largest)
                                .mul(factor))
                        .intoArray(weights, bin, within);
            }
            sumUp(block);
        }
        requireFinite();
    }

    private float largest(float[] logits, int offset) {
        FloatVector a = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        FloatVector b = a;
        int bin = 0;
        for (; bin + 2 * FLOATS.length() <= bins; bin += 2 * FLOATS.length()) {
            FloatVector x = FloatVector.fromArray(FLOATS, logits, offset + bin);
            FloatVector y = FloatVector.fromArray(FLOATS, logits, offset + bin + FLOATS.length());
            a = a.blend(x, x.compare(VectorOperators.GT, a)); // max itself takes five instructions
            b = b.blend(y, y.compare(VectorOperators.GT, b));
        }
        float largest = a.max(b).reduceLanes(VectorOperators.MAX);
        for (; bin < bins; bin++) {
            largest = Math.max(largest, logits[offset + bin]);
        }
        return largest;
    }

    private void requireFinite() {
        if (!(total > 0) || Double.isInfinite(total)) {
            throw new IllegalStateException("the network's probabilities are not finite");
        }
    }

    /** In double, as many sums side by side as a vector has lanes, which are then added in their order. */
    private void sumUp(int block) {
        DoubleVector sums = DoubleVector.zero(DOUBLES);
        for (int bin = block * BLOCK; bin < (block + 1) * BLOCK; bin += DOUBLES.length()) {
            sums = sums.add((DoubleVector)
                    FloatVector.fromArray(HALF, weights, bin).convertShape(VectorOperators.F2D, DOUBLES, 0));
        }
        sums.intoArray(scratch, 0);
        double sum = 0;
        for (double lane : scratch) {
            sum += lane;
        }
        blockSums[block] = sum;
        total += sum;
    }

    /** The bin where the distribution function passes {@code u} in [0, 1); never one of weight zero. */
    public int quantile(double u) {
        double left = u * total;
        int block = 0;
        while (block < blockSums.length - 1 && left >= blockSums[block]) {
            left -= blockSums[block++];
        }
        int last = -1;
        for (int bin = block * BLOCK; bin < bins; bin++) {
            if (weights[bin] > 0) {
                if (left < weights[bin]) {
                    return bin;
                }
                left -= weights[bin];
                last = bin;
            }
        }
        return last >= 0 ? last : lastBefore(block * BLOCK); // rounding at the upper end
    }

    /**
     * log of the bin's probability, nats; within a window that of the whole bin at the density that its inner part has:
     * the probability of the part over its share.
     */
    public double logProbability(int bin) {
        double weight = window == null || weights[bin] == 0 ? weights[bin] : (double) weights[bin] / window[bin];
        return Math.log(weight / total);
    }

    private int lastBefore(int end) {
        int bin = end - 1;
        while (weights[bin] == 0) {
            bin--;
        }
        return bin;
    }
}
