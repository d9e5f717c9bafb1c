package org.arbolt.io.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbolt.BadInput;

/**
 * How NumPy lays out one element ("array-protocol type string", NumPy manual, <i>The array interface</i>).
 *
 * @param kind {@code f} float, {@code i} integer, {@code u} unsigned, {@code b} boolean, {@code U} text of UTF-32 code
 *     points, {@code S} text of bytes
 * @param itemBytes bytes of one element
 * @param order byte order
 */
public record NpyType(char kind, int itemBytes, ByteOrder order) {
    private static final Pattern DESCR = Pattern.compile("([<>|=])([a-zA-Z])(\\d{0,8})");
    private static final String READABLE = " f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 b1 ";
    private static final int CHUNK = 1 << 13; // elements converted at a time

    /** Moves the {@code count} elements from {@code at} on between an array and a buffer. */
    private interface Transfer {
        void move(ByteBuffer buffer, int at, int count);
    }

    /** The type a file names. @throws BadInput if it is not one of those read here */
    static NpyType parse(String descr, String where) {
        Matcher parts = DESCR.matcher(descr);
        if (!parts.matches()) {
            throw unreadable(descr, where);
        }
        char kind = parts.group(2).charAt(0);
        if (kind == 'O') {
            throw new BadInput(
                    where + ": holds pickled Python objects, which are never opened; save it as plain numbers "
                            + "(numpy.asarray(x, dtype=float))");
        }
        int size = parts.group(3).isEmpty() ? 0 : Integer.parseInt(parts.group(3));
        boolean text = (kind == 'U' || kind == 'S') && size > 0;
        if (!text && !READABLE.contains(" " + kind + size + " ")) {
            throw unreadable(descr, where);
        }
        ByteOrder order = parts.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyType(kind, kind == 'U' ? 4 * size : size, order);
    }

    /** The type that a Java array is written as. */
    public static NpyType of(Object data) {
        return switch (data) {
            case float[] _ -> little('f', 4);
            case double[] _ -> little('f', 8);
            case int[] _ -> little('i', 4);
            case long[] _ -> little('i', 8);
            case byte[] _ -> little('u', 1);
            case boolean[] _ -> little('b', 1);
            case String[] texts -> little('U', 4 * longest(texts));
            default ->
                throw new IllegalArgumentException(
                        "no NumPy type for " + data.getClass().getSimpleName());
        };
    }

    /** Whether the elements are numbers: neither text nor boolean. */
    public boolean isNumeric() {
        return kind == 'f' || kind == 'i' || kind == 'u';
    }

    /** What the header says, e.g. {@code <f4}. */
    String descr() {
        String mark = itemBytes == 1 ? "|" : order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
        return mark + kind + (kind == 'U' ? itemBytes / 4 : itemBytes);
    }

    /**
     * Reads {@code count} elements; the caller has checked that so many bytes are there, or may be.
     *
     * @throws EOFException if the stream ends before
     */
    public Object decode(InputStream in, int count) throws IOException {
        if (kind == 'U' || kind == 'S') {
            return decodeTexts(in, count);
        }
        return switch ("" + kind + itemBytes) {
            case "f8" -> {
                double[] values = new double[count];
                yield read(
                        in, values, (buffer, at, n) -> buffer.asDoubleBuffer().get(values, at, n));
            }
            case "f4" -> {
                float[] values = new float[count];
                yield read(in, values, (buffer, at, n) -> buffer.asFloatBuffer().get(values, at, n));
            }
            case "f2" -> {
                float[] values = new float[count];
                yield read(in, values, (buffer, at, n) -> halves(buffer.asShortBuffer(), values, at, n));
            }
            case "i8" -> {
                long[] values = new long[count];
                yield read(in, values, (buffer, at, n) -> buffer.asLongBuffer().get(values, at, n));
            }
            case "i4" -> {
                int[] values = new int[count];
                yield read(in, values, (buffer, at, n) -> buffer.asIntBuffer().get(values, at, n));
            }
            case "u4" -> {
                long[] values = new long[count];
                yield read(in, values, (buffer, at, n) -> each(n, i -> values[at + i] = buffer.getInt() & 0xFFFFFFFFL));
            }
            case "i2" -> {
                int[] values = new int[count];
                yield read(in, values, (buffer, at, n) -> each(n, i -> values[at + i] = buffer.getShort()));
            }
            case "u2" -> {
                int[] values = new int[count];
                yield read(in, values, (buffer, at, n) -> each(n, i -> values[at + i] = buffer.getChar()));
            }
            case "i1" -> {
                int[] values = new int[count];
                yield read(in, values, (buffer, at, n) -> each(n, i -> values[at + i] = buffer.get()));
            }
            case "u1" -> {
                byte[] values = new byte[count];
                yield read(in, values, (buffer, at, n) -> buffer.get(values, at, n));
            }
            case "b1" -> {
                boolean[] values = new boolean[count];
                yield read(in, values, (buffer, at, n) -> each(n, i -> values[at + i] = buffer.get() != 0));
            }
            default -> throw new IllegalStateException("unread type " + descr());
        };
    }

