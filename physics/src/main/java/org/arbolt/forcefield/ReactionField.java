package org.arbolt.forcefield;

/**
 * Adds to a kernel what a reaction field of a dielectric other than 1 changes: K q q' k (r² − r_c²) for every pair
 * inside the cut-off that is no exception. The kernel's own Coulomb term is shifted by 1/r_c already, and c = 1/r_c + k
 * r_c².
 */
final class ReactionField implements TileKernel {
    private final TileKernel kernel;
    private final double reach2;
    private final int[] pairs; // [n][2] atoms
    private final double[] strength; // [n], K q q' k, kJ/mol/nm²

    ReactionField(TileKernel kernel, SystemParameters.Nonbonded numbers, Cutoff cutoff) {
        this.kernel = kernel;
        this.reach2 = cutoff.distance() * cutoff.distance();
        int atoms = numbers.charge().length;
        boolean[] exceptional = new boolean[atoms * atoms];
        for (int n = 0; n < numbers.exceptionCharge().length; n++) {
            exceptional[numbers.exceptionAtoms()[2 * n] * atoms + numbers.exceptionAtoms()[2 * n + 1]] = true;
        }
        int count = atoms * (atoms - 1) / 2 - numbers.exceptionCharge().length;
        pairs = new int[2 * count];
        strength = new double[count];
        for (int i = 0, p = 0; i < atoms; i++) {
            for (int j = i + 1; j < atoms; j++) {
                if (!exceptional[i * atoms + j]) {
                    pairs[2 * p] = i;
                    pairs[2 * p + 1] = j;
                    strength[p++] = Constants.COULOMB * numbers.charge()[i] * numbers.charge()[j] * cutoff.reaction();
                }
            }
        }
    }

    @Override
    public int lanes() {
        return kernel.lanes();
    }

    @Override
    public void evaluate(double[] x, double[] components, double[] forces) {
        kernel.evaluate(x, components, forces);
        for (int p = 0; p < strength.length; p++) {
            for (int lane = 0; lane < lanes(); lane++) {
                pair(p, lane, x, components, forces);
            }
        }
    }

    private void pair(int p, int lane, double[] x, double[] components, double[] forces) {
        int lanes = lanes();
        int i = 3 * pairs[2 * p] * lanes + lane;
        int j = 3 * pairs[2 * p + 1] * lanes + lane;
        double r2 = 0;
        for (int axis = 0; axis < 3; axis++) {
            double d = x[i + axis * lanes] - x[j + axis * lanes];
            r2 += d * d;
        }
        if (!(r2 <= reach2)) {
            return;
        }
        if (components != null) {
            components[EnergyComponent.NONBONDED.ordinal() * lanes + lane] += strength[p] * (r2 - reach2);
        }
        if (forces != null) {
            for (int axis = 0; axis < 3; axis++) {
                double force = -2 * strength[p] * (x[i + axis * lanes] - x[j + axis * lanes]);
                forces[i + axis * lanes] += force;
                forces[j + axis * lanes] -= force;
            }
        }
    }
}
