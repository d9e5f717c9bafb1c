package org.arbolt.io.trajectory;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.io.numpy.Npy;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.NpyHeader;
import org.arbolt.io.numpy.NpzArchive;
import org.arbolt.molecule.Frames;

/** Conformations in an NPY file, or in an array of an NPZ file: [F,A,3] or [F,3A], or [A,3] for
 * one frame, of any number type. */
final class NpyFrames implements FrameSource {
    private static final int BUFFER = 1 << 16;
    private static final String POSITIONS = "positions";

    private final String where;
    private final NpyHeader header;
    private final int atoms;
    private final long count;
    private final Source source;
    private final long headerBytes;
    private InputStream in;
    private Ending ending;
    private long read;

    /** What is checked once the last number has been read. */
    private interface Ending {
        void check() throws IOException;
    }

    /** The bytes of an array from its first one on, once more. */
    private interface Reopening {
        InputStream open() throws IOException;
    }

    /**
     * Where the numbers come from.
     *
     * @param where for messages
     * @param again null where the bytes that are being read can be passed over themselves
     */
    private record Source(String where, InputStream in, Ending ending, Reopening again, List<Closeable> resources) {}

    private NpyFrames(Source source, NpyHeader.Read start, int atoms, long elements) {
        this.source = source;
        this.where = source.where;
        this.header = start.header();
        this.headerBytes = start.bytes();
        this.atoms = atoms;
        this.count = elements / (3L * atoms);
        this.in = source.in;
        this.ending = source.ending;
    }

    /** Opens an NPY file. @throws BadInput if it is missing, damaged, or not of so many atoms */
    static FrameSource open(Path path, int atoms) {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
            return closedOnFailure(
                    List.of(in),
                    () -> open(new Source(path.toString(), in, () -> {}, null, List.of(in)), Files.size(path), atoms));
        } catch (IOException e) {
            throw Npy.unreadable(path, e);
        }
    }

    /**
     * Opens the array {@code positions} of an NPZ file, or the only one that can be coordinates.
     *
     * @throws BadInput if it is missing, damaged, or not of so many atoms
     */
    static FrameSource openArchive(Path path, int atoms) {
        NpzArchive archive = NpzArchive.open(path);
        try {
            return closedOnFailure(List.of(archive), () -> {
                ZipEntry entry = positions(archive);
                NpzArchive.NpzStream stream = archive.stream(entry);
                return open(
                        new Source(
                                archive.where(entry),
                                stream.in(),
                                stream::requireWhole,
                                () -> archive.zip().getInputStream(entry),
                                List.of(stream, archive)),
                        entry.getSize(),
                        atoms);
            });
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw NpzArchive.unreadable(path, e);
        }
    }

    private static ZipEntry positions(NpzArchive archive) throws IOException {
        if (archive.entries().containsKey(POSITIONS)) {
            return archive.entry(POSITIONS);
        }
        List<ZipEntry> candidates = new ArrayList<>();
        for (ZipEntry entry : archive.entries().values()) {
            NpyHeader header = archive.header(entry);
            if (header.type().isNumeric() && header.shape().length == 3) {
                candidates.add(entry);
            }
        }
        if (candidates.size() != 1) {
            throw new BadInput(archive.file() + " has no array 'positions' and " + candidates.size()
                    + " arrays of three dimensions; name the coordinates 'positions'");
        }
        return candidates.getFirst();
    }

    private static FrameSource open(Source source, long bytes, int atoms) throws IOException {
        NpyHeader.Read start = NpyHeader.read(source.in, source.where);
        NpyHeader header = start.header();
        requireFrames(source.where, header, atoms);
        if (header.fortran()) { // the frames are spread over the whole file
            Frames all = new Frames(
                    atoms,
                    Npy.readNumbers(source.in, start, bytes, source.where).toDoubles());
            source.ending.check();
            closeAll(source.resources);
            return new LoadedFrames(all);
        }
        return new NpyFrames(source, start, atoms, header.elements(bytes - start.bytes(), source.where));
    }

    private static void requireFrames(String where, NpyHeader header, int atoms) {
        long[] shape = header.shape();
        boolean threeD = shape.length == 3 && shape[1] == atoms && shape[2] == 3;
        boolean flat = shape.length == 2 && shape[1] == 3L * atoms;
        boolean one = shape.length == 2 && shape[0] == atoms && shape[1] == 3;
        if (!header.type().isNumeric() || !threeD && !flat && !one) {
            throw new BadInput(where + ": coordinates have shape " + Arrays.toString(shape) + ", expected [frames, "
                    + atoms + ", 3] for this topology, in nm");
        }
    }

    @Override
    public int atoms() {
        return atoms;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Frames next(int most) {
        int frames = (int) Math.min(most, count - read);
        try {
            Object numbers = header.type().decode(in, Math.multiplyExact(frames, 3 * atoms));
            read += frames;
            if (read == count && frames > 0) {
                ending.check();
            }
            return new Frames(atoms, NpyArray.of(numbers).toDoubles());
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new BadInput(
                    where + ": cannot be read at frame " + (read + 1) + " of " + count + " (" + e.getMessage()
                            + "); the file is truncated or altered, make it again",
                    e);
        }
    }

    @Override
    public void skip(long frames) {
        long bytes = frames * 3L * atoms * header.type().itemBytes();
        try {
            if (frames > 0 && source.again != null) { // reading for the checksum alone would cost what is passed over
                in = new BufferedInputStream(source.again.open(), BUFFER);
                in.skipNBytes(headerBytes + read * 3L * atoms * header.type().itemBytes());
                ending = () -> {};
            }
            in.skipNBytes(bytes);
            read += frames;
        } catch (IOException | IllegalStateException e) {
            throw new BadInput(
                    where + ": cannot be read at frame " + (read + frames + 1) + " of " + count + " (" + e.getMessage()
                            + "); the file is truncated or altered, make it again",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            closeAll(source.resources);
        } catch (IOException e) {
            throw new BadInput(where + ": cannot be closed: " + AtomicFile.reason(e) + "; check the disk", e);
        }
    }

    private interface Opening {
        FrameSource open() throws IOException;
    }

    private static FrameSource closedOnFailure(List<Closeable> resources, Opening opening) throws IOException {
        try {
            return opening.open();
        } catch (IOException | RuntimeException e) {
            closeAll(resources);
            throw e;
        }
    }

    private static void closeAll(List<Closeable> resources) throws IOException {
        for (Closeable resource : resources) {
            resource.close();
        }
    }
}
