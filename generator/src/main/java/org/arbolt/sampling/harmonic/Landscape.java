package org.arbolt.sampling.harmonic;

/** A smooth function of n coordinates, worked out at several points at once. Not thread safe. */
public interface Landscape {

    /** Most points at once, L. */
    int lanes();

    /** How far each coordinate typically strays, [n]: what a small step is measured by. */
    double[] scale();

    /**
     * The same point as x, with every coordinate of a period within half of it from that of another point.
     *
     * @param x [n]
     * @param other [n]
     */
    default double[] near(double[] x, double[] other) {
        return x;
    }

    /**
     * The function and its derivatives.
     *
     * @param points [≤ L][n]
     * @param value filled with the function, [≤ L]; +∞ where there is none
     * @param gradient filled with derivatives, [≤ L][n]; null where they are not wanted
     */
    void evaluate(double[][] points, double[] value, double[][] gradient);
}
