package org.arbolt.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a zip archive whose entries are stored without compression (PKWARE, <i>APPNOTE.TXT</i> 6.3.10), those
 * for more than 4 GiB included. Entries carry the first date a zip can say, so that the same contents give the same
 * bytes.
 */
public final class ZipRecords {
    private static final long LIMIT = 0xFFFFFFFFL; // from here on a number stands in the 64-bit extension
    private static final short VERSION = 20;
    private static final short VERSION_64 = 45;
    private static final short UTF8_NAME = 1 << 11;
    private static final short FIRST_DATE = 1 << 5 | 1; // 1 January 1980

    private ZipRecords() {}

    /**
     * @param offset of its header, from the start of the file
     * @param size bytes of its contents
     * @param checksum CRC-32 of its contents
     */
    public record Entry(String name, long offset, long size, long checksum) {}

    /** What stands before the contents; as long for any offset and checksum. */
    public static byte[] header(Entry entry) {
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        boolean large = entry.size >= LIMIT;
        ByteBuffer out = allocate(30 + name.length + (large ? 20 : 0));
        out.putInt(0x04034b50);
        start(out, entry, large);
        out.putShort((short) name.length).putShort((short) (large ? 20 : 0)).put(name);
        if (large) {
            out.putShort((short) 1).putShort((short) 16).putLong(entry.size).putLong(entry.size);
        }
        return out.array();
    }

    /** The list of all entries that ends the archive, to stand at {@code offset}. */
    public static byte[] directory(List<Entry> entries, long offset) {
        ByteBuffer out = allocate(
                100 + entries.stream().mapToInt(e -> 80 + 3 * e.name.length()).sum());
        entries.forEach(entry -> describe(entry, out));
        long length = out.position();
        if (offset + length >= LIMIT) {
            long end = offset + length;
            out.putInt(0x06064b50)
                    .putLong(44)
                    .putShort(VERSION_64)
                    .putShort(VERSION_64)
                    .putInt(0)
                    .putInt(0);
            out.putLong(entries.size()).putLong(entries.size()).putLong(length).putLong(offset);
            out.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        }
        short count = (short) entries.size();
        out.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count);
        out.putInt((int) length).putInt(clipped(offset)).putShort((short) 0);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void describe(Entry entry, ByteBuffer out) {
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        boolean large = entry.size >= LIMIT;
        boolean far = entry.offset >= LIMIT;
        int extra = (large ? 16 : 0) + (far ? 8 : 0);
        out.putInt(0x02014b50).putShort(VERSION_64);
        start(out, entry, large || far);
        out.putShort((short) name.length)
                .putShort((short) (extra == 0 ? 0 : 4 + extra))
                .putShort((short) 0);
        out.putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(clipped(entry.offset))
                .put(name);
        if (extra > 0) {
            out.putShort((short) 1).putShort((short) extra);
        }
        if (large) {
            out.putLong(entry.size).putLong(entry.size);
        }
        if (far) {
            out.putLong(entry.offset);
        }
    }

    /** What both kinds of header have: version, flags, method, time, checksum, sizes. */
    private static void start(ByteBuffer out, Entry entry, boolean extended) {
        out.putShort(extended ? VERSION_64 : VERSION).putShort(UTF8_NAME).putShort((short) 0);
        out.putShort((short) 0).putShort(FIRST_DATE).putInt((int) entry.checksum);
        out.putInt(clipped(entry.size)).putInt(clipped(entry.size));
    }

    private static int clipped(long value) {
        return (int) Math.min(value, LIMIT);
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
