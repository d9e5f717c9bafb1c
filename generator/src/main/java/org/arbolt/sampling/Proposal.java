package org.arbolt.sampling;

import java.util.Arrays;
import java.util.List;
import org.arbolt.molecule.Frames;

/**
 * A distribution over conformations that can be drawn from and whose normalised density is known. Knows no energies.
 */
public interface Proposal extends ConformationSampler {

    /**
     * Log-density of given conformations under the distribution that {@link #draw} samples from.
     *
     * @param frames [F][A][3], nm
     * @return [F], log of a density per nm^{3A}; −∞ outside the support
     */
    double[] logDensity(Frames frames);

    /**
     * @param frames the samples, [F][A][3], nm
     * @param logDensity their exact log-density, [F], per nm^{3A}; of a sampler whose density is not known what its
     *     samples are weighed by, so that weights have the right mean
     */
    record Draw(Frames frames, double[] logDensity) {

        /** Draws one after the other. @param atoms of a conformation */
        public static Draw join(List<Draw> parts, int atoms) {
            return new Draw(
                    Frames.concatenate(parts.stream().map(Draw::frames).toList(), atoms),
                    parts.stream()
                            .flatMapToDouble(p -> Arrays.stream(p.logDensity()))
                            .toArray());
        }
    }
}
