package org.arbolt.sampling;

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
}
