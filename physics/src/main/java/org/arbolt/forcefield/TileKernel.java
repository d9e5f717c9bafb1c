package org.arbolt.forcefield;

/**
 * Energies and forces of a tile: a handful of conformations whose coordinates are interleaved so that the same
 * coordinate of all of them is contiguous, {@code x[(3 * atom + axis) * lanes + lane]}. Callers see doubles whatever
 * the precision of the arithmetic inside. Not thread safe.
 */
public interface TileKernel {

    /** Number of conformations in a tile, L. */
    int lanes();

    /**
     * @param x coordinates [3A][L], nm
     * @param components filled with energies [5][L] in the order of {@link EnergyComponent}, kJ/mol; may be null when
     *     only forces are wanted
     * @param forces filled with forces [3A][L], kJ/mol/nm; null if they are not wanted
     */
    void evaluate(double[] x, double[] components, double[] forces);

    /**
     * The same for frames that are not interleaved.
     *
     * @param xyz coordinates [F][3A], nm
     * @param first the first frame
     * @param filled how many frames, 1 to L; the last one stands in for those that the tile lacks
     * @param atoms A
     * @param components filled with energies [5][L]
     * @param forces filled with forces [3A][L], or null
     */
    default void evaluateFrames(double[] xyz, int first, int filled, int atoms, double[] components, double[] forces) {
        int width = 3 * atoms;
        double[] x = new double[width * lanes()];
        for (int lane = 0; lane < lanes(); lane++) {
            int from = (first + Math.min(lane, filled - 1)) * width;
            for (int k = 0; k < width; k++) {
                x[k * lanes() + lane] = xyz[from + k];
            }
        }
        evaluate(x, components, forces);
    }
}
