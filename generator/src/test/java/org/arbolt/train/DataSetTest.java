package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.transformer.Transformer;
import org.junit.jupiter.api.Test;

class DataSetTest {

    @Test
    void everyEpochSeesEveryExampleOnceInAnOrderOfItsOwn() {
        DataSet data = new DataSet(numbered(35), 7, new Seed(1));
        int[] first = epoch(data, 0);
        int[] second = epoch(data, 1);
        assertThat(sorted(first)).isEqualTo(IntStream.range(0, 35).toArray());
        assertThat(sorted(second)).isEqualTo(IntStream.range(0, 35).toArray());
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aBatchMayStraddleTwoEpochs() {
        DataSet data = new DataSet(numbered(10), 4, new Seed(2));
        int[] seen = new int[10];
        for (int b = 0; b < 5; b++) { // two epochs in five batches
            for (int i = 0; i < 4; i++) {
                seen[data.at(b).tokens()[2 * i]]++;
            }
        }
        assertThat(seen).containsOnly(2);
    }

    @Test
    void aBatchDependsOnItsNumberAloneAndNotOnWhatWasAskedBefore() {
        DataSet forward = new DataSet(numbered(50), 8, new Seed(3));
        DataSet jumping = new DataSet(numbered(50), 8, new Seed(3));
        int[][] batches = new int[30][];
        for (int b = 0; b < 30; b++) {
            batches[b] = forward.at(b).tokens();
        }
        for (int b : new int[] {29, 0, 13, 13, 7}) {
            assertThat(jumping.at(b).tokens()).isEqualTo(batches[b]);
        }
        assertThat(new DataSet(numbered(50), 8, new Seed(4)).at(0).tokens()).isNotEqualTo(batches[0]);
    }

    @Test
    void augmentationIsDrawnAnewInEveryEpoch() {
        DataSet data = new DataSet(numbered(1), 1, new Seed(5));
        assertThat(IntStream.range(0, 20)
                        .map(epoch -> data.at(epoch).tokens()[1])
                        .distinct()
                        .count())
                .isGreaterThan(15);
    }

    @Test
    void thePartsOfABatchMakeUpTheWhole() {
        for (Examples examples : List.of(numbered(35), ofLengths(35))) {
            DataSet data = new DataSet(examples, 7, new Seed(7));
            for (long number : new long[] {0, 4, 17, 100}) {
                Batch whole = data.at(number);
                List<String> rows = rows(whole);
                List<String> inParts = new ArrayList<>();
                for (int part = 0; part < 3; part++) {
                    inParts.addAll(rows(data.at(number, part, 3)));
                }
                assertThat(inParts).isEqualTo(rows).hasSize(7);
                assertThat(data.counted(number)).isEqualTo(whole.counted());
            }
        }
    }

    @Test
    void examplesOfSimilarLengthShareABatch() {
        DataSet data = new DataSet(ofLengths(1600), 10, new Seed(8));
        int[] seen = new int[1600];
        long counted = 0;
        long all = 0;
        for (int b = 0; b < 160; b++) { // an epoch: ten buckets
            Batch batch = data.at(b);
            counted += batch.counted();
            all += batch.tokens().length;
            for (int row = 0; row < 10; row++) {
                seen[batch.tokens()[row * batch.width()]]++;
            }
        }
        assertThat(seen).containsOnly(1);
        assertThat(data.paddingShare(Long.MAX_VALUE))
                .isEqualTo(1 - counted / (double) all)
                .isBetween(0.001, 0.1); // 0.3 if they were mixed
        List<Integer> widths =
                IntStream.range(0, 16).mapToObj(b -> data.at(b).width()).toList();
        assertThat(widths).isNotEqualTo(widths.stream().sorted().toList());
    }

    /** Eight molecules of 2 to 9 tokens, the first of which is the example's number. */
    private static Examples ofLengths(int count) {
        List<Examples> parts = new ArrayList<>();
        for (int m = 0; m < 8; m++) {
            int molecule = m;
            int first = count * m / 8;
            int size = count * (m + 1) / 8 - first;
            parts.add(new Examples() {
                @Override
                public int count() {
                    return size;
                }

                @Override
                public int tokens() {
                    return 2 + molecule;
                }

                @Override
                public boolean draw(int example, RandomStream random, Batch batch, int row) {
                    assertThat(batch.molecule()[row]).isEqualTo(molecule);
                    for (int i = 0; i < tokens(); i++) {
                        batch.tokens()[row * batch.width() + i] = i == 0 ? first + example : random.nextInt(1_000_000);
                    }
                    return true;
                }
            });
        }
        return Examples.joined(parts);
    }

    /** The rows of a batch without their padding. */
    private static List<String> rows(Batch batch) {
        return IntStream.range(0, batch.examples())
                .mapToObj(row ->
                        Arrays.toString(Arrays.stream(batch.tokens(), row * batch.width(), (row + 1) * batch.width())
                                .filter(token -> token != Transformer.PADDING)
                                .toArray()))
                .toList();
    }

    @Test
    void anExampleThatNeverFitsTheGridIsNamed() {
        Examples never = new Examples() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public int tokens() {
                return 1;
            }

            @Override
            public boolean draw(int example, RandomStream random, Batch batch, int row) {
                return false;
            }
        };
        assertThatThrownBy(() -> new DataSet(never, 1, new Seed(6)).at(0))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("training frame 1");
    }

    @Test
    void examplesThatNeverFitTheGridCanBeLeftOut() {
        Examples fitting = SelectedExamples.onGrid(numbered(40, example -> example % 4 > 0), new Seed(9));
        assertThat(fitting.count()).isEqualTo(30);
        DataSet data = new DataSet(fitting, 5, new Seed(10));
        int[] seen = IntStream.range(0, 6)
                .flatMap(b -> {
                    int[] batch = data.at(b).tokens();
                    return IntStream.range(0, 5).map(i -> batch[2 * i]);
                })
                .sorted()
                .toArray();
        assertThat(seen).isEqualTo(IntStream.range(0, 40).filter(i -> i % 4 > 0).toArray());
        Examples all = numbered(40);
        assertThat(SelectedExamples.onGrid(all, new Seed(9))).isSameAs(all);
    }

    /** Examples of two tokens: their number, and a random one. */
    private static Examples numbered(int count) {
        return numbered(count, example -> true);
    }

    private static Examples numbered(int count, IntPredicate fits) {
        return new Examples() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public int tokens() {
                return 2;
            }

            @Override
            public boolean draw(int example, RandomStream random, Batch batch, int row) {
                batch.tokens()[2 * row] = example;
                batch.tokens()[2 * row + 1] = random.nextInt(1_000_000);
                return fits.test(example);
            }
        };
    }

    private static int[] epoch(DataSet data, int epoch) {
        return IntStream.range(0, 5)
                .flatMap(b -> {
                    int[] batch = data.at(5L * epoch + b).tokens();
                    return IntStream.range(0, 7).map(i -> batch[2 * i]);
                })
                .toArray();
    }

    private static int[] sorted(int[] values) {
        int[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
