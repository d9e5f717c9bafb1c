package org.arbolt.io.trajectory;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.arbolt.BadInput;
import org.arbolt.io.AtomicFile;
import org.arbolt.molecule.Frames;

/**
 * XTC trajectories as GROMACS writes them and MDTraj and MDAnalysis read them: big endian, nm, coordinates rounded to
 * 0.001 nm and packed; up to nine atoms as plain floats. Step, time and box of a file are passed over in reading;
 * written are the number of the frame as step and as time in ps, and a box of zeros, which means none.
 */
public final class XtcFile {
    /** Steps per nm, as GROMACS has it by default. */
    public static final float PRECISION = 1000;

    private static final int HEADER = 4 * 4 + 9 * 4 + 4; // bytes

    private XtcFile() {}

    /**
     * Reads all frames.
     *
     * @return coordinates in nm, the single-precision numbers that GROMACS makes of the file
     * @throws BadInput if the file is missing, truncated, altered or something else
     */
    public static Frames read(Path path) {
        try (XtcReader source = XtcReader.open(path, ReadOptions.STRICT)) {
            return source.rest(path);
        }
    }

    /**
     * Writes all frames, rounded to 0.001 nm.
     *
     * @throws BadInput if the file cannot be written, or a coordinate is not finite or beyond 2,000 km
     */
    public static void write(Path path, Frames frames) {
        int atoms = frames.atoms();
        XtcEncoder encoder = new XtcEncoder(atoms, PRECISION);
        ByteBuffer out = ByteBuffer.allocate(HEADER + XtcEncoder.mostBytes(atoms));
        float[] xyz = new float[3 * atoms];
        AtomicFile.write(path, stream -> {
            for (int f = 0; f < frames.count(); f++) {
                for (int i = 0; i < xyz.length; i++) {
                    xyz[i] = (float) frames.xyz()[f * xyz.length + i];
                }
                encode(path, f, encoder, xyz, out.clear());
                stream.write(out.array(), 0, out.position());
            }
        });
    }

    private static void encode(Path path, int frame, XtcEncoder encoder, float[] xyz, ByteBuffer out) {
        int atoms = xyz.length / 3;
        out.putInt(XtcCode.MAGIC).putInt(atoms).putInt(frame).putFloat(frame);
        out.position(out.position() + 9 * Float.BYTES); // no box; nothing but zeros is ever written there
        out.putInt(atoms);
        if (atoms <= XtcCode.MOST_PLAIN) {
            for (float value : xyz) {
                out.putFloat(value);
            }
            return;
        }
        try {
            encoder.encode(xyz, out);
        } catch (IllegalArgumentException e) {
            throw new BadInput(
                    "cannot write " + path + ": frame " + (frame + 1) + " has " + e.getMessage()
                            + ", beyond what XTC holds; write DCD or NPZ",
                    e);
        }
    }
}
