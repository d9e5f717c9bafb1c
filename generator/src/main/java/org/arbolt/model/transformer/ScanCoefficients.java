package org.arbolt.model.transformer;

import org.arbolt.model.coordinates.TokenScans;

/** Scans ({@link TokenScans}) as coefficients of the periodic functions of {@link SmoothBasis}. */
public final class ScanCoefficients {
    private static final int PLACES = TokenScans.PLACES;
    private static final int FREQUENCIES = PLACES / 2 - 1; // that so many places tell apart

    private ScanCoefficients() {}

    /**
     * The Fourier series of each term, without its mean.
     *
     * @param scan [terms][places]
     * @param size K
     * @param into [terms][K] from {@code at} on
     */
    public static void of(float[][] scan, int size, float[] into, int at) {
        for (int term = 0; term < scan.length; term++) {
            for (int m = 1; m <= FREQUENCIES && 4 * m < size; m++) {
                double cos = 0;
                double sin = 0;
                for (int p = 0; p < PLACES; p++) {
                    int turn = m * (2 * p + 1) % (2 * PLACES); // in units of π/places
                    cos += COS[turn] * scan[term][p];
                    sin += COS[(turn + 3 * PLACES / 2) % (2 * PLACES)] * scan[term][p];
                }
                into[at + term * size + 4 * m - 1] = (float) (2 * cos / PLACES);
                into[at + term * size + 4 * m] = (float) (2 * sin / PLACES);
            }
        }
    }

    private static final double[] COS = new double[2 * PLACES];

    static {
        for (int turn = 0; turn < COS.length; turn++) {
            COS[turn] = Math.cos(Math.PI * turn / PLACES);
        }
    }
}
