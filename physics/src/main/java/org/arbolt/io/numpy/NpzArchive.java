package org.arbolt.io.numpy;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.io.InputFile;

/**
 * An open NPZ archive.
 *
 * @param file for messages
 * @param entries arrays by name, in the order of the file
 */
public record NpzArchive(Path file, ZipFile zip, Map<String, ZipEntry> entries) implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final long MOST_INFLATION =
            1032; // bytes deflate can make of one (zlib, "Maximum Compression Factor")
    private static final long SMALLEST_STREAM = 64;
    private static final String ENDING = ".npy";

    /** Opens a file and checks its list of arrays. @throws BadInput if it is missing, damaged or something else */
    public static NpzArchive open(Path file) {
        InputFile.refuseFolder(file, "a .npz file in it");
        if (!Files.isRegularFile(file)) {
            throw new BadInput("cannot read " + file + ": no such file; check the name");
        }
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new NpzArchive(file, zip, entries(file, zip));
            } catch (RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw unreadable(file, e);
        }
    }

    /** What an archive that cannot be unpacked is told as. */
    public static BadInput unreadable(Path file, Exception cause) {
        String reason = cause instanceof IOException io ? AtomicFile.reason(io) : "a malformed archive";
        return new BadInput(
                file + ": is not a readable NPZ archive (" + reason + "); make it again or give another", cause);
    }

    /** @throws BadInput if there is no array of that name */
    public ZipEntry entry(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new BadInput(
                    file + ": has no array '" + name + "', only " + entries.keySet() + "; give a file that has it");
        }
        return entry;
    }

    /** What messages call an array. */
    public String where(ZipEntry entry) {
        return file + ", array " + entry.getName();
    }

    public NpzStream stream(ZipEntry entry) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        return new NpzStream(entry, where(entry), checked, new BufferedInputStream(checked, BUFFER));
    }

    NpyArray read(ZipEntry entry) throws IOException {
        try (NpzStream stream = stream(entry)) {
            NpyArray array = Npy.read(stream.in(), entry.getSize(), where(entry));
            stream.requireWhole();
            return array;
        }
    }

    public NpyHeader header(ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return NpyHeader.read(in, where(entry)).header();
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** The bytes of one array, whose checksum is known at their end. */
    public record NpzStream(ZipEntry entry, String where, CheckedInputStream checked, InputStream in)
            implements Closeable {

        /** To be called when all has been read. @throws BadInput if there is more, or the checksum is another */
        public void requireWhole() throws IOException {
            if (in.read() != -1) {
                throw new BadInput(
                        where + ": unpacks to more bytes than the archive says; the file is altered, make it again");
            }
            if (checked.getChecksum().getValue() != entry.getCrc()) {
                throw new BadInput(where + ": its checksum does not match; the file is damaged, make it again");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** The arrays of an archive, once their sizes are possible for a file of this length. */
    private static Map<String, ZipEntry> entries(Path file, ZipFile zip) throws IOException {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        long left = Files.size(file);
        for (ZipEntry entry : zip.stream().toList()) {
            long packed = entry.getCompressedSize();
            left -= packed;
            if (packed < 0
                    || left < 0
                    || entry.getSize() < 0
                    || entry.getSize() > MOST_INFLATION * packed + SMALLEST_STREAM) {
                throw new BadInput(file + ", array " + entry.getName() + ": claims " + entry.getSize() + " bytes from "
                        + packed + " packed ones, which the file cannot hold; it is damaged, make it again");
            }
            if (!entry.getName().endsWith(ENDING)) {
                throw new BadInput(file + ": holds '" + entry.getName()
                        + "', which is not an array; give a file that numpy.savez " + "wrote");
            }
            String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
            if (entries.put(name, entry) != null) {
                throw new BadInput(file + ": holds two arrays '" + name + "'; make it again with one");
            }
        }
        return entries;
    }
}
