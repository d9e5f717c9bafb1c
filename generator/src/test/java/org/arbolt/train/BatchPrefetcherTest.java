package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.junit.jupiter.api.Test;

class BatchPrefetcherTest {

    @Test
    void partsAreThoseOfTheDataSetInWhateverOrderTheyAreAsked() {
        DataSet data = new DataSet(Toy.examples(), 16, new Seed(1));
        BatchPrefetcher ahead = new BatchPrefetcher(data);
        for (long number : new long[] {0, 1, 2, 7, 0, 1}) {
            for (int part = 0; part < 2; part++) {
                BatchPrefetcher.Place next = part == 0
                        ? new BatchPrefetcher.Place(number, 1, 2)
                        : new BatchPrefetcher.Place(number + 1, 0, 2);
                assertThat(ahead.take(new BatchPrefetcher.Place(number, part, 2), next)
                                .tokens())
                        .isEqualTo(data.at(number, part, 2).tokens());
            }
        }
    }

    @Test
    void aFrameOffTheGridIsToldOfWhenItsBatchIsTaken() {
        DataSet data = new DataSet(new HalfOffTheGrid(), 1, new Seed(2));
        long bad = LongStream.range(1, 100)
                .filter(number -> isGood(data, number - 1) && !isGood(data, number))
                .findFirst()
                .orElseThrow();
        BatchPrefetcher ahead = new BatchPrefetcher(data);
        BatchPrefetcher.Place off = new BatchPrefetcher.Place(bad, 0, 1);
        assertThat(ahead.take(new BatchPrefetcher.Place(bad - 1, 0, 1), off).examples())
                .isOne();
        assertThatThrownBy(() -> ahead.take(off, off))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("outside the model's grid");
    }

    private static boolean isGood(DataSet data, long number) {
        try {
            data.at(number);
            return true;
        } catch (BadInput e) {
            return false;
        }
    }

    /** Two examples, of which the model can express the first only. */
    private record HalfOffTheGrid() implements Examples {
        @Override
        public int count() {
            return 2;
        }

        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public boolean draw(int example, RandomStream random, Batch batch, int row) {
            return example == 0;
        }
    }
}
