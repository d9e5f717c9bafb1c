package org.arbolt.pipeline;

import org.arbolt.BadInput;

/**
 * What a density of conformations says of their centroids (docs/evaluation.md, "Weights").
 *
 * @param none it is a density without them: per nm^{3A−3}
 * @param deviation σ of the Gaussian that the target is given for them, nm; null for the one fitted to the samples
 */
public record CentroidDensity(boolean none, Double deviation) {
    static final CentroidDensity INCLUDED = new CentroidDensity(false, null);

    static CentroidDensity of(double deviation) {
        return new CentroidDensity(false, deviation);
    }

    /** @throws BadInput if it is neither {@code included}, {@code none} nor a σ in nm */
    public static CentroidDensity parse(String text) {
        if (text.equals("included") || text.equals("none")) {
            return new CentroidDensity(text.equals("none"), null);
        }
        try {
            double sigma = Double.parseDouble(text);
            if (sigma > 0 && Double.isFinite(sigma)) {
                return of(sigma);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new BadInput("--centroid is included, none, or a positive σ in nm, was '" + text + "'");
    }
}
