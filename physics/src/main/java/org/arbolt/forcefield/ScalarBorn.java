package org.arbolt.forcefield;

import org.arbolt.molecule.Geometry;
import org.arbolt.molecule.Vector3;

/**
 * Generalised Born polar energy with OBC radii (Onufriev, Bashford, Case, Proteins 55, 383 (2004)), pairwise
 * descreening (Hawkins, Cramer, Truhlar, J. Phys. Chem. 100, 19824 (1996)) and the ACE surface term (Schaefer,
 * Bartels, Karplus, J. Mol. Biol. 284, 835 (1998)). Pairs include bonded ones.
 */
final class ScalarBorn implements ScalarTerm {
    private final SystemParameters.Solvent numbers;
    private final Cutoff cutoff;
    private final int atoms;
    private final double strength;

    ScalarBorn(SystemParameters.Solvent numbers, Cutoff cutoff) {
        this.numbers = numbers;
        this.cutoff = cutoff;
        atoms = numbers.charge().length;
        strength = numbers.model().strength();
    }

    @Override
    public double energy(double[] x, double[] forces) {
        double[] psi = new double[atoms];
        double[] born = new double[atoms];
        double[] slope = new double[atoms]; // ∂E/∂B
        for (int i = 0; i < atoms; i++) {
            psi[i] = offsetRadius(i) * descreening(i, x);
            born[i] = bornRadius(i, psi[i]);
        }
        double energy = 0;
        for (int i = 0; i < atoms; i++) {
            energy += single(i, born[i], slope) + pairs(i, born, slope, x, forces);
        }
        if (forces != null) {
            for (int i = 0; i < atoms; i++) {
                addDescreeningForces(i, slope[i] * bornSlope(i, psi[i], born[i]), x, forces);
            }
        }
        return energy;
    }

    private double offsetRadius(int i) {
        return numbers.radius()[i] - GbModel.OFFSET;
    }

    private double scaledRadius(int j) {
        return numbers.scale()[j] * offsetRadius(j);
    }

    private static double distance(double[] x, int i, int j) {
        return Geometry.distance(x, 3 * i, 3 * j);
    }

    private double descreening(int i, double[] x) {
        double sum = 0;
        for (int j = 0; j < atoms; j++) {
            double r = distance(x, i, j);
            if (j != i && r <= cutoff.distance()) {
                sum += integral(r, offsetRadius(i), scaledRadius(j));
            }
        }
        return sum;
    }

    /** Integral of 1/r⁴ over the part of sphere j outside of sphere i, over 4π (Hawkins, Cramer, Truhlar). */
    private double integral(double r, double radius, double scaled) {
        if (r + scaled <= radius) {
            return 0;
        }
        double upper = r + scaled;
        double lower = Math.max(radius, Math.abs(r - scaled));
        double shell = 0.5
                * (1 / lower
                        - 1 / upper
                        + 0.25 * (r - scaled * scaled / r) * (1 / (upper * upper) - 1 / (lower * lower))
                        + 0.5 * Math.log(lower / upper) / r);
        boolean inside = radius < scaled - r && numbers.model().engulfed();
        return inside ? shell + 1 / radius - 1 / lower : shell;
    }

    /** Derivative of {@link #integral} with respect to r; the bounds' own motion cancels but for an engulfed atom. */
    private double integralSlope(double r, double radius, double scaled) {
        if (r + scaled <= radius) {
            return 0;
        }
        double upper = r + scaled;
        double lower = Math.max(radius, Math.abs(r - scaled));
        double shell = 0.125 * (1 + scaled * scaled / (r * r)) * (1 / (upper * upper) - 1 / (lower * lower))
                - 0.25 * Math.log(lower / upper) / (r * r);
        boolean inside = radius < scaled - r && !numbers.model().engulfed();
        return inside ? shell + 1 / (lower * lower) : shell;
    }

    private double bornRadius(int i, double psi) {
        return 1 / (1 / offsetRadius(i) - Math.tanh(rescaled(psi)) / numbers.radius()[i]);
    }

    private double rescaled(double psi) {
        GbModel m = numbers.model();
        return psi * (m.alpha() + psi * (-m.beta() + psi * m.gamma()));
    }

    /** ∂B/∂I, where ψ = ρ̃ I. */
    private double bornSlope(int i, double psi, double born) {
        GbModel m = numbers.model();
        double tanh = Math.tanh(rescaled(psi));
        double inner = m.alpha() + psi * (-2 * m.beta() + 3 * psi * m.gamma());
        return born * born * (1 - tanh * tanh) / numbers.radius()[i] * inner * offsetRadius(i);
    }

    /** An atom's own polar energy and its surface term. */
    private double single(int i, double born, double[] slope) {
        double q = numbers.charge()[i];
        double polar = -0.5 * strength * q * q / born;
        double reach = numbers.radius()[i] + GbModel.PROBE;
        double surface = numbers.model().surface() * reach * reach * Math.pow(numbers.radius()[i] / born, 6);
        slope[i] -= (polar + 6 * surface) / born;
        return polar + surface;
    }

    /** Polar energy of atom i with all later ones. */
    private double pairs(int i, double[] born, double[] slope, double[] x, double[] forces) {
        double energy = 0;
        for (int j = i + 1; j < atoms; j++) {
            Vector3 d = Vector3.of(x, i).minus(Vector3.of(x, j));
            double r2 = d.dot(d);
            if (Math.sqrt(r2) > cutoff.distance()) {
                continue;
            }
            double product = born[i] * born[j];
            double exponent = r2 / (4 * product);
            double decay = Math.exp(-exponent);
            double f = Math.sqrt(r2 + product * decay);
            double charges = strength * numbers.charge()[i] * numbers.charge()[j];
            energy -= charges * (1 / f - cutoff.inverse());
            double cubed = charges / (f * f * f);
            slope[i] += 0.5 * cubed * decay * (1 + exponent) * born[j];
            slope[j] += 0.5 * cubed * decay * (1 + exponent) * born[i];
            if (forces != null) {
                addPairForce(i, j, d.times(-cubed * (1 - 0.25 * decay)), forces);
            }
        }
        return energy;
    }

    private void addDescreeningForces(int i, double chain, double[] x, double[] forces) {
        for (int j = 0; j < atoms; j++) {
            Vector3 d = Vector3.of(x, i).minus(Vector3.of(x, j));
            double r = d.norm();
            if (j != i && r <= cutoff.distance()) {
                addPairForce(i, j, d.times(-chain * integralSlope(r, offsetRadius(i), scaledRadius(j)) / r), forces);
            }
        }
    }

    private static void addPairForce(int i, int j, Vector3 onFirst, double[] forces) {
        onFirst.addTo(forces, i);
        onFirst.times(-1).addTo(forces, j);
    }
}
