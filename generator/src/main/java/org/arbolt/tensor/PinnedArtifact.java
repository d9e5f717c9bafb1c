package org.arbolt.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A jar of a Maven repository of which it is known beforehand what is in it.
 *
 * @param name for people, e.g. {@code libtorch 2.13.0}
 * @param bytes its size
 * @param sha256 of the whole file, hexadecimal
 */
record PinnedArtifact(
        String name, String group, String artifact, String version, String classifier, long bytes, String sha256) {

    /** Its place in a repository. */
    String path() {
        return group.replace('.', '/') + "/" + artifact + "/" + version + "/" + artifact + "-" + version + "-"
                + classifier + ".jar";
    }

    /** Whether a file is this one, byte for byte. */
    boolean is(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == bytes && sha256.equals(sha256(file));
        } catch (IOException e) {
            return false; // what cannot be read cannot be used
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] part = new byte[1 << 20];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                digest.update(part, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
