package org.arbolt.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.io.InputFile;

/**
 * A file that a run begins with. A copy is kept in the run's folder, so that the run can be continued and evaluated
 * without the original.
 *
 * @param path where it was
 * @param sha256 of its contents, part of the run's identity
 */
public record SourceFile(String path, String sha256) {

    /** @throws BadInput if the file cannot be read */
    public static SourceFile of(Path file) {
        return new SourceFile(file.toString(), sha256(file));
    }

    /** @throws BadInput if the file there is not the one that the run began with */
    public void requireUnchanged() {
        if (!sha256(Path.of(path)).equals(sha256)) {
            throw new BadInput(path + " is not the file that the run began with; restore it, or run again into another "
                    + "folder");
        }
    }

    /** The copy in a run's folder, made where there is none. @throws BadInput if it is not the file of this run */
    public Path kept(RunFolder folder, String name) {
        Path copy = folder.file(name);
        if (!folder.has(name)) {
            AtomicFile.write(copy, out -> Files.copy(Path.of(path), out));
        }
        if (!sha256(copy).equals(sha256)) {
            throw new BadInput(
                    copy + " is not the " + path + " that the run began with; restore it or begin another run");
        }
        return copy;
    }

    /** @throws BadInput if the file cannot be read */
    public static String sha256(Path file) {
        InputFile.refuseFolder(file, "a file");
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            throw new BadInput("there is no file " + file + "; name an existing one", e);
        } catch (IOException e) {
            throw new BadInput("cannot read " + file + ": " + e.getMessage() + "; check its permissions", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
