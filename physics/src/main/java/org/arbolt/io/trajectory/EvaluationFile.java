package org.arbolt.io.trajectory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.BadInput;
import org.arbolt.io.numpy.NpyArray;
import org.arbolt.io.numpy.Npz;

/**
 * Frames to be evaluated against, with the slow coordinates of the authors' evaluation: an {@code .npz} with
 * {@code positions}, {@code tica_projection}, {@code tica_mean}, {@code tica_dim}. A vector of D features y becomes K
 * slow components (y − mean) · projection, of which the first {@code dimensions} are compared.
 *
 * @param positions [F,A,3], nm
 * @param projection [D][K] flattened
 * @param mean [D]
 * @param dimensions components that count, at most K
 */
public record EvaluationFile(NpyArray positions, double[] projection, double[] mean, int dimensions) {
    private static final String POSITIONS = "positions";
    private static final String PROJECTION = "tica_projection";
    private static final String MEAN = "tica_mean";
    private static final String DIMENSIONS = "tica_dim";

    /** @throws IllegalArgumentException if the shapes do not fit each other */
    public EvaluationFile {
        long[] shape = positions.shape();
        if (shape.length != 3 || shape[2] != 3 || !positions.isNumeric()) {
            throw new IllegalArgumentException(
                    POSITIONS + " of shape " + Arrays.toString(shape) + ", expected [frames, atoms, 3]");
        }
        if (mean.length == 0 || projection.length % mean.length != 0) {
            throw new IllegalArgumentException(
                    PROJECTION + " of " + projection.length + " numbers for " + mean.length + " features");
        }
        if (dimensions < 1 || dimensions > projection.length / mean.length) {
            throw new IllegalArgumentException(
                    DIMENSIONS + " " + dimensions + " of " + projection.length / mean.length + " components");
        }
    }

    /** Components K of the projection. */
    public int components() {
        return projection.length / mean.length;
    }

    /** Reads a file. @throws BadInput if it is missing, damaged, or its arrays do not fit each other */
    public static EvaluationFile read(Path path) {
        Map<String, NpyArray> arrays = Npz.read(path);
        for (String name : new String[] {POSITIONS, PROJECTION, MEAN, DIMENSIONS}) {
            if (!arrays.containsKey(name) || !arrays.get(name).isNumeric()) {
                throw new BadInput(path + " has no numbers '" + name + "', only " + arrays.keySet()
                        + "; give an evaluation file of the published layout");
            }
        }
        try {
            double[] mean = finite(arrays, MEAN);
            NpyArray projection = arrays.get(PROJECTION);
            if (projection.shape().length != 2 || projection.shape()[0] != mean.length) {
                throw new IllegalArgumentException(PROJECTION + " of shape " + Arrays.toString(projection.shape())
                        + " for " + mean.length + " features");
            }
            double[] dimensions = finite(arrays, DIMENSIONS);
            if (dimensions.length != 1 || dimensions[0] != Math.rint(dimensions[0])) {
                throw new IllegalArgumentException(DIMENSIONS + " that is no whole number");
            }
            return new EvaluationFile(arrays.get(POSITIONS), finite(arrays, PROJECTION), mean, (int) dimensions[0]);
        } catch (IllegalArgumentException e) {
            throw new BadInput(path + ": has " + e.getMessage() + "; the file is damaged, make it again", e);
        }
    }

    /** Writes a file. @throws BadInput if it cannot */
    public void write(Path path) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(POSITIONS, positions);
        arrays.put(PROJECTION, NpyArray.of(projection, mean.length, components()));
        arrays.put(MEAN, NpyArray.of(mean, mean.length));
        arrays.put(DIMENSIONS, new NpyArray(new long[0], new long[] {dimensions}));
        Npz.write(path, arrays);
    }

    private static double[] finite(Map<String, NpyArray> arrays, String name) {
        double[] values = arrays.get(name).toDoubles();
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + " with the number " + value);
            }
        }
        return values;
    }
}
