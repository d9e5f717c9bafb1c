package org.arbolt.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** −log softmax(logits)[target] of rows in memory, and its derivative, in one walk. Not thread safe. */
public final class CrossEntropies {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private final int bins;
    private final int end; // whole vectors
    private final float[] row; // Lanes behind the last bin are −∞ before and 0 after
    private final float[] scratch = new float[Lanes.COUNT];

    /** @param bins V, numbers of a row */
    public CrossEntropies(int bins) {
        this.bins = bins;
        this.end = Lanes.roundedUp(bins);
        this.row = new float[end];
    }

    /**
     * Losses of rows, nats; 0 where the target is negative.
     *
     * @param logits [n, V]
     * @param targets [n]
     */
    public void forward(OffHeapFloats logits, long[] targets, float[] losses) {
        for (int i = 0; i < targets.length; i++) {
            losses[i] = targets[i] < 0 ? 0 : loss(logits, i, (int) targets[i]);
        }
    }

    /** The loss of a row, whose exponentials less the largest are in {@link #row} then, their sum in scratch[0]. */
    private float loss(OffHeapFloats logits, int number, int target) {
        logits.read((long) number * bins, row, 0, bins);
        Arrays.fill(row, bins, end, Float.NEGATIVE_INFINITY);
        float chosen = row[target];
        FloatVector most = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int at = 0; at < end; at += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(SPECIES, row, at);
            most = most.blend(x, x.compare(VectorOperators.GT, most));
        }
        float largest = most.reduceLanes(VectorOperators.MAX);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int at = 0; at < end; at += Lanes.COUNT) {
            FloatVector p =
                    Exponential.of(FloatVector.fromArray(SPECIES, row, at).sub(largest));
            p.intoArray(row, at);
            sum = sum.add(p);
        }
        sum.intoArray(scratch, 0);
        Lanes.sum(scratch, 0);
        return (float) Math.log(scratch[0]) - (chosen - largest);
    }

    /**
     * The same; logits become the derivative of Σ ω · loss with respect to them.
     *
     * @param weights ω, [n]
     */
    public void backward(OffHeapFloats logits, long[] targets, float[] weights, float[] losses) {
        for (int i = 0; i < targets.length; i++) {
            int target = (int) targets[i];
            losses[i] = target < 0 ? 0 : loss(logits, i, target);
            float factor = target < 0 ? 0 : weights[i] / scratch[0];
            if (target < 0) {
                Arrays.fill(row, 0);
            }
            for (int at = 0; at < end; at += Lanes.COUNT) {
                FloatVector.fromArray(SPECIES, row, at).mul(factor).intoArray(row, at);
            }
            if (target >= 0) {
                row[target] -= weights[i];
            }
            logits.write(row, 0, (long) i * bins, bins);
        }
    }
}
