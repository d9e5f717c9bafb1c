package org.arbolt.forcefield;

import static org.arbolt.forcefield.FloatLanes.narrow;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Numbers of all pairs i &lt; j, in rows, as {@link FloatPairs} reads them; shared by the kernels of one potential.
 *
 * <p>The build derives the double-precision twin of this class from this file (see the module's POM).
 */
final class FloatPairNumbers {
    private static final int GROUP = 256; // pairs: few calls of passes, and what they hand on stays in the first caches

    final int atoms;

    /** Whether there is a cut-off; its distance, nm, and 1/distance, 1/nm. */
    final boolean cut;

    final float reach;
    final float inverseReach;

    /** The atoms of each pair, [P]. */
    final int[] first;

    final int[] second;

    /** 4 ε σ^12, 4 ε σ^6 and K q q', [P]; zero for excluded pairs, and for 1-4 pairs where there is a cut-off. */
    final float[] c12;

    final float[] c6;
    final float[] charges;

    /** With a cut-off, the 1-4 pairs: [n][2] atoms and [n][3] numbers as above; else empty. */
    final int[] exceptionAtoms;

    final float[] exceptions;

    /** Radius ρ, ρ̃ = ρ − 0.009, scaled radius s of each atom and its powers, 1/ρ, and 1/ρ̃ − 1/ρ. */
    final float[] radius;

    final float[] offset;
    final float[] scaled;
    final float[] scaledSquare;
    final float[] scaledCube;
    final float[] inverseRadius;
    final float[] inverseRadiusGap;

    /** At 1/r beyond this, 1/nm, [P], a sphere lies inside the other: r below |s_j − ρ̃_i| or |s_i − ρ̃_j|. */
    final float[] nested;

    /** At 1/r up to this, 1/nm, [P], the spheres are apart and s/r is at most ½. */
    final float[] apart;

    /** −K (1/ε_in − 1/ε_out) q q', [P]. */
    final float[] screened;

    /**
     * Rows in groups of some {@link #GROUP} pairs, for passes that are better off with longer loops than a row: group g
     * has the rows from groups[g] to before groups[g + 1].
     */
    final int[] groups;

    /** An atom's own polar energy is self/B, its surface term surface (ρ/B)^6. */
    final float[] self;

    final float[] surface;
    final float alpha;
    final float beta;
    final float gamma;
    final boolean engulfed;

    FloatPairNumbers(SystemParameters parameters, Cutoff cutoff) {
        atoms = parameters.atoms();
        cut = cutoff.finite();
        reach = narrow(cutoff.distance());
        inverseReach = narrow(cutoff.inverse());
        c12 = new float[Math.toIntExact((long) atoms * (atoms - 1) / 2)];
        c6 = new float[c12.length];
        first = new int[c12.length];
        second = new int[c12.length];
        charges = new float[c12.length];
        SystemParameters.Nonbonded nonbonded = parameters.nonbonded();
        fillPairs(nonbonded);
        int exceptional = fillExceptions(nonbonded);
        exceptionAtoms = new int[2 * exceptional];
        exceptions = new float[3 * exceptional];
        listExceptions(nonbonded);

        SystemParameters.Solvent solvent = parameters.solvent();
        GbModel model = solvent.model();
        alpha = narrow(model.alpha());
        beta = narrow(model.beta());
        gamma = narrow(model.gamma());
        engulfed = model.engulfed();
        radius = new float[atoms];
        offset = new float[atoms];
        scaled = new float[atoms];
        scaledSquare = new float[atoms];
        scaledCube = new float[atoms];
        inverseRadius = new float[atoms];
        inverseRadiusGap = new float[atoms];
        self = new float[atoms];
        surface = new float[atoms];
        nested = new float[c12.length];
        apart = new float[c12.length];
        screened = new float[c12.length];
        fillAtoms(solvent);
        fillReaches();
        fillScreened(solvent);
        groups = groups();
    }

    /** Number of pairs P. */
    int pairs() {
        return c12.length;
    }

    /** Number of the first pair of a group; of the pair after the last one for the end of the last group. */
    int firstPair(int group) {
        int row = groups[group];
        return pairOfZero(row) + row + 1;
    }

    /** Pairs of a group. */
    int pairs(int group) {
        return firstPair(group + 1) - firstPair(group);
    }

    /** Pairs of the largest group. */
    int largestGroup() {
        return IntStream.range(0, groups.length - 1).map(this::pairs).max().getAsInt();
    }

    /** What to add to j for the number of the pair (i, j). */
    int pairOfZero(int i) {
        return i * (2 * atoms - i - 1) / 2 - i - 1;
    }

    private void fillPairs(SystemParameters.Nonbonded n) {
        for (int i = 0, p = 0; i < atoms; i++) {
            for (int j = i + 1; j < atoms; j++, p++) {
                first[p] = i;
                second[p] = j;
                double epsilon = Math.sqrt(n.epsilon()[i] * n.epsilon()[j]);
                set(p, 0.5 * (n.sigma()[i] + n.sigma()[j]), epsilon, n.charge()[i] * n.charge()[j]);
            }
        }
    }

    /** @return how many exceptions interact but cannot stand with the other pairs because of the cut-off */
    private int fillExceptions(SystemParameters.Nonbonded n) {
        int apart = 0;
        for (int e = 0; e < n.exceptionCharge().length; e++) {
            int i = n.exceptionAtoms()[2 * e];
            int j = n.exceptionAtoms()[2 * e + 1];
            int p = pairOfZero(i) + j;
            if (cut) {
                set(p, 0, 0, 0);
                apart += interacts(n, e) ? 1 : 0;
            } else {
                set(p, n.exceptionSigma()[e], n.exceptionEpsilon()[e], n.exceptionCharge()[e]);
            }
        }
        return apart;
    }

    private static boolean interacts(SystemParameters.Nonbonded n, int exception) {
        return n.exceptionCharge()[exception] != 0 || n.exceptionEpsilon()[exception] != 0;
    }

    private void listExceptions(SystemParameters.Nonbonded n) {
        for (int e = 0, at = 0; at < exceptionAtoms.length / 2; e++) {
            if (interacts(n, e)) {
                exceptionAtoms[2 * at] = n.exceptionAtoms()[2 * e];
                exceptionAtoms[2 * at + 1] = n.exceptionAtoms()[2 * e + 1];
                exceptions[3 * at] = narrow(4 * n.exceptionEpsilon()[e] * Math.pow(n.exceptionSigma()[e], 12));
                exceptions[3 * at + 1] = narrow(4 * n.exceptionEpsilon()[e] * Math.pow(n.exceptionSigma()[e], 6));
                exceptions[3 * at + 2] = narrow(Constants.COULOMB * n.exceptionCharge()[e]);
                at++;
            }
        }
    }

    private void set(int pair, double sigma, double epsilon, double chargeProduct) {
        c12[pair] = narrow(4 * epsilon * Math.pow(sigma, 12));
        c6[pair] = narrow(4 * epsilon * Math.pow(sigma, 6));
        charges[pair] = narrow(Constants.COULOMB * chargeProduct);
    }

    private void fillAtoms(SystemParameters.Solvent solvent) {
        for (int i = 0; i < atoms; i++) {
            double rho = solvent.radius()[i];
            double reduced = rho - GbModel.OFFSET;
            double charge = solvent.charge()[i];
            radius[i] = narrow(rho);
            offset[i] = narrow(reduced);
            double s = solvent.scale()[i] * reduced;
            scaled[i] = narrow(s);
            scaledSquare[i] = narrow(s * s);
            scaledCube[i] = narrow(s * s * s);
            inverseRadius[i] = narrow(1 / rho);
            inverseRadiusGap[i] = narrow(1 / reduced - 1 / rho);
            self[i] = narrow(-0.5 * solvent.model().strength() * charge * charge);
            surface[i] = narrow(solvent.model().surface() * (rho + GbModel.PROBE) * (rho + GbModel.PROBE));
        }
    }

    private void fillReaches() {
        for (int i = 0, p = 0; i < atoms; i++) {
            for (int j = i + 1; j < atoms; j++, p++) {
                nested[p] = 1 / Math.max(Math.abs(scaled[j] - offset[i]), Math.abs(scaled[i] - offset[j]));
                float touching = Math.max(scaled[j] + offset[i], scaled[i] + offset[j]);
                apart[p] = 1 / Math.max(touching, 2 * Math.max(scaled[i], scaled[j]));
            }
        }
    }

    private void fillScreened(SystemParameters.Solvent solvent) {
        for (int i = 0, p = 0; i < atoms; i++) {
            for (int j = i + 1; j < atoms; j++, p++) {
                screened[p] = narrow(-solvent.model().strength() * solvent.charge()[i] * solvent.charge()[j]);
            }
        }
    }

    private int[] groups() {
        int[] starts = new int[atoms + 1];
        int count = 0;
        for (int row = 0, pairs = GROUP; row < atoms; row++) {
            if (pairs >= GROUP) {
                starts[count++] = row;
                pairs = 0;
            }
            pairs += atoms - 1 - row;
        }
        starts[count++] = atoms;
        return Arrays.copyOf(starts, count);
    }
}
