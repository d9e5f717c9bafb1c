package org.arbolt.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.arbolt.BadInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints from strangers. What PyTorch itself wrote is read in PublishedCheckpointTest. */
@Timeout(60)
class TorchFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("model.ckpt");
    }

    // ---- what is read

    @Test
    void windowsOnAStorageAreReadInAnyStride() {
        float[] numbers = {0, 1, 2, 3, 4, 5, 6, 7};
        write(state("x", tensor("FloatStorage", "0", 8, 1, shape(2, 3), shape(1, 2))), Map.of("0", floats(numbers)));
        try (TorchFile torch = TorchFile.open(file)) {
            TorchTensor x = TorchFile.tensors(torch.root()).get("x");
            assertThat(torch.read("x", x).toFloats()).containsExactly(1, 3, 5, 2, 4, 6);
        }
    }

    @Test
    void repeatedElementsAndScalarsAreRead() {
        write(
                state("x", tensor("FloatStorage", "0", 1, 0, shape(2, 2), shape(0, 0)))
                        .add(state("y", tensor("FloatStorage", "0", 1, 0, shape(), shape()))),
                Map.of("0", floats(7)));
        try (TorchFile torch = TorchFile.open(file)) {
            Map<String, TorchTensor> tensors = TorchFile.tensors(torch.root());
            assertThat(torch.read("x", tensors.get("x")).toFloats()).containsExactly(7, 7, 7, 7);
            assertThat(torch.read("y", tensors.get("y")).toFloats()).containsExactly(7);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HalfStorage, 003C, 1",
        "BFloat16Storage, 803F, 1",
        "LongStorage, FEFFFFFFFFFFFFFF, -2",
        "BoolStorage, 01, 1",
        "DoubleStorage, 000000000000E03F, 0.5",
        "IntStorage, 07000000, 7",
        "ByteStorage, FF, 255"
    })
    void everyTypeIsRead(String storage, String bytes, double value) {
        write(
                state("x", tensor(storage, "0", 1, 0, shape(1), shape(1))),
                Map.of("0", HexFormat.of().parseHex(bytes)));
        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(torch.read("x", TorchFile.tensors(torch.root()).get("x")).toDoubles())
                    .containsExactly(value);
        }
    }

    // ---- nothing is run

    @ParameterizedTest
    @ValueSource(strings = {"os\nsystem", "builtins\neval", "posix\nsystem", "java.lang\nRuntime"})
    void whatAPickleWouldCallIsOnlyNoted(String callable) {
        Path proof = folder.resolve("executed");
        Pickle call = new Pickle()
                .raw("c" + callable + "\n")
                .raw("(")
                .text("touch " + proof)
                .raw("tR");
        write(
                new Pickle()
                        .raw("}(")
                        .text("state_dict")
                        .raw("}")
                        .text("evil")
                        .add(call)
                        .raw("u"),
                Map.of());
        try (TorchFile torch = TorchFile.open(file)) {
            Object evil = Pickled.entries(torch.root()).get("evil");
            assertThat(evil)
                    .isInstanceOfSatisfying(
                            Pickled.Made.class,
                            made -> assertThat(made.isCallOf(callable.split("\n")[0], callable.split("\n")[1]))
                                    .isTrue());
            assertThat(proof).doesNotExist();
        }
    }

    // ---- damage and malice

    @Test
    void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
        write(state("x", tensor("FloatStorage", "0", 2, 0, shape(2), shape(1))), Map.of("0", floats(1, 2)));
        byte[] bytes = Files.readAllBytes(file);
        for (int cut = 0; cut < bytes.length; cut += 7) {
            Files.write(file, Arrays.copyOf(bytes, cut));
            refused("PyTorch's zip format");
        }
    }

    @Test
    void anAlteredByteIsNoticed() throws IOException {
        write(state("x", tensor("FloatStorage", "0", 2, 0, shape(2), shape(1))), Map.of("0", floats(1, 2)));
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("FloatStorage");
        bytes[at] ^= 1;
        Files.write(file, bytes);
        refused("checksum");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        refused("no such file");
        Files.writeString(file, "hello");
        refused("PyTorch's zip format");
        zip(Map.of("archive/other", new byte[3]));
        refused("data.pkl");
        zip(Map.of("a/data.pkl", new byte[] {'N', '.'}, "b/data.pkl", new byte[] {'N', '.'}));
        refused("data.pkl");
    }

    @Test
    void compressedEntriesAreRefused() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[100_000_000]); // a hundred thousand bytes packed
            zip.closeEntry();
        }
        refused("compressed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8001 | of protocol 1",
                "80075d | of protocol 7",
                "80022e | empty stack",
                "800252 | empty stack",
                "80027575 | lacks a mark",
                "8002284a | truncated",
                "800258ffffff7f61 | truncated inside a text",
                "80028d0000000000000080 | truncated inside a text",
                "80028bffffff7f | integer of 2147483647 bytes",
                "80028bffffffff | integer of 4294967295 bytes",
                "80026a05000000 | recalls",
                "80024e6100 | empty stack",
                "80024e4e61 | no list",
                "80024e284e4e75 | no dictionary",
                "80027d284e752e | without a value",
                "80024e4e522e | no tuple",
                "800282012e | instruction 0x82",
                "800263616263 | truncated inside a name",
                "80049500000000000000ff | truncated: a frame",
                "4930310a2e | instruction 0x49"
            })
    void malformedPicklesAreRefused(String hex, String why) throws IOException {
        zip(Map.of("archive/data.pkl", HexFormat.of().parseHex(hex)));
        refused(why);
    }

    @Tag("slow")
    @Test
    void aPickleThatGrowsWithoutEndIsRefused() throws IOException {
        byte[] many = new byte[3_000_000];
        Arrays.fill(many, (byte) '}');
        zip(Map.of("archive/data.pkl", many));
        refused("more than 2000000 objects");
        byte[] huge = new byte[(1 << 25) + 1];
        zip(Map.of("archive/data.pkl", huge));
        refused("more than the");
    }

    /** Tuples of tuples, each twice the one before: 2^60 elements if anybody ever looked at them all. */
    @Test
    void nestedTuplesAsKeysCostNothing() {
        Pickle bomb = new Pickle().raw("}").raw(")");
        for (int i = 0; i < 60; i++) {
            bomb.raw("2").raw("\u0086");
        }
        write(bomb.raw("K\u0001s"), Map.of());
        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(Pickled.entries(torch.root())).hasSize(1);
            assertThat(TorchFile.tensors(torch.root())).isEmpty();
        }
    }

    @Test
    void aListThatHoldsItselfIsRead() {
        write(new Pickle().raw("}").text("self").raw("]q\u0001h\u0001as"), Map.of());
        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(TorchFile.tensors(torch.root())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FloatStorage | 4 | 0 | 5 | 1 | beyond its storage",
                "FloatStorage | 4 | 1 | 4 | 1 | beyond its storage",
                "FloatStorage | 4 | -1 | 2 | 1 | beyond its storage",
                "FloatStorage | 4 | 0 | 2 | 1000000000000 | beyond its storage",
                "FloatStorage | 4 | 0 | 9223372036854775807 | 9223372036854775807 | beyond any file",
                "FloatStorage | 4 | 0 | 2000000000 | 0 | repeats",
                "FloatStorage | 5 | 0 | 4 | 1 | too few",
                "FloatStorage | 9223372036854775807 | 0 | 9000000000000000000 | 1 | too few",
                "FloatStorage | 4 | 0 | -1 | 1 | negative",
                "ComplexFloatStorage | 4 | 0 | 4 | 1 | not read"
            })
    void tensorsThatCannotBeAreRefused(String type, long storage, long offset, long size, long stride, String why) {
        write(
                state("x", tensor(type, "0", storage, offset, shape(size), shape(stride))),
                Map.of("0", floats(1, 2, 3, 4)));
        try (TorchFile torch = TorchFile.open(file)) {
            TorchTensor x = TorchFile.tensors(torch.root()).get("x");
            assertThatThrownBy(() -> torch.read("x", x))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(why)
                    .hasMessageContaining("tensor x");
        }
    }

    @Test
    void aStorageThatIsMissingOrElsewhereIsRefused() {
        write(state("x", tensor("FloatStorage", "../../etc/passwd", 1, 0, shape(1), shape(1))), Map.of());
        try (TorchFile torch = TorchFile.open(file)) {
            TorchTensor x = TorchFile.tensors(torch.root()).get("x");
            assertThatThrownBy(() -> torch.read("x", x))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("lacks");
        }
    }

    // ---- writing pickles by hand

    /** Instructions one after the other. */
    private static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle raw(String bytes) {
            out.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Pickle text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write('X');
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(bytes.length)
                    .array());
            out.writeBytes(bytes);
            return this;
        }

        Pickle number(long value) {
            out.write(0x8a);
            out.write(8);
            out.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
            return this;
        }

        Pickle add(Pickle other) {
            out.writeBytes(other.out.toByteArray());
            return this;
        }
    }

    /** A dictionary with one entry; several add up to one dictionary, as the root is what is on top in the end. */
    private static Pickle state(String name, Pickle value) {
        return new Pickle().text(name).add(value).raw("s");
    }

    private static Pickle tensor(String type, String key, long storageSize, long offset, Pickle shape, Pickle strides) {
        Pickle storage = new Pickle()
                .raw("(")
                .text("storage")
                .raw("ctorch\n" + type + "\n")
                .text(key)
                .text("cpu")
                .number(storageSize)
                .raw("tQ");
        return new Pickle()
                .raw("ctorch._utils\n_rebuild_tensor_v2\n(")
                .add(storage)
                .number(offset)
                .add(shape)
                .add(strides)
                .raw("\u0089")
                .raw("}")
                .raw("tR");
    }

    private static Pickle shape(long... sizes) {
        Pickle tuple = new Pickle().raw("(");
        Arrays.stream(sizes).forEach(tuple::number);
        return tuple.raw("t");
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private void write(Pickle pickle, Map<String, byte[]> storages) {
        String body = pickle.out.toString(StandardCharsets.ISO_8859_1);
        String start = body.startsWith("}") ? "\u0080\u0002" : "\u0080\u0002}";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", (start + body + ".").getBytes(StandardCharsets.ISO_8859_1));
        storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
        try {
            zip(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void zip(Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(e.getKey());
                CRC32 sum = new CRC32();
                sum.update(e.getValue());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(e.getValue().length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(e.getValue());
                zip.closeEntry();
            }
        }
    }

    private void refused(String why) {
        assertThatThrownBy(() -> TorchFile.open(file).close())
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(why)
                .hasMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
