package org.arbolt.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Streams and the seed that they are split from. Statistical tests: |z| < 5, false alarm 6e-7 each; seeds are fixed.
 */
class RandomStreamTest {
    private static final int DRAWS = 200_000;

    @Test
    void equalNamesAndIndicesGiveEqualStreamsWhateverWasDrawnBefore() {
        RandomStream first = new Seed(1).stream("langevin", 7);
        new Seed(1).stream("langevin", 6).nextLong();
        RandomStream second = new Seed(1).stream("langevin", 7);
        for (int i = 0; i < 100; i++) {
            assertThat(first.nextLong()).isEqualTo(second.nextLong());
        }
    }

    @Test
    void otherSeedsNamesAndIndicesGiveOtherStreams() {
        Set<Long> firsts = new HashSet<>();
        for (long seed = -50; seed < 50; seed++) {
            for (String name : new String[] {"", "a", "b", "ab", "ba", "langevin"}) {
                for (long index = -10; index < 10; index++) {
                    firsts.add(new Seed(seed).stream(name, index).nextLong());
                }
            }
            firsts.add(new Seed(seed).child("part").stream("a", 0).nextLong());
        }
        assertThat(firsts).hasSize(100 * (6 * 20 + 1)); // 12,100 of 2^64: two alike with probability 4e-12
    }

    /** Uniform numbers: mean 1/2, variance 1/12; the mean of DRAWS has a deviation of 1/√(12 DRAWS). */
    @Test
    void neighbouringStreamsAreUniformAndUncorrelated() {
        double sum = 0;
        double product = 0;
        for (int i = 0; i < DRAWS; i++) {
            double a = new Seed(3).stream("sample", i).nextDouble() - 0.5;
            double b = new Seed(3).stream("sample", i + 1).nextDouble() - 0.5;
            sum += a;
            product += a * b;
        }
        assertThat(Math.abs(sum) * Math.sqrt(12.0 / DRAWS)).isLessThan(5);
        assertThat(Math.abs(product) * 12 / Math.sqrt(DRAWS)).isLessThan(5);
    }

    @Test
    void aStreamGoesOnFromWhereACheckpointHoldsIt() {
        RandomStream stream = new Seed(4).stream("x", 0);
        stream.nextLong();
        RandomStream restored = RandomStream.restore(stream.state(), stream.gamma());
        assertThat(restored.nextLong()).isEqualTo(stream.nextLong());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomStream.restore(1, 2))
                .withMessageContaining("odd");
    }

    /** Each of the 24 orders of four numbers with probability 1/24: χ² of 23 degrees of freedom, above 72 in 6e-7. */
    @Test
    void everyOrderIsAsLikely() {
        RandomStream random = new Seed(5).stream("shuffle", 0);
        int[] seen = new int[256];
        for (int i = 0; i < DRAWS; i++) {
            int[] order = random.shuffle(new int[] {0, 1, 2, 3});
            seen[order[0] | order[1] << 2 | order[2] << 4 | order[3] << 6]++;
        }
        double expected = DRAWS / 24.0;
        double[] terms = Arrays.stream(seen)
                .filter(count -> count > 0)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .toArray();
        assertThat(terms).hasSize(24);
        assertThat(Arrays.stream(terms).sum()).isLessThan(72);
        assertThat(random.shuffle(IntStream.range(0, 100).toArray()))
                .containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    }
}
