package org.arbolt.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.io.InputFile;

/**
 * A file that a part of a run reads a little of, too large to be read whole in each. Known by its length and its ends:
 * enough to tell one trajectory from another, not enough to tell that somebody changed its middle.
 *
 * @param path where it was
 * @param bytes its length
 * @param sha256 of its length, its first and its last mebibyte
 */
public record LargeFile(String path, long bytes, String sha256) {
    private static final int END = 1 << 20;

    /** @throws BadInput if the file cannot be read */
    public static LargeFile of(Path file) {
        InputFile.refuseFolder(file, "a file");
        try (FileChannel in = FileChannel.open(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, in.size()));
            digest.update(piece(in, 0));
            digest.update(piece(in, Math.max(0, in.size() - END)));
            return new LargeFile(file.toString(), in.size(), HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchFileException e) {
            throw new BadInput("there is no file " + file + "; name an existing one", e);
        } catch (IOException e) {
            throw new BadInput("cannot read " + file + ": " + AtomicFile.reason(e) + "; name an existing file", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static ByteBuffer piece(FileChannel in, long from) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(END, in.size() - from));
        long at = from;
        while (piece.hasRemaining()) {
            int read = in.read(piece, at);
            if (read < 0) {
                break; // it was cut short meanwhile
            }
            at += read;
        }
        return piece.flip();
    }
}
