package org.arbolt.model.transformer;

/**
 * Functions of the bin's centre {@code u = (k + ½)/V} in (0, 1): the constant and cos πju, sin πju for j = 1 … n. Even
 * j are periodic, for circular coordinates; with the odd ones any smooth function on the interval is within reach.
 */
public final class SmoothBasis {
    private SmoothBasis() {}

    /** Number of functions K for n frequencies. */
    public static int size(int frequencies) {
        return 2 * frequencies + 1;
    }

    /** The functions at all bins, [V, K] flattened. */
    public static float[] values(int bins, int frequencies) {
        int size = size(frequencies);
        float[] basis = new float[Math.multiplyExact(bins, size)];
        for (int bin = 0; bin < bins; bin++) {
            double u = (bin + 0.5) / bins;
            int row = bin * size;
            basis[row] = 1;
            for (int j = 1; j <= frequencies; j++) {
                basis[row + 2 * j - 1] = (float) Math.cos(Math.PI * j * u);
                basis[row + 2 * j] = (float) Math.sin(Math.PI * j * u);
            }
        }
        return basis;
    }

    /**
     * Coefficients of a (u − ½)², from its Fourier series a (1/12 + Σ_m cos 2πmu / (πm)²).
     *
     * @param size K
     */
    static double[] parabola(int size, double a) {
        double[] coefficients = new double[size];
        coefficients[0] = a / 12;
        for (int j = 2; 2 * j - 1 < size; j += 2) {
            double pm = Math.PI * j / 2;
            coefficients[2 * j - 1] = a / (pm * pm);
        }
        return coefficients;
    }
}
