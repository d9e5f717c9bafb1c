package org.arbolt.io.trajectory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        try (DcdReader source = DcdReader.open(path, ReadOptions.STRICT)) {
            return source.rest(path);
        }
    }

    /** Writes all frames to a new file, in place of one that may be there. @throws BadInput if it cannot */
    public static void write(Path path, Frames frames) {
        try (Writer out = new Writer(path, frames.atoms(), frames.count())) {
            out.append(frames);
            out.commit();
        }
    }

    /** A file that is written piece by piece, and appears when it is whole. */
    public static final class Writer implements AutoCloseable {
        private final Path path;
        private final AtomicFile file;
        private final ByteBuffer frame;

        /** @param frames in all. @throws BadInput if nothing can be written there */
        public Writer(Path path, int atoms, int frames) {
            this.path = path;
            this.frame = frameBuffer(atoms);
            this.file = AtomicFile.open(path);
            guarded(() -> file.stream().write(header(atoms, frames)));
        }

        /** Adds the next frames. @throws BadInput if they cannot be written */
        public void append(Frames next) {
            guarded(() -> {
                for (int f = 0; f < next.count(); f++) {
                    encode(next, f, frame);
                    file.stream().write(frame.array());
                }
            });
        }

        /** Gives the file its name. @throws BadInput if that fails */
        public void commit() {
            guarded(file::commit);
        }

        @Override
        public void close() {
            guarded(file::close);
        }

        private interface Action {
            void run() throws IOException;
        }

        private void guarded(Action action) {
            try {
                action.run();
            } catch (IOException e) {
                throw AtomicFile.unwritable(path, e);
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
