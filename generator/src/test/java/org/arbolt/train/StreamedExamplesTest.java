package org.arbolt.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbolt.io.trajectory.PeptideShardWriter;
import org.arbolt.io.trajectory.PeptideShards;
import org.arbolt.math.RandomStream;
import org.arbolt.math.Seed;
import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.tensor.MpiLaunch;
import org.arbolt.tensor.TestDevice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamedExamplesTest {
    private static final int BATCH = 8;
    private static final int BUFFER = 200;

    @TempDir
    Path folder;

    @Test
    void everyEpochSeesEveryFrameOnceInAnOrderOfItsOwnInBoundedMemory() {
        try (PeptideShards shards = shards(4000, 764, 100)) {
            StreamedExamples examples = examples(shards, BUFFER);
            DataSet data = new DataSet(examples, BATCH, new Seed(1));
            List<List<Integer>> epochs = new ArrayList<>();
            for (int epoch = 0; epoch < 3; epoch++) {
                List<Integer> seen = new ArrayList<>();
                for (int b = 0; b < 608; b++) { // 38 buckets of 16 batches
                    Batch batch = data.at(608 * epoch + b);
                    IntStream.range(0, BATCH).forEach(row -> seen.add(batch.tokens()[row * batch.width()]));
                    assertThat(examples.frames()).isLessThanOrEqualTo(3 * BUFFER);
                }
                epochs.add(seen);
                assertThat(seen.stream().sorted().toList())
                        .isEqualTo(IntStream.range(0, 4864).boxed().toList());
            }
            assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1));
        }
    }

    /** What a killed run does: another data set goes on at any batch, and has the same ones. */
    @Test
    void aBatchFollowsFromItsNumberAlone() {
        try (PeptideShards shards = shards(1500, 500)) {
            DataSet forward = new DataSet(examples(shards, BUFFER), BATCH, new Seed(2));
            List<Batch> batches = IntStream.range(0, 600).mapToObj(forward::at).toList();
            for (int start : new int[] {1, 17, 250, 499, 590}) {
                DataSet resumed = new DataSet(examples(shards, BUFFER), BATCH, new Seed(2));
                for (int b = start; b < Math.min(600, start + 20); b++) {
                    assertThat(resumed.at(b).tokens()).isEqualTo(batches.get(b).tokens());
                    assertThat(resumed.at(b).molecule())
                            .isEqualTo(batches.get(b).molecule());
                    assertThat(resumed.at(b).logTarget())
                            .isEqualTo(batches.get(b).logTarget());
                }
            }
        }
    }

    @Test
    void framesOfSimilarLengthShareABatchAndTheirEnergiesAreTheirOwn() {
        try (PeptideShards shards = shards(3000, 200)) {
            DataSet data = new DataSet(examples(shards, 400), BATCH, new Seed(3));
            assertThat(data.paddingShare(400)).isBetween(0.0005, 0.1); // 0.24 if lengths were mixed
            for (int b = 0; b < 50; b++) {
                Batch batch = data.at(b);
                for (int row = 0; row < BATCH; row++) {
                    int frame = batch.tokens()[row * batch.width()];
                    assertThat(batch.molecule()[row]).isEqualTo(frame % 3);
                    assertThat(batch.logTarget()[row]).isEqualTo(-(frame % 3) - 0.5 * frame);
                }
            }
        }
    }

    /** Neighbours in a shard come far apart: a buffer holds pieces from everywhere. */
    @Test
    void neighboursAreTornApart() {
        try (PeptideShards shards = shards(6400)) {
            ExampleOrder order = examples(shards, 512).order(new Seed(4));
            int[] first = IntStream.range(0, 512).map(order::example).sorted().toArray();
            assertThat(Arrays.stream(first).map(e -> e / 1600).distinct().count())
                    .isEqualTo(4); // from each quarter of the shard
            long near = IntStream.range(0, 511)
                    .filter(i -> Math.abs(order.example(i) - order.example(i + 1)) < 32)
                    .count();
            assertThat(near).isLessThan(100); // of 511; 511 without shuffling, 511/16 = 32 by chance
        }
    }

    /**
     * A hundred megabytes of shards, whose frames would fill twice that as they are learned from, in 64 MB of memory.
     */
    @Tag("slow")
    @Test
    void shardsLargerThanTheMemoryAreLearnedFrom() throws IOException, InterruptedException {
        Path file = folder.resolve("large.tar");
        try (PeptideShardWriter out = new PeptideShardWriter(file)) {
            float[] xyz = new float[3 * 140];
            for (int i = 0; i < 40_000; i++) {
                xyz[0] = i;
                out.add("A", xyz);
            }
            out.commit();
        }
        assertThat(Files.size(file)).isGreaterThan(100_000_000);
        List<String> command = new ArrayList<>(MpiLaunch.java());
        command.set(1, "-Xmx64m");
        command.addAll(List.of(StreamedExamplesTest.class.getName(), file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("seen 40000");
    }

    /** Goes through an epoch of a shard. */
    public static void main(String[] arguments) {
        TestDevice.use();
        PeptideShards.Peptide peptide =
                new PeptideShards.Peptide("A", IntStream.range(0, 140).toArray());
        try (PeptideShards shards = PeptideShards.open(List.of(Path.of(arguments[0])), List.of(peptide))) {
            shards.cut(2000 / 16);
            StreamedExamples examples = new StreamedExamples(
                    shards,
                    IntStream.range(0, shards.pieces()).toArray(),
                    List.of(new Numbered(140, 2, 0)),
                    null,
                    2000);
            DataSet data = new DataSet(examples, 64, new Seed(5));
            boolean[] seen = new boolean[examples.count()];
            for (int b = 0; b < examples.count() / 64; b++) {
                Batch batch = data.at(b);
                IntStream.range(0, 64).forEach(row -> seen[batch.tokens()[row * 2]] = true);
            }
            System.out.println("seen "
                    + IntStream.range(0, seen.length).filter(i -> seen[i]).count());
        }
    }

    /** Shards of so many frames, number i of peptide i mod 3, its number for the first coordinate. */
    private PeptideShards shards(int... counts) {
        List<Path> paths = new ArrayList<>();
        int number = 0;
        for (int count : counts) {
            Path path = folder.resolve("shard-" + paths.size() + ".tar");
            paths.add(path);
            try (PeptideShardWriter out = new PeptideShardWriter(path)) {
                for (int i = 0; i < count; i++, number++) {
                    float[] xyz = new float[3 * (1 + number % 3)];
                    xyz[0] = number;
                    out.add("A".repeat(1 + number % 3), xyz);
                }
                out.commit();
            }
        }
        return PeptideShards.open(
                paths,
                IntStream.range(0, 3)
                        .mapToObj(m -> new PeptideShards.Peptide(
                                "A".repeat(1 + m), IntStream.range(0, 1 + m).toArray()))
                        .toList());
    }

    private static StreamedExamples examples(PeptideShards shards, int buffer) {
        shards.cut(buffer / 16);
        List<Coordinates> coordinates = Stream.of(0, 1, 2)
                .<Coordinates>map(m -> new Numbered(1 + m, 2 + 2 * m, m))
                .toList();
        StreamedExamples.ReducedEnergies energies = (molecule, frames) -> IntStream.range(0, frames.count())
                .mapToDouble(f -> molecule + 0.5 * frames.get(f, 0, 0))
                .toArray();
        return new StreamedExamples(
                shards, IntStream.range(0, shards.pieces()).toArray(), coordinates, energies, buffer);
    }

    /** Coordinates whose first token is the first coordinate, the others random; density one. */
    private record Numbered(int atoms, int tokens, int molecule) implements Coordinates {
        @Override
        public int bins() {
            return 1 << 20;
        }

        @Override
        public int[] kind() {
            return new int[tokens];
        }

        @Override
        public int[] atom() {
            return new int[tokens];
        }

        @Override
        public double centroidDeviation() {
            return 1;
        }

        @Override
        public boolean tokenise(double[] xyz, int offset, int[] into, int at) {
            IntStream.range(0, tokens).forEach(t -> into[at + t] = (int) xyz[offset + (t == 0 ? 0 : 1)]);
            return true;
        }

        @Override
        public double logCellDensity(double[] xyz, int offset) {
            return 0;
        }

        @Override
        public double logCentroidDensity(double[] xyz, int offset) {
            return 0;
        }

        @Override
        public void decode(int[] from, int at, RandomStream random, double[] xyz, int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double[] placedForTraining(double[] xyz, int offset, RandomStream random) {
            double[] placed = Arrays.copyOfRange(xyz, offset, offset + 3 * atoms);
            placed[1] = random.nextInt(bins());
            return placed;
        }

        @Override
        public Map<String, Object> describe() {
            return Map.of();
        }
    }
}
