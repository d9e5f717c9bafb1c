package org.arbolt.forcefield;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.arbolt.molecule.Restraint;

/** What makes a potential one with harmonic biases, and with atoms that forces do not move. */
public final class RestrainedPotential {
    /** Mass of atoms at rest, amu: no force and no noise moves them by what a double can say. */
    private static final double AT_REST = 1e30;

    private RestrainedPotential() {}

    /**
     * U + kT Σ V/kT, with no forces on atoms at rest, whose masses are beyond all bounds. The biases are counted with
     * the first component of the energy.
     *
     * @param inner U
     * @param restraints biases
     * @param thermalEnergy kT, kJ/mol, that their V/kT are in units of
     * @param atRest atoms that stay where they are
     */
    public static Potential of(Potential inner, List<Restraint> restraints, double thermalEnergy, BitSet atRest) {
        double[] masses = inner.masses();
        atRest.stream().forEach(atom -> masses[atom] = AT_REST);
        return BatchedPotential.of(masses, () -> new Kernel(inner.newKernel(), restraints, thermalEnergy, atRest));
    }

    private static final class Kernel implements TileKernel {
        private final TileKernel inner;
        private final List<Restraint> restraints;
        private final double thermalEnergy;
        private final BitSet atRest;
        private double[] xyz = {}; // [A][3] of a lane
        private double[] gradient = {};

        Kernel(TileKernel inner, List<Restraint> restraints, double thermalEnergy, BitSet atRest) {
            this.inner = inner;
            this.restraints = restraints;
            this.thermalEnergy = thermalEnergy;
            this.atRest = atRest;
        }

        @Override
        public int lanes() {
            return inner.lanes();
        }

        @Override
        public void evaluate(double[] x, double[] components, double[] forces) {
            inner.evaluate(x, components, forces);
            int lanes = lanes();
            for (int lane = 0; lane < lanes && !restraints.isEmpty(); lane++) {
                bias(x, lane, components, forces);
            }
            for (int atom = atRest.nextSetBit(0); forces != null && atom >= 0; atom = atRest.nextSetBit(atom + 1)) {
                Arrays.fill(forces, 3 * atom * lanes, 3 * (atom + 1) * lanes, 0);
            }
        }

        private void bias(double[] x, int lane, double[] components, double[] forces) {
            int lanes = lanes();
            int width = x.length / lanes;
            if (xyz.length != width) {
                xyz = new double[width];
                gradient = new double[width];
            }
            for (int k = 0; k < width; k++) {
                xyz[k] = x[k * lanes + lane];
                gradient[k] = 0;
            }
            double reduced = 0;
            for (Restraint restraint : restraints) {
                reduced +=
                        forces == null ? restraint.reducedBias(xyz, 0) : restraint.addGradient(xyz, 0, 1, gradient, 0);
            }
            if (components != null) {
                components[lane] += thermalEnergy * reduced;
            }
            for (int k = 0; forces != null && k < width; k++) {
                forces[k * lanes + lane] -= thermalEnergy * gradient[k];
            }
        }
    }
}