    /** Writes the elements {@code from} to {@code to} (exclusive) of an array that {@link #of} gave this type. */
    public void encode(OutputStream out, Object data, int from, int to) throws IOException {
        switch (data) {
            case double[] values ->
                write(out, from, to, (buffer, at, n) -> buffer.asDoubleBuffer().put(values, at, n));
            case float[] values ->
                write(out, from, to, (buffer, at, n) -> buffer.asFloatBuffer().put(values, at, n));
            case long[] values ->
                write(out, from, to, (buffer, at, n) -> buffer.asLongBuffer().put(values, at, n));
            case int[] values ->
                write(out, from, to, (buffer, at, n) -> buffer.asIntBuffer().put(values, at, n));
            case byte[] values -> out.write(values, from, to - from);
            case boolean[] values ->
                write(out, from, to, (buffer, at, n) -> each(n, i -> buffer.put((byte) (values[at + i] ? 1 : 0))));
            case String[] texts -> encodeTexts(out, texts, from, to);
            default ->
                throw new IllegalArgumentException(
                        "no NumPy type for " + data.getClass().getSimpleName());
        }
    }

    private Object read(InputStream in, Object values, Transfer transfer) throws IOException {
        int count = Array.getLength(values);
        byte[] bytes = new byte[Math.min(CHUNK, count) * itemBytes];
        for (int at = 0; at < count; at += CHUNK) {
            int n = Math.min(CHUNK, count - at);
            fill(in, bytes, n * itemBytes);
            transfer.move(ByteBuffer.wrap(bytes).order(order), at, n);
        }
        return values;
    }

    private void write(OutputStream out, int from, int to, Transfer transfer) throws IOException {
        byte[] bytes = new byte[Math.min(CHUNK, to - from) * itemBytes];
        for (int at = from; at < to; at += CHUNK) {
            int n = Math.min(CHUNK, to - at);
            transfer.move(ByteBuffer.wrap(bytes).order(order), at, n);
            out.write(bytes, 0, n * itemBytes);
        }
    }

    private String[] decodeTexts(InputStream in, int count) throws IOException {
        String[] texts = new String[count];
        byte[] item = new byte[itemBytes];
        for (int i = 0; i < count; i++) {
            fill(in, item, itemBytes);
            texts[i] = kind == 'S'
                    ? new String(item, StandardCharsets.ISO_8859_1)
                    : utf32(ByteBuffer.wrap(item).order(order));
            texts[i] = texts[i].replaceFirst("\0+$", "");
        }
        return texts;
    }

    private static String utf32(ByteBuffer item) throws IOException {
        StringBuilder text = new StringBuilder();
        while (item.hasRemaining()) {
            int codePoint = item.getInt();
            if (!Character.isValidCodePoint(codePoint)) {
                throw new IOException(
                        "text with the impossible character number " + Integer.toUnsignedString(codePoint));
            }
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    private void encodeTexts(OutputStream out, String[] texts, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            ByteBuffer item = ByteBuffer.allocate(itemBytes).order(order);
            texts[i].codePoints().forEach(item::putInt);
            out.write(item.array());
        }
    }

    private static void fill(InputStream in, byte[] bytes, int count) throws IOException {
        int got = in.readNBytes(bytes, 0, count);
        if (got < count) {
            throw new EOFException("it ends early");
        }
    }

    private static void halves(ShortBuffer from, float[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = Float.float16ToFloat(from.get(i));
        }
    }

    private static void each(int count, java.util.function.IntConsumer body) {
        for (int i = 0; i < count; i++) {
            body.accept(i);
        }
    }

    private static NpyType little(char kind, int itemBytes) {
        return new NpyType(kind, itemBytes, ByteOrder.LITTLE_ENDIAN);
    }

    private static int longest(String[] texts) {
        int longest = 1;
        for (String text : texts) {
            longest = Math.max(longest, text.codePointCount(0, text.length()));
        }
        return longest;
    }

    private static BadInput unreadable(String descr, String where) {
        return new BadInput(where + ": elements of type '" + descr
                + "' cannot be read; convert it to float32, float64, int64, " + "uint8, bool or str");
    }
}
