package org.arbolt.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.arbolt.BadInput;

/**
 * Files that a run begins with, each known as a {@link LargeFile} is.
 *
 * @param path of the file, or of the folder that they lie in
 * @param files how many they are
 * @param sha256 of what each of them is known by, in their order, and of their names where they are several
 */
public record LargeFiles(String path, int files, String sha256) {

    /** @throws BadInput if one of them cannot be read */
    public static LargeFiles of(Path path, List<Path> files) {
        if (files.size() == 1) {
            return new LargeFiles(
                    path.toString(), 1, LargeFile.of(files.getFirst()).sha256());
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(ByteBuffer.wrap(path.relativize(file).toString().getBytes(StandardCharsets.UTF_8)));
                digest.update(HexFormat.of().parseHex(LargeFile.of(file).sha256()));
            }
            return new LargeFiles(path.toString(), files.size(), HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
