package org.arbolt.pipeline;

import org.arbolt.model.coordinates.Coordinates;
import org.arbolt.molecule.Frames;
import org.arbolt.sampling.BoltzmannTarget;

/** σ of the centroid density that a model's samples are weighed by (docs/method.md, "Centroid, rotation, handedness"). */
final class CentroidDeviation {
    private CentroidDeviation() {}

    /** σ of the model's own density where its coordinates have one, else the one that fits the samples best, nm. */
    static double of(Coordinates coordinates, Frames samples) {
        return coordinates.shifted()
                ? coordinates.centroidDeviation()
                : BoltzmannTarget.fittedCentroidDeviation(samples);
    }
}
