package org.arbolt.io.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.arbolt.BadInput;
import org.arbolt.io.ZipRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    @TempDir
    Path folder;

    @Test
    void arraysComeBackInOrderToTheBit() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("positions", NpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
        arrays.put("log_q", NpyArray.of(new double[] {-1.25}));
        arrays.put("names", NpyArray.of(new String[] {"CA", "HH31"}));
        Path file = folder.resolve("a.npz");
        Npz.write(file, arrays);
        Map<String, NpyArray> back = Npz.read(file);
        assertThat(back.keySet()).containsExactly("positions", "log_q", "names");
        back.forEach((name, array) -> {
            assertThat(array.data()).isEqualTo(arrays.get(name).data());
            assertThat(array.shape()).isEqualTo(arrays.get(name).shape());
        });
        assertThat(Npz.names(file)).isEqualTo(back.keySet());
        assertThat(Npz.shape(file, "positions")).containsExactly(1, 2, 3);
        assertThat(Npz.read(file, "log_q").toDoubles()).containsExactly(-1.25);
    }

    @Test
    void equalArraysGiveEqualFiles() throws IOException {
        Map<String, NpyArray> arrays = Map.of("a", NpyArray.of(new double[] {1, 2}));
        Npz.write(folder.resolve("a.npz"), arrays);
        Npz.write(folder.resolve("b.npz"), arrays);
        assertThat(folder.resolve("a.npz")).hasSameBinaryContentAs(folder.resolve("b.npz"));
    }

    @Test
    void arrayWrittenInPiecesEqualsTheWhole() {
        Path file = folder.resolve("a.npz");
        try (NpzWriter out = NpzWriter.create(file)) {
            out.put("first", NpyArray.of(new int[] {9}));
            NpzWriter.Column x = out.begin("x", new float[0], 2, 2, 3);
            NpzWriter.Column y = out.begin("y", new long[0], 3);
            x.append(new float[] {1, 2, 3, 4, 5});
            y.append(new long[] {-1, -2});
            x.append(new float[0]);
            x.append(new float[] {6, 7, 8, 9, 10, 11, 12});
            y.append(new long[] {-3});
            out.commit();
        }
        assertThat(Npz.read(file, "x").data()).isEqualTo(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        assertThat(Npz.shape(file, "x")).containsExactly(2, 2, 3);
        assertThat(Npz.read(file, "first").toLongs()).containsExactly(9);
        assertThat(Npz.read(file, "y").toLongs()).containsExactly(-1, -2, -3);
    }

    @Test
    void incompleteArrayIsNotCommittedAndLeavesNoFile() throws IOException {
        try (NpzWriter out = NpzWriter.create(folder.resolve("a.npz"))) {
            NpzWriter.Column x = out.begin("x", new double[0], 3);
            x.append(new double[2]);
            assertThatThrownBy(out::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lacks 1");
            assertThatThrownBy(() -> x.append(new double[2])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> x.append(new float[1])).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void deflatedArraysAreRead() throws IOException {
        double[] values = new double[30_000];
        Path file = folder.resolve("a.npz");
        zip(file, "x.npy", npy(NpyArray.of(values)));
        assertThat(Files.size(file)).isLessThan(2_000);
        assertThat(Npz.read(file, "x").data()).isEqualTo(values);
    }

    /**
     * The records of more than 4 GiB, against Java's own reader of zip archives; the contents are a hole in the file.
     */
    @Test
    void arraysBeyondFourGibibytesAreFound() throws IOException {
        Path file = folder.resolve("a.npz");
        long large = 5L << 30;
        var first = new ZipRecords.Entry("large.npy", 0, large, 0);
        var second = new ZipRecords.Entry("far.npy", ZipRecords.header(first).length + large, 3, 0x7F00FF80L);
        long end = second.offset() + ZipRecords.header(second).length + 3;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(ZipRecords.header(first)), 0);
            out.write(ByteBuffer.wrap(ZipRecords.header(second)), second.offset());
            out.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), end - 3);
            out.write(ByteBuffer.wrap(ZipRecords.directory(List.of(first, second), end)), end);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.getEntry("large.npy").getSize()).isEqualTo(large);
            assertThat(zip.getEntry("far.npy").getCrc()).isEqualTo(0x7F00FF80L);
            assertThat(zip.getInputStream(zip.getEntry("far.npy")).readAllBytes())
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void missingArrayIsNamedWithThoseThatAreThere() {
        Path file = folder.resolve("a.npz");
        Npz.write(file, Map.of("coords", NpyArray.of(new double[3])));
        assertThatThrownBy(() -> Npz.read(file, "positions"))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.npz", "positions", "coords");
    }

    @Test
    void everyAlteredByteOfTheNumbersIsNoticed() throws IOException {
        Path file = folder.resolve("a.npz");
        Npz.write(file, Map.of("x", NpyArray.of(new double[] {1, 2, 3})));
        byte[] good = Files.readAllBytes(file);
        int start = 30 + "x.npy".length() + 128; // local header, name, NPY header
        for (int at = start; at < start + 24; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(() -> Npz.read(file))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContainingAll("a.npz", "checksum");
        }
    }

    @Test
    void entryThatUnpacksToMoreThanItsHeaderPromisesIsRefused() throws IOException {
        Path file = folder.resolve("a.npz");
        byte[] array = npy(NpyArray.of(new double[1000]));
        zip(file, "x.npy", java.util.Arrays.copyOf(array, array.length + 1_000_000));
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("a.npz", "takes 8000 bytes, but 1008000 are there");
    }

    @Test
    void sizeThatThePackedBytesCannotGiveIsRefusedBeforeItIsAllocated() throws IOException {
        Path file = folder.resolve("a.npz");
        zip(file, "x.npy", npy(NpyArray.of(new double[1])));
        byte[] bytes = Files.readAllBytes(file);
        int directory = bytes.length - 22 - 46 - "x.npy".length();
        bytes[directory + 24 + 3] = 0x70; // uncompressed size in the central directory: 1.8 GB
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("cannot hold");
    }

    @Test
    void whatIsNoArchiveOrTruncatedIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("a.npz"), "not a zip");
        assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("a.npz");
        Npz.write(file, Map.of("x", NpyArray.of(new double[100])));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 30));
        assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("a.npz");
        assertThatThrownBy(() -> Npz.read(folder.resolve("none.npz")))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("none.npz", "no such file");
    }

    private static byte[] npy(NpyArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, array);
        return out.toByteArray();
    }

    private static void zip(Path file, String name, byte[] contents) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(contents);
        }
    }

    @Test
    void anArrayIsReadInPieces() throws IOException {
        Path file = folder.resolve("pieces.npz");
        double[] numbers = {1, 2, 3, 4, 5, 6, 7};
        Npz.write(file, Map.of("a", NpyArray.of(numbers)));
        try (NpzReader reader = NpzReader.open(file, "a")) {
            assertThat(reader.shape()).containsExactly(7);
            assertThat((double[]) reader.next(4)).containsExactly(1, 2, 3, 4);
            assertThat((double[]) reader.next(4)).containsExactly(5, 6, 7);
            assertThat((double[]) reader.next(4)).isEmpty();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[30 + "a.npy".length() + 128 + 3] ^= 1; // in its first number
        Files.write(file, bytes);
        try (NpzReader reader = NpzReader.open(file, "a")) {
            reader.next(4);
            assertThatThrownBy(() -> reader.next(4))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("pieces.npz, array a.npy", "checksum");
        }
        assertThatThrownBy(() -> NpzReader.open(file, "b"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no array 'b'");
    }
}
