package org.arbolt.io.trajectory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.molecule.Frames;
import org.arbolt.units.Units;

/**
 * DCD trajectories as CHARMM, NAMD and X-PLOR write them and VMD, MDTraj and MDAnalysis read them: Fortran records with
 * 32-bit lengths, ångström in single precision. Reads both byte orders, unit cells (skipped), a fourth dimension
 * (skipped) and fixed atoms; writes little endian without a cell.
 */
public final class DcdFile {
    private static final int CONTROL = 84; // bytes of the record with the file's numbers
    private static final int FRAME_COUNT_AT = 8;
    private static final int LAST_STEP_AT = 20;
    private static final int TIME_STEP_AT = 44;
    private static final int VERSION_AT = 84;
    private static final int TITLE_LINE = 80;
    private static final int CHARMM_VERSION = 24;
    private static final int HEADER = (4 + CONTROL + 4) + (4 + 4 + TITLE_LINE + 4) + (4 + 4 + 4); // bytes, as written
    private static final String TITLE = "Arbolt";

    private DcdFile() {}

    /**
     * Reads all frames.
     *
     * @return coordinates in nm, the single-precision numbers of the file times 0.1
     * @throws BadInput if the file is missing, truncated, altered or something else
     */
    public static Frames read(Path path) {
        try (DcdReader source = DcdReader.open(path)) {
            return source.rest(path);
        }
    }

    /** Writes all frames to a new file, in place of one that may be there. @throws BadInput if it cannot */
    public static void write(Path path, Frames frames) {
        AtomicFile.write(path, out -> {
            out.write(header(frames.atoms(), frames.count()));
            ByteBuffer frame = frameBuffer(frames.atoms());
            for (int f = 0; f < frames.count(); f++) {
                encode(frames, f, frame);
                out.write(frame.array());
            }
        });
    }

    /**
     * Opens a trajectory to grow: one that is there is continued after its last whole frame, else a new one is begun.
     * After a kill the frames whose number had reached the header are there, and the next {@code append} drops what
     * follows them.
     *
     * @throws BadInput if the file cannot be written, or is not one that this class wrote for so many atoms
     */
    public static Appender append(Path path, int atoms) {
        try {
            return new Appender(path, atoms);
        } catch (IOException e) {
            throw AtomicFile.unwritable(path, e);
        }
    }

    /** A trajectory that grows. */
    public static final class Appender implements Closeable {
        private final Path path;
        private final int atoms;
        private final FileChannel channel;
        private int count;

        private Appender(Path path, int atoms) throws IOException {
            this.path = path;
            this.atoms = atoms;
            this.channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                count = channel.size() == 0 ? begin() : resume();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        /** Frames in the file. */
        public int count() {
            return count;
        }

        /** Adds frames. When this returns, the system has them; a crash of the machine may still lose them. */
        public void write(Frames frames) {
            if (frames.atoms() != atoms) {
                throw new IllegalArgumentException(
                        "frames of " + frames.atoms() + " atoms in a trajectory of " + atoms);
            }
            try {
                ByteBuffer frame = frameBuffer(atoms);
                for (int f = 0; f < frames.count(); f++) {
                    encode(frames, f, frame);
                    writeFully(frame.rewind(), offset(count + f));
                }
                setCount(Math.addExact(count, frames.count()));
            } catch (IOException e) {
                throw AtomicFile.unwritable(path, e);
            }
        }

        /** Drops all frames from {@code keep} on, for a run that resumes from an earlier checkpoint. */
        public void truncate(int keep) {
            if (keep < 0 || keep > count) {
                throw new IllegalArgumentException("cannot keep " + keep + " of " + count + " frames");
            }
            try {
                setCount(keep);
                channel.truncate(offset(keep));
            } catch (IOException e) {
                throw AtomicFile.unwritable(path, e);
            }
        }

        /** Flushes to the disk and ends writing. */
        @Override
        public void close() {
            try (channel) {
                channel.force(true);
            } catch (IOException e) {
                throw AtomicFile.unwritable(path, e);
            }
        }

        private int begin() throws IOException {
            writeFully(ByteBuffer.wrap(header(atoms, 0)), 0);
            return 0;
        }

        private int resume() throws IOException {
            byte[] found = new byte[HEADER];
            int read = channel.read(ByteBuffer.wrap(found), 0);
            int frames = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN).getInt(FRAME_COUNT_AT);
            if (read < HEADER
                    || frames < 0
                    || !Arrays.equals(found, header(atoms, frames))
                    || channel.size() < offset(frames)) {
                throw new BadInput(path + ": is not a whole trajectory of " + atoms
                        + " atoms that Arbolt wrote, so it cannot be continued; choose another output or remove it");
            }
            channel.truncate(offset(frames));
            return frames;
        }

        private void setCount(int frames) throws IOException {
            byte[] header = header(atoms, frames);
            writeFully(ByteBuffer.wrap(header, 0, 4 + CONTROL), 0);
            count = frames;
        }

        private long offset(int frames) {
            return HEADER + (long) frames * frameBytes(atoms);
        }

        private void writeFully(ByteBuffer bytes, long at) throws IOException {
            long position = at;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        }
    }

    private static long frameBytes(int atoms) {
        return 3 * (8 + 4L * atoms);
    }

    private static ByteBuffer frameBuffer(int atoms) {
        return ByteBuffer.allocate(Math.toIntExact(frameBytes(atoms))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] header(int atoms, int frames) {
        ByteBuffer out = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(CONTROL).put("CORD".getBytes(StandardCharsets.US_ASCII));
        out.putInt(FRAME_COUNT_AT, frames).putInt(FRAME_COUNT_AT + 4, 1).putInt(FRAME_COUNT_AT + 8, 1);
        out.putInt(LAST_STEP_AT, frames).putFloat(TIME_STEP_AT, 1).putInt(VERSION_AT, CHARMM_VERSION);
        out.position(4 + CONTROL).putInt(CONTROL);
        out.putInt(4 + TITLE_LINE).putInt(1).put(padded(TITLE)).putInt(4 + TITLE_LINE);
        out.putInt(4).putInt(atoms).putInt(4);
        return out.array();
    }

    private static byte[] padded(String title) {
        return (title + " ".repeat(TITLE_LINE - title.length())).getBytes(StandardCharsets.US_ASCII);
    }

    private static void encode(Frames frames, int frame, ByteBuffer out) {
        int atoms = frames.atoms();
        out.clear();
        for (int axis = 0; axis < 3; axis++) {
            out.putInt(4 * atoms);
            for (int a = 0; a < atoms; a++) {
                out.putFloat((float) (frames.get(frame, a, axis) / Units.NM_PER_ANGSTROM));
            }
            out.putInt(4 * atoms);
        }
    }
}
