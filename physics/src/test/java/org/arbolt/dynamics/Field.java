package org.arbolt.dynamics;

import java.util.Arrays;
import org.arbolt.forcefield.Energies;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.molecule.Frames;

/** A toy potential given by one function, as a {@link Potential} with tiles of any size. */
record Field(double[] masses, int lanes, EnergyFunction function) implements Potential {

    /** Energy of coordinates [3A]; fills forces [3A]. */
    @FunctionalInterface
    interface EnergyFunction {
        double energy(double[] xyz, double[] forces);
    }

    static Field of(int atoms, double mass, int lanes, EnergyFunction function) {
        double[] masses = new double[atoms];
        Arrays.fill(masses, mass);
        return new Field(masses, lanes, function);
    }

    /** Every coordinate its own oscillator, ½ k x². */
    static EnergyFunction oscillators(double k) {
        return (xyz, forces) -> {
            double energy = 0;
            for (int i = 0; i < xyz.length; i++) {
                forces[i] = -k * xyz[i];
                energy += 0.5 * k * xyz[i] * xyz[i];
            }
            return energy;
        };
    }

    /** A chain of atoms joined by springs k (r − r0)²/2 that repel one another: stiff, coupled and anharmonic. */
    static EnergyFunction chain(double k, double r0) {
        return (xyz, forces) -> {
            Arrays.fill(forces, 0);
            double energy = 0;
            int atoms = xyz.length / 3;
            for (int i = 0; i < atoms; i++) {
                for (int j = i + 1; j < atoms; j++) {
                    double[] d = {
                        xyz[3 * i] - xyz[3 * j], xyz[3 * i + 1] - xyz[3 * j + 1], xyz[3 * i + 2] - xyz[3 * j + 2]
                    };
                    double r = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
                    boolean bonded = j == i + 1;
                    energy += bonded ? 0.5 * k * (r - r0) * (r - r0) : 1e-6 * Math.pow(r0 / r, 12) * k;
                    double pull = bonded ? -k * (r - r0) / r : 12e-6 * Math.pow(r0 / r, 12) * k / (r * r);
                    for (int axis = 0; axis < 3; axis++) {
                        forces[3 * i + axis] += pull * d[axis];
                        forces[3 * j + axis] -= pull * d[axis];
                    }
                }
            }
            return energy;
        };
    }

    /** One zig-zag conformation for the chain, [A][3], nm. */
    static Frames zigzag(int atoms, double r0) {
        Frames frames = Frames.allocate(1, atoms);
        for (int i = 0; i < atoms; i++) {
            frames.xyz()[3 * i] = 0.8 * r0 * i;
            frames.xyz()[3 * i + 1] = i % 2 * 0.6 * r0;
            frames.xyz()[3 * i + 2] = 0.05 * r0 * i * i;
        }
        return frames;
    }

    @Override
    public int atoms() {
        return masses.length;
    }

    @Override
    public TileKernel newKernel() {
        return new Kernel();
    }

    @Override
    public Energies evaluate(Frames frames, boolean withForces) {
        throw new UnsupportedOperationException("dynamics needs kernels only");
    }

    private final class Kernel implements TileKernel {
        private final double[] xyz = new double[3 * masses.length];
        private final double[] f = new double[3 * masses.length];

        @Override
        public int lanes() {
            return lanes;
        }

        @Override
        public void evaluate(double[] x, double[] components, double[] forces) {
            if (components != null) {
                Arrays.fill(components, 0);
            }
            for (int lane = 0; lane < lanes; lane++) {
                for (int row = 0; row < xyz.length; row++) {
                    xyz[row] = x[row * lanes + lane];
                }
                double energy = function.energy(xyz, f);
                if (components != null) {
                    components[lane] = energy;
                }
                for (int row = 0; forces != null && row < xyz.length; row++) {
                    forces[row * lanes + lane] = f[row];
                }
            }
        }
    }
}
