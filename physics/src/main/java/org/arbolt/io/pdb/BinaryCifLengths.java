package org.arbolt.io.pdb;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.arbolt.BadInput;

/**
 * The lengths that a BinaryCIF file announces, checked before its library believes them. The file is MessagePack
 * (<a href="https://github.com/msgpack/msgpack/blob/master/spec.md">specification</a>); columns are encoded as in
 * Sehnal et al., PLoS Comput. Biol. 16, e1008247 (2020). Strings, arrays and maps must fit into what is left of the
 * file; a number of rows may be no larger than the number of the file's bytes, as each atom takes several; and all
 * numbers that encodings announce together are bounded by a multiple of it.
 */
final class BinaryCifLengths {
    private static final int DEEPEST = 32; // maps and arrays within each other; the format has 12
    private static final int PER_BYTE = 64; // decoded numbers; some 20 columns of atoms, each encoded up to three times

    private final Path path;
    private final ByteBuffer in; // big-endian, as MessagePack is
    private final long length;
    private long decoded; // numbers that encodings announce

    private BinaryCifLengths(Path path, byte[] bytes) {
        this.path = path;
        this.in = ByteBuffer.wrap(bytes);
        this.length = bytes.length;
    }

    /** @throws BadInput if the file announces more than it can hold, or is no MessagePack */
    static void require(Path path, byte[] bytes) {
        BinaryCifLengths lengths = new BinaryCifLengths(path, bytes);
        try {
            lengths.value(0);
        } catch (BufferUnderflowException e) {
            throw lengths.refused("ends within a value");
        }
    }

    /** Walks over a value. @return what it is if it is a string or an integer, or null */
    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw refused("nests more than " + DEEPEST + " maps and arrays");
        }
        int type = in.get() & 0xFF;
        if (type < 0x80) {
            return (long) type;
        }
        if (type < 0x90) {
            return map(type & 0x0F, depth);
        }
        if (type < 0xA0) {
            return array(type & 0x0F, depth);
        }
        if (type < 0xC0) {
            return string(type & 0x1F);
        }
        if (type >= 0xE0) {
            return (long) (byte) type;
        }
        return longer(type, depth);
    }

    /** A value whose length or number stands behind its type. */
    private Object longer(int type, int depth) {
        return switch (type) {
            case 0xC0, 0xC2, 0xC3 -> null; // nil, false, true
            case 0xC4 -> skip(unsigned(1));
            case 0xC5 -> skip(unsigned(2));
            case 0xC6 -> skip(unsigned(4));
            case 0xCA -> skip(Float.BYTES);
            case 0xCB -> skip(Double.BYTES);
            case 0xCC -> unsigned(1);
            case 0xCD -> unsigned(2);
            case 0xCE -> unsigned(4);
            case 0xD0 -> (long) in.get();
            case 0xD1 -> (long) in.getShort();
            case 0xD2 -> (long) in.getInt();
            case 0xD9 -> string(unsigned(1));
            case 0xDA -> string(unsigned(2));
            case 0xDB -> string(unsigned(4));
            case 0xDC -> array(unsigned(2), depth);
            case 0xDD -> array(unsigned(4), depth);
            case 0xDE -> map(unsigned(2), depth);
            case 0xDF -> map(unsigned(4), depth);
            default -> throw refused("has a value of unknown type " + type);
        };
    }

    private Object map(long entries, int depth) {
        requireRoom("a map", entries, 2);
        for (long i = 0; i < entries; i++) {
            if (!(value(depth + 1) instanceof String key)) {
                throw refused("has a map whose key is no text");
            }
            Object value = value(depth + 1);
            if (key.equals("rowCount") || key.equals("srcSize")) {
                requireSize(key, value);
            }
        }
        return null;
    }

    private void requireSize(String key, Object value) {
        if (!(value instanceof Long size) || size < 0 || size > length) {
            throw refused("announces as " + key + " " + value + ", which a file of " + length + " bytes cannot hold");
        }
        decoded += size;
        if (decoded > PER_BYTE * length) {
            throw refused("announces more than " + PER_BYTE + " numbers for each of its " + length + " bytes");
        }
    }

    private Object array(long entries, int depth) {
        requireRoom("an array", entries, 1);
        for (long i = 0; i < entries; i++) {
            value(depth + 1);
        }
        return null;
    }

    private String string(long bytes) {
        requireRoom("a text", bytes, 1);
        byte[] text = new byte[(int) bytes];
        in.get(text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private Object skip(long bytes) {
        requireRoom("a block", bytes, 1);
        in.position(in.position() + (int) bytes);
        return null;
    }

    private long unsigned(int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | in.get() & 0xFF;
        }
        return number;
    }

    private void requireRoom(String what, long entries, int bytesEach) {
        if (entries * bytesEach > in.remaining()) {
            throw refused(
                    "announces " + what + " of " + entries + " entries, and " + in.remaining() + " bytes are left");
        }
    }

    private BadInput refused(String why) {
        return new BadInput(path + ", byte " + in.position() + ": " + why
                + "; it is no BinaryCIF file, or damaged: restore it, or give it as .cif");
    }
}
