package org.arbolt.io.trajectory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.arbolt.io.MappedFile;

/**
 * The plain files of a tar archive, one after another, without copying them: ustar, with the long names and sizes of
 * pax (IEEE 1003.1-2017, <i>pax</i>, "ustar Interchange Format") and of GNU tar. Links, folders and devices are passed
 * over.
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int NAME = 100; // bytes of the name field, which comes first
    private static final int SIZE_AT = 124;
    private static final int SUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX = 155;
    private static final int LONGEST_NAME = 4096;

    private final MappedFile file;
    private long at;

    /** A file of the archive; its data is a view that lives as long as the mapping. */
    record Entry(String name, MemorySegment data) {}

    /** @param at where to begin, bytes: 0, or what {@link #position} told */
    TarReader(MappedFile file, long at) {
        this.file = file;
        this.at = at;
    }

    /** Where what belongs to the next file begins. */
    long position() {
        return at;
    }

    /** The next plain file; null after the last. @throws org.arbolt.BadInput if the archive is damaged or truncated */
    Entry next() {
        String longName = null;
        long longSize = -1;
        while (at < file.size()) {
            byte[] header = block(at);
            if (isEmpty(header)) { // two of them end an archive, and writers may pad with more
                at += BLOCK;
                continue;
            }
            requireSum(header);
            long size = longSize >= 0 ? longSize : number(header, SIZE_AT, 12);
            file.require(at + BLOCK, size, "an entry of " + size + " bytes");
            MemorySegment data = file.bytes().asSlice(at + BLOCK, size);
            at = Math.min(file.size(), at + BLOCK + Math.ceilDiv(size, BLOCK) * BLOCK);
            switch (header[TYPE_AT]) {
                case '0', 0 -> {
                    return new Entry(longName != null ? longName : name(header), data);
                }
                case 'L' -> longName = text(bytes(data), 0, (int) data.byteSize());
                case 'x' -> {
                    byte[] records = bytes(data);
                    String path = pax(records, "path");
                    String bytes = pax(records, "size");
                    longName = path != null ? path : longName;
                    longSize = bytes != null ? parse(bytes, 10) : longSize;
                }
                case 'g' -> {} // settings of the archive: none that matters here
                default -> {
                    longName = null;
                    longSize = -1;
                }
            }
        }
        return null;
    }

    private byte[] block(long offset) {
        file.require(offset, BLOCK, "a header of an entry");
        return file.bytes().asSlice(offset, BLOCK).toArray(ValueLayout.JAVA_BYTE);
    }

    private byte[] bytes(MemorySegment data) {
        if (data.byteSize() > LONGEST_NAME) {
            throw file.damaged(
                    "has a name or list of settings of " + data.byteSize() + " bytes, more than " + LONGEST_NAME);
        }
        return data.toArray(ValueLayout.JAVA_BYTE);
    }

    private void requireSum(byte[] header) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= SUM_AT && i < SUM_AT + 8 ? ' ' : header[i] & 0xFF;
        }
        if (sum != number(header, SUM_AT, 8)) {
            throw file.damaged(
                    "has no header of an entry at byte " + at + " (checksum), so it is no tar archive or is damaged");
        }
    }

    private static boolean isEmpty(byte[] header) {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, NAME);
        boolean ustar = text(header, MAGIC_AT, 6).equals("ustar");
        String prefix = ustar ? text(header, PREFIX_AT, PREFIX) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Octal digits, or with the first bit set GNU's binary number. */
    private long number(byte[] header, int from, int length) {
        if ((header[from] & 0x80) == 0) {
            return parse(text(header, from, length).strip(), 8);
        }
        long value = 0;
        for (int i = from + length - Long.BYTES; i < from + length; i++) {
            value = value << 8 | header[i] & 0xFF;
        }
        return value;
    }

    private long parse(String digits, int radix) {
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, radix);
        } catch (NumberFormatException e) {
            throw file.damaged("has '" + digits + "' where a number belongs near byte " + at
                    + ", so it is no tar archive or is damaged");
        }
    }

    /** Value of a pax record ("length key=value\n"); null where there is none. */
    private String pax(byte[] records, String key) {
        String found = null;
        int start = 0;
        while (start < records.length) {
            int blank = start;
            while (blank < records.length && records[blank] != ' ') {
                blank++;
            }
            long length = parse(new String(records, start, blank - start, StandardCharsets.ISO_8859_1), 10);
            if (length < blank - start + 2 || length > records.length - start) {
                throw file.damaged("has a damaged list of settings (pax) before byte " + at);
            }
            String pair = new String(records, blank + 1, start + (int) length - blank - 2, StandardCharsets.UTF_8);
            found = pair.startsWith(key + "=") ? pair.substring(key.length() + 1) : found;
            start += (int) length;
        }
        return found;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.UTF_8);
    }
}
