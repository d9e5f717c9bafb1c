package org.arbolt.io.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.io.MappedFile;
import org.arbolt.io.numpy.NpyHeader;

/**
 * Safetensors files: named tensors without code (format as published with the safetensors library: 8 bytes with the
 * length of the header, the header in JSON, the tensors without gaps). What is written here carries two SHA-256
 * checksums among the metadata, {@code sha256} of the data section and {@code sha256_header} of names, types, shapes,
 * places and the other metadata; a file that has them is refused when they do not match.
 *
 * @param tensors by name, in the order of the file
 * @param metadata free texts, without the checksums
 */
public record Safetensors(SequencedMap<String, TensorData> tensors, SequencedMap<String, String> metadata) {
    private static final String DATA_SUM = "sha256";
    private static final String HEADER_SUM = "sha256_header";
    private static final long LONGEST_HEADER = 100_000_000; // bytes, the limit of the published library
    private static final int ALIGNMENT = 8;
    private static final int BLOCK = 1 << 20;

    public Safetensors {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Reads a file. The tensors are views of it, and live as long as the arena.
     *
     * @throws BadInput if the file is missing, truncated, altered or something else
     */
    public static Safetensors read(Path path, Arena arena) {
        MappedFile file = MappedFile.open(path, arena, ByteOrder.LITTLE_ENDIAN);
        long length = file.int64(0, "the length of its header");
        if (length < 2 || length > LONGEST_HEADER) {
            throw file.damaged(
                    "claims a header of " + Long.toUnsignedString(length) + " bytes, so it is no safetensors file");
        }
        file.require(Long.BYTES, length, "its header");
        SafetensorsHeader header;
        try {
            header = SafetensorsHeader.parse(
                    file.bytes().asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE));
        } catch (IOException e) {
            throw file.damaged("has an unreadable header: " + firstLine(e));
        }
        MemorySegment data = file.bytes().asSlice(Long.BYTES + length);
        requireWithoutGaps(file, header, data.byteSize());
        requireUnaltered(file, header, data);
        SequencedMap<String, TensorData> tensors = new LinkedHashMap<>();
        header.tensors()
                .forEach((name, entry) -> tensors.put(
                        name,
                        new TensorData(
                                entry.dtype(),
                                entry.shape(),
                                data.asSlice(entry.begin(), entry.end() - entry.begin()))));
        header.metadata().keySet().removeAll(List.of(DATA_SUM, HEADER_SUM));
        return new Safetensors(tensors, header.metadata());
    }

    /**
     * Writes a file. Tensors of wide elements come first, so that each is aligned.
     *
     * @param metadata free texts; the keys {@code sha256} and {@code sha256_header} are taken
     * @throws BadInput if the file cannot be written
     */
    public static void write(Path path, Map<String, TensorData> tensors, Map<String, String> metadata) {
        List<Map.Entry<String, TensorData>> ordered = tensors.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> -TensorData.itemBytes(entry.getValue().dtype())))
                .toList();
        SafetensorsHeader header = new SafetensorsHeader(new LinkedHashMap<>(), new LinkedHashMap<>(metadata));
        long at = 0;
        for (Map.Entry<String, TensorData> entry : ordered) {
            TensorData tensor = entry.getValue();
            long end = at + tensor.data().byteSize();
            header.tensors().put(entry.getKey(), new SafetensorsHeader.Entry(tensor.dtype(), tensor.shape(), at, end));
            at = end;
        }
        header.metadata()
                .put(
                        DATA_SUM,
                        sum(ordered.stream()
                                .map(entry -> entry.getValue().data())
                                .toList()));
        header.metadata().put(HEADER_SUM, sum(header));
        AtomicFile.write(path, out -> {
            out.write(framed(header));
            for (Map.Entry<String, TensorData> entry : ordered) {
                copy(entry.getValue().data(), out);
            }
        });
    }

    /** The length of the header, the header, and spaces up to a multiple of eight bytes. */
    private static byte[] framed(SafetensorsHeader header) throws IOException {
        byte[] json = header.bytes();
        int length = -Math.floorDiv(-json.length, ALIGNMENT) * ALIGNMENT;
        if (length > LONGEST_HEADER) {
            throw new IllegalArgumentException(
                    "names and metadata take " + length + " bytes, more than " + LONGEST_HEADER);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
        out.write(json);
        out.write(" ".repeat(length - json.length).getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** @throws BadInput unless the tensors, sorted, cover the data section from its first byte to its last */
    private static void requireWithoutGaps(MappedFile file, SafetensorsHeader header, long size) {
        long at = 0;
        for (Map.Entry<String, SafetensorsHeader.Entry> tensor : header.tensors().entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, SafetensorsHeader.Entry>>comparingLong(
                                e -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()))
                .toList()) {
            SafetensorsHeader.Entry entry = tensor.getValue();
            String what = "tensor " + tensor.getKey();
            if (entry.begin() != at || entry.end() < at) {
                throw file.damaged(what + " lies at bytes " + entry.begin() + " to " + entry.end() + " where byte " + at
                        + " is next");
            }
            if (entry.end() > size) {
                throw file.damaged("ends inside " + what + "; it is truncated");
            }
            requireBytes(file, what, entry);
            at = entry.end();
        }
        if (at != size) {
            throw file.damaged((size - at) + " bytes follow the last tensor");
        }
    }

    private static void requireBytes(MappedFile file, String what, SafetensorsHeader.Entry entry) {
        long expected;
        try {
            expected = Math.multiplyExact(NpyHeader.elements(entry.shape()), TensorData.itemBytes(entry.dtype()));
        } catch (ArithmeticException e) {
            throw file.damaged(what + " has the shape " + Arrays.toString(entry.shape()) + ", beyond any file");
        }
        if (expected != entry.end() - entry.begin()) {
            throw file.damaged(what + ", " + entry.dtype() + " of shape " + Arrays.toString(entry.shape()) + ", takes "
                    + expected + " bytes but has " + (entry.end() - entry.begin()));
        }
    }

    private static void requireUnaltered(MappedFile file, SafetensorsHeader header, MemorySegment data) {
        String headerSum = header.metadata().remove(HEADER_SUM);
        if (headerSum != null && !headerSum.equals(sum(header))) {
            throw file.damaged("its header has been altered (checksum)");
        }
        String dataSum = header.metadata().get(DATA_SUM);
        if (dataSum != null && !dataSum.equals(sum(List.of(data)))) {
            throw file.damaged("its numbers have been altered (checksum)");
        }
    }

    private static String sum(SafetensorsHeader header) {
        return sum(List.of(MemorySegment.ofArray(header.canonical().getBytes(StandardCharsets.UTF_8))));
    }

    private static String sum(List<MemorySegment> parts) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (MemorySegment part : parts) {
            for (long at = 0; at < part.byteSize(); at += BLOCK) {
                digest.update(block(part, at));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void copy(MemorySegment data, OutputStream out) throws IOException {
        for (long at = 0; at < data.byteSize(); at += BLOCK) {
            out.write(block(data, at));
        }
    }

    private static byte[] block(MemorySegment data, long at) {
        return data.asSlice(at, Math.min(BLOCK, data.byteSize() - at)).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String firstLine(IOException e) {
        return e.getMessage() == null
                ? "not JSON"
                : e.getMessage().lines().findFirst().orElse("not JSON");
    }
}
