package org.arbolt.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of the numbers and settings that a result follows from, each with its length. */
final class InputDigest {
    private static final int CHUNK = 8192; // numbers at a time

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Double.BYTES);

    InputDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    InputDigest add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        length(bytes.length);
        digest.update(bytes);
        return this;
    }

    InputDigest add(double[] numbers) {
        length(numbers.length);
        for (int from = 0; from < numbers.length; from += CHUNK) {
            int count = Math.min(CHUNK, numbers.length - from);
            buffer.clear().asDoubleBuffer().put(numbers, from, count);
            digest.update(buffer.limit(count * Double.BYTES));
        }
        return this;
    }

    InputDigest add(int[] numbers) {
        length(numbers.length);
        for (int from = 0; from < numbers.length; from += CHUNK) {
            int count = Math.min(CHUNK, numbers.length - from);
            buffer.clear().asIntBuffer().put(numbers, from, count);
            digest.update(buffer.limit(count * Integer.BYTES));
        }
        return this;
    }

    private void length(int count) {
        digest.update(buffer.clear().putInt(count).flip());
    }

    /** The digest so far, in hexadecimal digits; nothing can be added afterwards. */
    String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
