package org.arbolt.io.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeptideShardsTest {
    @TempDir
    Path folder;

    @Test
    void framesComeBackToTheBitInTheOrderOfTheTopology() {
        Path file = write("a.tar", new float[] {1, 2, 3, 4, 5, 6}, new float[] {7, 8, 9, 10, 11, 12});
        try (PeptideShards shards = open(file, 1, 0)) {
            assertThat(shards.pieces()).isEqualTo(1);
            assertThat(shards.frames(0)).isEqualTo(2);
            PeptideShards.Piece piece = shards.read(0);
            assertThat(piece.peptide()).containsExactly(0, 0);
            assertThat(piece.xyz()).isDeepEqualTo(new float[][] {{4, 5, 6, 1, 2, 3}, {10, 11, 12, 7, 8, 9}});
        }
    }

    /**
     * However the shards are cut, their pieces one after another hold every frame that is looked for once, in order.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 16, 40, 64, 1000, Integer.MAX_VALUE})
    void piecesHoldEveryFrameOfTheirPeptidesOnce(int most) {
        List<Path> files = new ArrayList<>();
        int written = 0;
        for (int count : new int[] {100, 1, 64, 0}) {
            Path file = folder.resolve(files.size() + ".tar");
            files.add(file);
            try (PeptideShardWriter out = new PeptideShardWriter(file)) {
                for (int i = 0; i < count; i++, written++) {
                    out.add("GG", new float[6]); // of no interest, whatever its size
                    out.add(
                            written % 3 == 0 ? "AG" : "GA",
                            written % 3 == 0 ? new float[] {written, 0, 0} : new float[] {written, 0, 0, 0, 0, 0});
                }
                out.commit();
            }
        }
        List<PeptideShards.Peptide> peptides = List.of(
                new PeptideShards.Peptide("GA", new int[] {0, 1}), new PeptideShards.Peptide("AG", new int[] {0}));
        try (PeptideShards shards = PeptideShards.open(files, peptides)) {
            shards.cut(most);
            List<Integer> seen = new ArrayList<>();
            for (int p = 0; p < shards.pieces(); p++) {
                PeptideShards.Piece piece = shards.read(p);
                assertThat(piece.count()).isEqualTo(shards.count(p)).isBetween(1, Math.max(16, most));
                for (int f = 0; f < piece.count(); f++) {
                    int number = (int) piece.xyz()[f][0];
                    seen.add(number);
                    assertThat(piece.peptide()[f]).isEqualTo(number % 3 == 0 ? 1 : 0);
                }
            }
            assertThat(seen).isEqualTo(IntStream.range(0, written).boxed().toList());
            assertThat(shards.frames(1)).isEqualTo(55);
        }
    }

    @Test
    void aPeptideThatIsNotThereOrOfAnotherSizeIsNamed() {
        Path file = write("a.tar", new float[6]);
        assertThatThrownBy(
                        () -> PeptideShards.open(List.of(file), List.of(new PeptideShards.Peptide("GG", new int[2]))))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.tar", "no frame of GG");
        assertThatThrownBy(() -> open(file, 0, 1, 2))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.tar", "AG_00000000.bin", "24 bytes", "3 atoms");
    }

    @Test
    void equalFramesGiveEqualShards() {
        assertThat(write("a.tar", new float[3])).hasSameBinaryContentAs(write("b.tar", new float[3]));
    }

    /** What Python's tarfile puts before every entry whose time is not a whole number of seconds. */
    @Test
    void settingsBeforeAnEntryAreReadForItsName() throws IOException {
        Path file = folder.resolve("a.tar");
        String records = "28 mtime=1700000000.1234567\n" + "22 path=x/AG_long.bin\n";
        byte[] setting = entry("PaxHeaders/AG", records.getBytes(StandardCharsets.UTF_8));
        setting[156] = 'x';
        byte[] frame = entry("AG_shortened", new byte[12]);
        Files.write(file, concatenate(sum(setting), frame, new byte[1024]));
        try (PeptideShards shards = open(file, 0)) {
            assertThat(shards.frames(0)).isEqualTo(1);
        }
    }

    @Test
    void sizeBeyondTheFileIsRefused() throws IOException {
        byte[] header = Arrays.copyOf(entry("A_1.bin", new byte[12]), 512);
        System.arraycopy("77777777777\0".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 12);
        Path file = Files.write(folder.resolve("a.tar"), sum(header));
        assertThatThrownBy(() -> open(file, 0))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.tar", "8589934591 bytes", "truncated");
    }

    @Test
    void whatIsNoFrameOrNotFiniteIsNamed() throws IOException {
        Path odd = Files.write(folder.resolve("odd.tar"), entry("AG_1.bin", new byte[13]));
        assertThatThrownBy(() -> open(odd, 0))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("odd.tar", "AG_1.bin", "13 bytes");
        Path nameless = Files.write(folder.resolve("nameless.tar"), entry("AG.bin", new byte[12]));
        assertThatThrownBy(() -> open(nameless, 0))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("AG.bin", "SEQUENCE_");
        Path other = Files.write(folder.resolve("other.tar"), entry("readme.txt", new byte[13]));
        assertThatThrownBy(() -> open(other, 0)).isInstanceOf(BadInput.class).hasMessageContaining("no frame of AG");
        try (PeptideShards shards = open(write("nan.tar", new float[] {1, Float.NaN, 2}), 0)) {
            assertThatThrownBy(() -> shards.read(0))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContainingAll("nan.tar", "AG_00000000.bin", "atom 1", "NaN");
        }
    }

    @Test
    void somethingElseIsNamedAsSuch() throws IOException {
        Path file = Files.write(folder.resolve("a.tar"), "x".repeat(2000).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> open(file, 0)).isInstanceOf(BadInput.class).hasMessageContaining("no tar archive");
    }

    private static PeptideShards open(Path file, int... order) {
        return PeptideShards.open(List.of(file), List.of(new PeptideShards.Peptide("AG", order)));
    }

    private Path write(String name, float[]... frames) {
        Path file = folder.resolve(name);
        try (PeptideShardWriter out = new PeptideShardWriter(file)) {
            for (float[] frame : frames) {
                out.add("AG", frame);
            }
            out.commit();
        }
        return file;
    }

    private static byte[] entry(String name, byte[] data) throws IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        TarWriter.put(out, name, data);
        return out.toByteArray();
    }

    /** Puts the right checksum into the header at the start. */
    private static byte[] sum(byte[] archive) {
        Arrays.fill(archive, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += archive[i] & 0xFF;
        }
        System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, archive, 148, 8);
        return archive;
    }

    private static byte[] concatenate(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
