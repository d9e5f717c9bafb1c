package org.arbolt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoricalTest {

    @Test
    void quantilesInvertTheDistributionFunctionAndSkipEmptyBins() {
        int bins = 200;
        float[] weights = new float[bins];
        float[] logits = new float[bins];
        RandomStream random = new Seed(4).stream("weights", 0);
        for (int i = 3; i < 150; i++) {
            weights[i] = i % 5 == 0 ? 0 : random.nextFloat();
        }
        for (int i = 0; i < bins; i++) {
            logits[i] = (float) Math.log(weights[i]); // −∞ where it is empty
        }
        Categorical distribution = new Categorical(bins);
        distribution.setLogits(logits, 0, 1);
        double total = 0;
        for (int i = 0; i < bins; i++) {
            if (weights[i] > 0) {
                assertThat(distribution.quantile(total + 1e-9)).isEqualTo(i);
                double p = Math.exp(distribution.logProbability(i));
                assertThat(distribution.quantile(total + p - 1e-9)).isEqualTo(i);
                total += p;
            }
        }
        assertThat(total).isCloseTo(1, within(1e-12));
        assertThat(distribution.quantile(0)).isEqualTo(3);
        assertThat(distribution.quantile(Math.nextDown(1.0))).isEqualTo(149);
    }

    @Test
    void aDistributionWithoutABinIsRefused() {
        float[] empty = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
        assertThatThrownBy(() -> new Categorical(2).setLogits(empty, 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 24, 64, 200, 1024})
    void logitsMakeTheirSoftmax(int bins) {
        RandomStream random = new Seed(6).stream("logits", bins);
        float[] logits = new float[bins + 5];
        for (int i = 0; i < bins; i++) {
            logits[5 + i] = 4 * (float) random.nextGaussian();
        }
        Categorical distribution = new Categorical(bins);
        distribution.setLogits(logits, 5, 0.7f);
        double total = 0;
        for (int i = 0; i < bins; i++) {
            total += Math.exp(0.7f * (double) logits[5 + i]);
        }
        for (int i = 0; i < bins; i++) {
            assertThat(distribution.logProbability(i))
                    .isCloseTo(0.7f * (double) logits[5 + i] - Math.log(total), within(2e-6));
        }
    }

    @Test
    void logitsThatAreNotFiniteAreRefused() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int at : new int[] {0, 40, 69}) {
                float[] logits = new float[70];
                logits[at] = bad;
                assertThatThrownBy(() -> new Categorical(70).setLogits(logits, 0, 1))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }
}
