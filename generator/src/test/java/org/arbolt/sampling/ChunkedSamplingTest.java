package org.arbolt.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.arbolt.Progress;
import org.arbolt.math.Seed;
import org.arbolt.molecule.Frames;
import org.junit.jupiter.api.Test;

class ChunkedSamplingTest {
    private final List<Integer> counts = new ArrayList<>();

    /** One atom at (i, 0, 0) for sample i. */
    private final Proposal counting = new Proposal() {
        @Override
        public int atoms() {
            return 1;
        }

        @Override
        public Draw draw(Seed seed, long first, int count) {
            counts.add(count);
            double[] xyz = new double[3 * count];
            double[] logDensity = new double[count];
            for (int i = 0; i < count; i++) {
                xyz[3 * i] = first + i;
                logDensity[i] = -(first + i);
            }
            return new Draw(new Frames(1, xyz), logDensity);
        }

        @Override
        public double[] logDensity(Frames frames) {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void everySampleIsDrawnOnceInItsOrder() {
        Proposal.Draw draw = ChunkedSampling.draw(counting, new Seed(1), 5000, Progress.NONE);
        assertThat(draw.frames().count()).isEqualTo(5000);
        for (int i = 0; i < 5000; i++) {
            assertThat(draw.frames().xyz()[3 * i]).isEqualTo(i);
            assertThat(draw.logDensity()[i]).isEqualTo(-i);
        }
    }

    /** However slow the network is, the first portion is small, and none is more than eight times the one before. */
    @Test
    void portionsGrow() {
        ChunkedSampling.draw(counting, new Seed(1), 5000, Progress.NONE);
        assertThat(counts.getFirst()).isEqualTo(16);
        for (int p = 1; p < counts.size(); p++) {
            assertThat(counts.get(p)).isBetween(1, Math.min(2016, 8 * counts.get(p - 1)));
        }
    }

    @Test
    void goesOnBehindWhatIsThere() {
        List<Proposal.Draw> portions = new ArrayList<>();
        List<Long> reported = new ArrayList<>();
        ChunkedSampling.draw(counting, new Seed(1), 300, 100, 250, (done, _, _) -> reported.add(done), portions::add);
        Proposal.Draw draw = Proposal.Draw.join(portions, 1);
        assertThat(draw.frames().count()).isEqualTo(150);
        assertThat(draw.frames().xyz()[0]).isEqualTo(400);
        assertThat(draw.frames().xyz()[3 * 149]).isEqualTo(549);
        assertThat(reported).startsWith(100L).endsWith(250L);
    }

    @Test
    void nothingIsDrawnWhereEnoughIsThere() {
        ChunkedSampling.draw(counting, new Seed(1), 0, 100, 100, Progress.NONE, _ -> {
            throw new AssertionError();
        });
        assertThat(counts).isEmpty();
    }
}
