package org.arbolt.io.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The JSON that tells where each tensor of a safetensors file lies.
 *
 * @param tensors by name, in the order of the header
 * @param metadata free texts
 */
record SafetensorsHeader(SequencedMap<String, Entry> tensors, SequencedMap<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final int DEEPEST = 4;
    private static final int MOST_AXES = 64;
    private static final int LONGEST_TEXT = 1 << 24;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(20)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();

    /**
     * @param dtype element type
     * @param shape extent of each axis
     * @param begin first byte, from the start of the data section
     * @param end byte after the last
     */
    record Entry(String dtype, long[] shape, long begin, long end) {}

    /** Parses the JSON. @throws IOException if it is not a header; the message says why */
    static SafetensorsHeader parse(byte[] json) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader(new LinkedHashMap<>(), new LinkedHashMap<>());
        try (JsonParser in = JSON.createParser(json)) {
            expect(in.nextToken(), JsonToken.START_OBJECT, "the header");
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                expect(in.nextToken(), JsonToken.START_OBJECT, name);
                if (name.equals(METADATA)) {
                    header.parseMetadata(in);
                } else {
                    header.tensors.put(name, parseEntry(in, name));
                }
            }
            if (in.nextToken() != null) {
                throw new IOException("something follows the header's closing brace");
            }
        }
        return header;
    }

    private void parseMetadata(JsonParser in) throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            expect(in.nextToken(), JsonToken.VALUE_STRING, "metadata " + key);
            metadata.put(key, in.getText());
        }
    }

    private static Entry parseEntry(JsonParser in, String name) throws IOException {
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            switch (key) {
                case "dtype" -> {
                    expect(value, JsonToken.VALUE_STRING, "type of " + name);
                    dtype = in.getText();
                }
                case "shape" -> shape = parseNumbers(in, "shape of " + name);
                case "data_offsets" -> offsets = parseNumbers(in, "offsets of " + name);
                default -> throw new IOException("tensor " + name + " has an unknown field " + key);
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
            throw new IOException("tensor " + name + " lacks type, shape or two offsets");
        }
        if (!TensorData.isType(dtype)) {
            throw new IOException("tensor " + name + " is of type " + dtype + ", which cannot be read");
        }
        return new Entry(dtype, shape, offsets[0], offsets[1]);
    }

    private static long[] parseNumbers(JsonParser in, String what) throws IOException {
        expect(in.currentToken(), JsonToken.START_ARRAY, what);
        List<Long> numbers = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            expect(in.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
            if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    || in.getLongValue() < 0
                    || numbers.size() == MOST_AXES) {
                throw new IOException("the " + what + " is impossible");
            }
            numbers.add(in.getLongValue());
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static void expect(JsonToken found, JsonToken wanted, String what) throws IOException {
        if (found != wanted) {
            throw new IOException("the " + what + " is not what the format says (" + found + " for " + wanted + ")");
        }
    }

    /** The JSON to write. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            for (var entry : metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            for (var tensor : tensors.entrySet()) {
                Entry entry = tensor.getValue();
                json.writeObjectFieldStart(tensor.getKey());
                json.writeStringField("dtype", entry.dtype());
                json.writeFieldName("shape");
                json.writeArray(entry.shape(), 0, entry.shape().length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /**
     * One line per tensor and text, in alphabetical order: what a checksum of the header covers, however it is laid
     * out.
     */
    String canonical() {
        StringBuilder text = new StringBuilder();
        tensors.keySet().stream().sorted().forEach(name -> {
            Entry entry = tensors.get(name);
            text.append(name)
                    .append('\0')
                    .append(entry.dtype())
                    .append('\0')
                    .append(Arrays.toString(entry.shape()))
                    .append('\0')
                    .append(entry.begin())
                    .append('\0')
                    .append(entry.end())
                    .append('\n');
        });
        metadata.keySet().stream()
                .sorted()
                .forEach(key ->
                        text.append(key).append('\0').append(metadata.get(key)).append('\n'));
        return text.toString();
    }
}
