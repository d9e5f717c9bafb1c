package org.arbolt.model.coordinates;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbolt.math.RandomStream;

/**
 * Coordinates of mirror images: the tokens of x are those of −x in others. Energies know no handedness, so a model of
 * peptides of L-amino acids is one of D-amino acids in these. Reflection leaves volumes as they are, and float32
 * coordinates exact.
 *
 * @param inner those of the molecule's mirror image
 */
public record MirroredCoordinates(Coordinates inner) implements CoordinatesAbout {
    static final String NOTE = "mirrored"; // in a description

    private double[] mirrored(double[] xyz, int offset) {
        double[] image = new double[3 * atoms()];
        for (int i = 0; i < image.length; i++) {
            image[i] = -xyz[offset + i];
        }
        return image;
    }

    @Override
    public boolean tokenise(double[] xyz, int offset, int[] tokens, int tokenOffset) {
        return inner.tokenise(mirrored(xyz, offset), 0, tokens, tokenOffset);
    }

    @Override
    public double logCellDensity(double[] xyz, int offset) {
        return inner.logCellDensity(mirrored(xyz, offset), 0);
    }

    @Override
    public void decode(int[] tokens, int tokenOffset, RandomStream random, double[] xyz, int offset) {
        double[] image = new double[3 * atoms()];
        inner.decode(tokens, tokenOffset, random, image, 0);
        System.arraycopy(mirrored(image, 0), 0, xyz, offset, image.length);
    }

    @Override
    public double[] placedForTraining(double[] xyz, int offset, RandomStream random) {
        return mirrored(inner.placedForTraining(mirrored(xyz, offset), 0, random), 0);
    }

    @Override
    public Map<String, Object> describe() {
        Map<String, Object> description = new LinkedHashMap<>(inner.describe());
        description.put(NOTE, true);
        return description;
    }
}
