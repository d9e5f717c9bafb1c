package org.arbolt.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbolt.BadInput;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void tensorsOfEveryTypeAndMetadataComeBack() {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("flags", new TensorData("BOOL", new long[] {3}, MemorySegment.ofArray(new byte[] {1, 0, 1})));
        tensors.put("bytes", new TensorData("U8", new long[] {1, 1}, MemorySegment.ofArray(new byte[] {-1})));
        tensors.put("half", new TensorData("F16", new long[] {2}, shorts(Float.floatToFloat16(0.5f), (short) 0x7bff)));
        tensors.put("brain", TensorData.ofBfloat16(new float[] {1.5f, -2}, 2));
        tensors.put("weight \"é\"", TensorData.ofFloats(new float[] {1, 2, 3, 4, 5, Float.MIN_VALUE}, 2, 3));
        tensors.put("step", new TensorData("I64", new long[0], MemorySegment.ofArray(new long[] {1L << 60})));
        tensors.put("wide", new TensorData("F64", new long[] {1}, MemorySegment.ofArray(new double[] {Math.PI})));
        tensors.put("none", TensorData.ofFloats(new float[0], 0, 5));
        tensors.put("int", new TensorData("I32", new long[] {1}, MemorySegment.ofArray(new byte[] {-2, -1, -1, -1})));
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, tensors, Map.of("config", "{\"heads\": 8}"));
        try (Arena arena = Arena.ofConfined()) {
            Safetensors back = Safetensors.read(file, arena);
            assertThat(back.tensors().keySet()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            tensors.forEach((name, tensor) -> {
                TensorData read = back.tensors().get(name);
                assertThat(read.dtype()).isEqualTo(tensor.dtype());
                assertThat(read.shape()).isEqualTo(tensor.shape());
                assertThat(read.data().mismatch(tensor.data())).isEqualTo(-1);
                assertThat(read.data().address() % TensorData.itemBytes(read.dtype()))
                        .isZero();
            });
            assertThat(back.metadata()).containsExactly(Map.entry("config", "{\"heads\": 8}"));
            assertThat(back.tensors().get("step").toLongs()).containsExactly(1L << 60);
            assertThat(back.tensors().get("half").toFloats()).containsExactly(0.5f, 65504);
            assertThat(back.tensors().get("brain").toDoubles()).containsExactly(1.5, -2);
            assertThat(back.tensors().get("int").toLongs()).containsExactly(-2);
            assertThat(back.tensors().get("bytes").toFloats()).containsExactly(255);
        }
    }

    @Tag("slow")
    @Test
    void flippedBitIsRefusedOrHarmless() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, Map.of("w", TensorData.ofFloats(new float[] {1, 2, 3}, 3)), Map.of("grid", "4096"));
        byte[] good = Files.readAllBytes(file);
        int accepted = 0;
        for (int bit = 0; bit < 8 * good.length; bit += 7) { // every byte, and every place in a byte
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            try (Arena arena = Arena.ofConfined()) {
                Safetensors read = Safetensors.read(file, arena);
                assertThat(read.tensors().get("w").toFloats()).containsExactly(1, 2, 3);
                assertThat(read.metadata()).containsEntry("grid", "4096");
                accepted++;
            } catch (BadInput refused) {
                assertThat(refused).hasMessageContaining("w.safetensors");
            }
        }
        // What remains readable: white space behind the header, and the name of the header's own checksum.
        assertThat(accepted).isLessThan(20);
    }

    @Test
    void truncatedFileIsRefusedAtEveryLength() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, Map.of("w", TensorData.ofFloats(new float[] {1, 2, 3}, 3)), Map.of());
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContainingAll("w.safetensors", "make it");
        }
    }

    @Test
    void fileWithoutChecksumsIsRead() throws IOException {
        Path file = file("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}  ", 2);
        assertThatCode(() -> read(file)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}} | 3 | where byte 2 is next",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}} | 3 | where byte 0 is next",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}} | 3 | 1 bytes follow",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}} | 3 | truncated",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4 | takes 8 bytes but has 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}} | 4 | beyond "
                        + "any file",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | impossible",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}} | 4 | impossible",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | not what the format says",
                "{\"a\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | type C64",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4]}} | 4 | lacks",
                "{\"a\":[[[[[[[[]]]]]]]]} | 4 | not what the format says",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{}} | 0 | unreadable header",
                "not json | 0 | unreadable header"
            })
    void impossibleHeadersAreRefused(String header, int bytes, String reason) throws IOException {
        Path file = file(header, bytes);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("w.safetensors", reason);
    }

    @Test
    void headerBeyondTheFileOrTheLimitIsRefused() throws IOException {
        Path file = folder.resolve("w.safetensors");
        for (long length : new long[] {0, -1, Long.MIN_VALUE, 100_000_001, 50}) {
            byte[] start = ByteBuffer.allocate(20)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array();
            Files.write(file, start);
            assertThatThrownBy(() -> read(file)).isInstanceOf(BadInput.class).hasMessageContaining("header");
        }
    }

    @Test
    void bfloat16RoundsToNearestWithTiesToEven() {
        assertThat(Bfloat16.fromFloat(1)).isEqualTo((short) 0x3f80);
        assertThat(bfloat(0x3f808000)).isEqualTo((short) 0x3f80); // half way, to even: down
        assertThat(bfloat(0x3f818000)).isEqualTo((short) 0x3f82); // half way, to even: up
        assertThat(bfloat(0x3f808001)).isEqualTo((short) 0x3f81);
        assertThat(bfloat(0x3f807fff)).isEqualTo((short) 0x3f80);
        assertThat(bfloat(0x80000001)).isEqualTo((short) 0x8000);
        assertThat(Bfloat16.toFloat(Bfloat16.fromFloat(Float.MAX_VALUE))).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Bfloat16.toFloat(Bfloat16.fromFloat(Float.NEGATIVE_INFINITY)))
                .isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Bfloat16.toFloat(bfloat(0x7f800001))).isNaN();
        assertThat(Bfloat16.toFloat(bfloat(0xffffffff))).isNaN();
    }

    @Test
    void everyBfloat16SurvivesTheWayThroughFloat() {
        assertThat(IntStream.range(0, 1 << 16)
                        .filter(bits -> !Float.isNaN(Bfloat16.toFloat((short) bits)))
                        .filter(bits -> Bfloat16.fromFloat(Bfloat16.toFloat((short) bits)) != (short) bits))
                .isEmpty();
    }

    private static short bfloat(int bits) {
        return Bfloat16.fromFloat(Float.intBitsToFloat(bits));
    }

    private static MemorySegment shorts(short... values) {
        return MemorySegment.ofArray(values);
    }

    private static void read(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            Safetensors.read(file, arena);
        }
    }

    private Path file(String header, int bytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve("w.safetensors"),
                all.putLong(json.length).put(json).array());
    }
}
