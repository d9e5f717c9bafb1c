package org.arbolt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachedAttentionTest {
    private static final int T = 37; // more than two vectors of positions, the last one not full

    /** Against softmax(q·kᵀ/√D)·v in double; float32 sums of 37 terms of size 1 differ by some 1e-6. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 2, 8", "5, 3, 20", "40, 4, 32"})
    void attendsToAllPositionsUpToItsOwn(int batch, int heads, int channels) {
        RandomGenerator random = new Seed(8).stream("attention", batch);
        int model = heads * channels;
        float[][] given = new float[T][3 * batch * model]; // [T][B, 3, H, D]
        CachedAttention attention = new CachedAttention(batch, heads, channels, T);
        float[] scratch = new float[CachedAttention.scratch(heads, channels, T)];
        float[] mixed = new float[model];
        for (int t = 0; t < T; t++) {
            for (int i = 0; i < given[t].length; i++) {
                given[t][i] = 2 * (float) random.nextGaussian();
            }
            for (int row = 0; row < batch; row++) {
                int query = row * 3 * model;
                attention.put(row, t, given[t], query + model, query + 2 * model);
                attention.attend(row, t + 1, given[t], query, mixed, 0, scratch);
                for (int head = 0; head < heads; head++) {
                    double[] expected = expected(given, t, row, head, heads, channels);
                    for (int d = 0; d < channels; d++) {
                        assertThat((double) mixed[head * channels + d]).isCloseTo(expected[d], within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void rowsAndPositionsThatAreNotThereAreRefused() {
        CachedAttention attention = new CachedAttention(2, 2, 8, 3);
        float[] numbers = new float[48];
        float[] scratch = new float[CachedAttention.scratch(2, 8, 3)];
        assertThatThrownBy(() -> attention.put(0, 3, numbers, 16, 32)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> attention.put(2, 0, numbers, 16, 32)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> attention.attend(0, 4, numbers, 0, numbers, 0, scratch))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> attention.attend(0, 0, numbers, 0, numbers, 0, scratch))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static double[] expected(float[][] given, int last, int row, int head, int heads, int channels) {
        int model = heads * channels;
        int query = row * 3 * model + head * channels;
        double[] score = new double[last + 1];
        double total = 0;
        for (int t = 0; t <= last; t++) {
            double dot = 0;
            for (int d = 0; d < channels; d++) {
                dot += (double) given[last][query + d] * given[t][query + model + d];
            }
            score[t] = Math.exp(dot / Math.sqrt(channels));
            total += score[t];
        }
        double[] mixed = new double[channels];
        for (int t = 0; t <= last; t++) {
            for (int d = 0; d < channels; d++) {
                mixed[d] += score[t] / total * given[t][query + 2 * model + d];
            }
        }
        return mixed;
    }
}
