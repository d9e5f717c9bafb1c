package org.arbolt.bench;

import org.arbolt.forcefield.GbModel;
import org.arbolt.forcefield.SystemParameters;
import org.arbolt.molecule.Frames;

/**
 * Floating-point operations that the single-precision kernel spends on a frame's pairs when only the energy is wanted,
 * counted from its source: an addition, multiplication, subtraction or division is one, a fused multiply-add two.
 * Roots, exponentials and logarithms are counted as the multiplications and additions that they are made of. Not
 * counted: comparisons, blends, integer operations, loads and stores, terms of single atoms, and the far polynomial
 * where a pair is near (it is worked out and thrown away).
 */
final class PairArithmetic {
    private static final int ROOT = 13; // FloatLanes.inverseRoot: 5 multiplications, 4 FMA
    private static final int SQUARE = 8; // 3 differences, 1 multiplication, 2 FMA
    private static final int NONBONDED = 9; // FloatPairs.nonbonded
    private static final int EXPONENT = SQUARE + 2; // FloatPolar.exponents
    private static final int EXPONENTIAL = 14; // FloatLanes.exp: 1 multiplication, 3 additions, 5 FMA
    private static final int POLAR = 5 + ROOT; // FloatPolar.roots
    private static final int FAR = 34; // FloatDescreening.far: 6 multiplications, 14 FMA, both directions
    private static final int LOGARITHM = 24; // FloatLanes.log
    private static final int NEAR = 1 + 2 * (17 + LOGARITHM + 3); // FloatDescreening's near passes, both directions
    private static final int EVERY = SQUARE + ROOT + NONBONDED + EXPONENT + EXPONENTIAL + POLAR;

    private PairArithmetic() {}

    /** Operations per frame, averaged. */
    static double perFrame(SystemParameters parameters, Frames frames) {
        int atoms = parameters.atoms();
        double pairs = 0.5 * atoms * (atoms - 1);
        double near = nearPairs(parameters.solvent(), frames);
        return pairs * EVERY + near * NEAR + (pairs - near) * FAR;
    }

    /** Pairs whose descreening needs logarithms, per frame. */
    static double nearPairs(SystemParameters.Solvent solvent, Frames frames) {
        long near = 0;
        for (int f = 0; f < frames.count(); f++) {
            for (int i = 0; i < frames.atoms(); i++) {
                for (int j = i + 1; j < frames.atoms(); j++) {
                    near += distance(frames, f, i, j) < reach(solvent, i, j) ? 1 : 0;
                }
            }
        }
        return (double) near / frames.count();
    }

    private static double reach(SystemParameters.Solvent solvent, int i, int j) {
        double radiusI = solvent.radius()[i] - GbModel.OFFSET;
        double radiusJ = solvent.radius()[j] - GbModel.OFFSET;
        double scaledI = solvent.scale()[i] * radiusI;
        double scaledJ = solvent.scale()[j] * radiusJ;
        double touching = Math.max(scaledJ + radiusI, scaledI + radiusJ);
        return Math.max(touching, 2 * Math.max(scaledI, scaledJ));
    }

    private static double distance(Frames frames, int frame, int i, int j) {
        double square = 0;
        for (int axis = 0; axis < 3; axis++) {
            double d = frames.get(frame, i, axis) - frames.get(frame, j, axis);
            square += d * d;
        }
        return Math.sqrt(square);
    }
}
