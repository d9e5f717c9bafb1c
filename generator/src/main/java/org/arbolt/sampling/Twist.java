package org.arbolt.sampling;

import org.arbolt.molecule.Frames;

/**
 * What is expected of a conformation that is being written: the log of the weight that it will have, as far as that can
 * be said. Any finite function is exact; a good one spares the particles that would end with no weight (N. Zhao et al.,
 * arXiv 2404.17546).
 */
@FunctionalInterface
public interface Twist {
    /** None: plain importance sampling. */
    Twist NONE = (checkpoint, expected, logProbability) -> new double[logProbability.length];

    /**
     * @param checkpoint number of the checkpoint, from 0
     * @param expected [N][A][3], nm; null where too little is drawn
     * @param logProbability of the steps so far, [N]
     * @return log ψ, [N], finite
     */
    double[] logTwist(int checkpoint, Frames expected, double[] logProbability);
}
