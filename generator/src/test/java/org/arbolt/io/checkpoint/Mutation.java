package org.arbolt.io.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files at random, in the ways in which parsers are caught out. The same seed damages the same way. */
final class Mutation {
    private static final int MOST_CHANGES = 6;
    private static final long[] NASTY = {
        0,
        1,
        -1,
        2,
        3,
        7,
        8,
        9,
        10,
        255,
        256,
        32767,
        65535,
        65536,
        0xFFFFFF,
        0x1000000,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE - 1,
        0xFFFFFFFFL,
        0x100000000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0x7FF0000000000000L,
        0x7F800000L,
        0x7FC00000L
    };
    private static final byte[] NASTY_TEXT =
            "0123456789-+.eE(),:;'\"{}[]/\\ \n\0\tNaInfTrue<>|".getBytes(StandardCharsets.UTF_8);

    private final Random random;

    Mutation(long seed) {
        random = new Random(seed);
    }

    /** One of the samples, damaged one to six times. */
    byte[] of(List<byte[]> samples) {
        byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, samples);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, List<byte[]> samples) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = place(bytes.length);
        switch (random.nextInt(11)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] = NASTY_TEXT[random.nextInt(NASTY_TEXT.length)];
            case 3 -> put(bytes, at, NASTY[random.nextInt(NASTY.length)], 4);
            case 4 -> put(bytes, at, NASTY[random.nextInt(NASTY.length)], 8);
            case 5 -> put(bytes, at, random.nextInt(2 * bytes.length), random.nextBoolean() ? 2 : 4);
            case 6 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 7 -> {
                return splice(bytes, at, new byte[0], Math.min(bytes.length - at, 1 + random.nextInt(64)));
            }
            case 8 -> {
                byte[] inserted = new byte[1 + random.nextInt(64)];
                random.nextBytes(inserted);
                return splice(
                        bytes, at, inserted, random.nextBoolean() ? 0 : Math.min(inserted.length, bytes.length - at));
            }
            case 9 -> {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(256));
                return splice(bytes, place(bytes.length), Arrays.copyOfRange(bytes, at, at + length), 0);
            }
            default -> {
                byte[] other = samples.get(random.nextInt(samples.size()));
                int from = place(other.length);
                int length = Math.min(other.length - from, 1 + random.nextInt(256));
                return splice(
                        bytes, at, Arrays.copyOfRange(other, from, from + length), Math.min(length, bytes.length - at));
            }
        }
        return bytes;
    }

    /** Anywhere, but half of the time near the start, where headers are, or near the end. */
    private int place(int length) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(Math.min(length, 160));
            case 1 -> length - 1 - random.nextInt(Math.min(length, 160));
            default -> random.nextInt(length);
        };
    }

    private void put(byte[] bytes, int at, long value, int count) {
        boolean big = random.nextBoolean();
        for (int i = 0; i < count && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (big ? count - 1 - i : i));
        }
    }

    private static byte[] splice(byte[] bytes, int at, byte[] inserted, int dropped) {
        int start = Math.min(at, bytes.length);
        int rest = Math.min(bytes.length, start + dropped);
        byte[] out = new byte[start + inserted.length + bytes.length - rest];
        System.arraycopy(bytes, 0, out, 0, start);
        System.arraycopy(inserted, 0, out, start, inserted.length);
        System.arraycopy(bytes, rest, out, start + inserted.length, bytes.length - rest);
        return out;
    }
}
