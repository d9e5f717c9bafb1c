package org.arbolt.io.trajectory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes tar archives (ustar) of plain files. The same files give the same bytes: owner, time and rights are fixed. */
public final class TarWriter {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private TarWriter() {}

    /** Adds a file. */
    public static void put(OutputStream out, String name, byte[] data) throws IOException {
        byte[] header = new byte[BLOCK];
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "the name of a tar entry has at most " + LONGEST_NAME + " bytes: " + name);
        }
        System.arraycopy(text, 0, header, 0, text.length);
        set(header, 100, "0000644\0" + "0000000\0" + "0000000\0"); // rights, owner, group
        set(header, 124, String.format(Locale.ROOT, "%011o\0", data.length) + "00000000000\0"); // size, time
        set(header, 148, " ".repeat(8) + "0"); // checksum as if it were blank, plain file
        set(header, 257, "ustar\0" + "00");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        set(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(header);
        out.write(data);
        out.write(new byte[(BLOCK - data.length % BLOCK) % BLOCK]);
    }

    /** Ends the archive. */
    static void end(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static void set(byte[] header, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, at, ascii.length);
    }
}
