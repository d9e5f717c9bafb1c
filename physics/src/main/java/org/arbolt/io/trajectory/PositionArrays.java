package org.arbolt.io.trajectory;

import java.nio.file.Path;
import java.util.Arrays;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.molecule.Frames;

/** Coordinates between memory (double) and files (float32). */
public final class PositionArrays {
    private PositionArrays() {}

    /** [F,A,3] float32, nm. */
    public static NpyArray toArray(Frames frames) {
        double[] xyz = frames.xyz();
        float[] single = new float[xyz.length];
        for (int i = 0; i < xyz.length; i++) {
            single[i] = (float) xyz[i];
        }
        return NpyArray.of(single, frames.count(), frames.atoms(), 3);
    }

    /**
     * The array {@code positions} of an NPZ file of ours, to be read block by block.
     *
     * @throws BadInput if it is missing, damaged, or not of so many atoms
     */
    public static FrameSource stream(Path file, int atoms) {
        return NpyFrames.openArchive(file, atoms);
    }

    public static Frames fromArray(Path file, NpyArray array, int atoms) {
        long[] shape = array.shape();
        if (shape.length != 3 || shape[1] != atoms || shape[2] != 3) {
            throw new BadInput(file + ": positions have shape " + Arrays.toString(shape) + ", expected [frames, "
                    + atoms + ", 3]; the file is of another molecule");
        }
        return new Frames(atoms, array.toDoubles());
    }
}
