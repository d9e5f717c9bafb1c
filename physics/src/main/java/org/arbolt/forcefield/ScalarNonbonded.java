package org.arbolt.forcefield;

import org.arbolt.molecule.Vector3;

/**
 * Lennard-Jones with Lorentz–Berthelot rules, 4 ε [(σ/r)^12 − (σ/r)^6], and Coulomb, K q q' (1/r − 1/r_c) up to the
 * cut-off. Exceptions know neither cut-off nor shift.
 */
final class ScalarNonbonded implements ScalarTerm {
    private final SystemParameters.Nonbonded numbers;
    private final Cutoff cutoff;
    private final boolean[] exceptional; // [A][A]

    ScalarNonbonded(SystemParameters.Nonbonded numbers, Cutoff cutoff) {
        this.numbers = numbers;
        this.cutoff = cutoff;
        int atoms = numbers.charge().length;
        exceptional = new boolean[atoms * atoms];
        for (int n = 0; n < numbers.exceptionCharge().length; n++) {
            exceptional[numbers.exceptionAtoms()[2 * n] * atoms + numbers.exceptionAtoms()[2 * n + 1]] = true;
        }
    }

    @Override
    public double energy(double[] x, double[] forces) {
        double energy = 0;
        int atoms = numbers.charge().length;
        for (int i = 0; i < atoms; i++) {
            for (int j = i + 1; j < atoms; j++) {
                if (!exceptional[i * atoms + j]) {
                    double sigma = 0.5 * (numbers.sigma()[i] + numbers.sigma()[j]);
                    double epsilon = Math.sqrt(numbers.epsilon()[i] * numbers.epsilon()[j]);
                    energy += pair(i, j, numbers.charge()[i] * numbers.charge()[j], sigma, epsilon, cutoff, x, forces);
                }
            }
        }
        for (int n = 0; n < numbers.exceptionCharge().length; n++) {
            if (numbers.exceptionCharge()[n] != 0 || numbers.exceptionEpsilon()[n] != 0) {
                energy += pair(
                        numbers.exceptionAtoms()[2 * n],
                        numbers.exceptionAtoms()[2 * n + 1],
                        numbers.exceptionCharge()[n],
                        numbers.exceptionSigma()[n],
                        numbers.exceptionEpsilon()[n],
                        Cutoff.NONE,
                        x,
                        forces);
            }
        }
        return energy;
    }

    private static double pair(
            int i, int j, double charges, double sigma, double epsilon, Cutoff reach, double[] x, double[] forces) {
        Vector3 d = Vector3.of(x, i).minus(Vector3.of(x, j));
        double r = d.norm();
        if (r > reach.distance()) {
            return 0;
        }
        double attraction = Math.pow(sigma / r, 6);
        double repulsion = attraction * attraction;
        double coulomb = Constants.COULOMB * charges;
        if (forces != null) {
            double minusSlope = (4 * epsilon * (12 * repulsion - 6 * attraction) + coulomb / r) / r;
            Vector3 onFirst = d.times(minusSlope / r);
            onFirst.addTo(forces, i);
            onFirst.times(-1).addTo(forces, j);
        }
        return 4 * epsilon * (repulsion - attraction) + coulomb * (1 / r - reach.inverse());
    }
}
