package org.arbolt.dynamics;

import java.util.Arrays;
import org.arbolt.BadInput;
import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.forcefield.Potential;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.molecule.Frames;

/**
 * Energy minimisation by FIRE, the fast inertial relaxation engine of Bitzek et al., Phys. Rev. Lett. 97, 170201
 * (2006), many conformations in lock step, each with its own time step. Atoms have unit mass and no coordinate moves
 * further than {@link #LONGEST_MOVE} in a step, so that clashes come apart instead of exploding.
 */
public final class Minimiser {
    /** Longest move of a coordinate in one step, nm. */
    static final double LONGEST_MOVE = 0.01;

    private static final double FIRST_STEP = 5e-4; // bonds have force constants to 5e5 kJ/mol/nm²: periods near 0.01
    private static final double LARGEST_STEP = 10 * FIRST_STEP;
    private static final int PATIENCE = 5; // the rest are the paper's constants
    private static final double FASTER = 1.1;
    private static final double SLOWER = 0.5;
    private static final double MIXING = 0.1;
    private static final double LESS_MIXING = 0.99;

    private Minimiser() {}

    /**
     * @param frames where the conformations ended, [F][A][3], nm
     * @param energies [F], kJ/mol
     * @param largestForces [F], largest component of the force there, kJ/mol/nm
     */
    public record Result(Frames frames, double[] energies, double[] largestForces) {}

    /**
     * Goes downhill from each conformation until no component of its force exceeds the tolerance, or the steps are used
     * up.
     *
     * @param start [F][A][3], nm
     * @param tolerance kJ/mol/nm
     * @param mostSteps evaluations allowed for each conformation
     * @throws BadInput if forces at a start are not finite, as when two atoms coincide
     */
    public static Result minimise(Potential potential, Frames start, double tolerance, int mostSteps) {
        if (start.atoms() != potential.atoms()) {
            throw new IllegalArgumentException(
                    "frames of " + start.atoms() + " atoms for a potential of " + potential.atoms());
        }
        TileKernel kernel = potential.newKernel();
        Result result = new Result(
                Frames.allocate(start.count(), start.atoms()), new double[start.count()], new double[start.count()]);
        for (int first = 0; first < start.count(); first += kernel.lanes()) {
            int count = Math.min(kernel.lanes(), start.count() - first);
            new Descent(kernel, start, first, count).run(tolerance, mostSteps, result);
        }
        return result;
    }

    /** One tile on its way down. */
    private static final class Descent {
        private final TileKernel kernel;
        private final int lanes;
        private final int first; // frame in lane 0
        private final int count; // lanes in use
        private final int rows;
        private final double[] x; // [3A][L]
        private final double[] v; // [3A][L]
        private final double[] forces; // [3A][L]
        private final double[] components; // [5][L]
        private final double[] step; // [L]
        private final double[] mixing; // [L]
        private final int[] downhill; // [L], steps since the last turn

        Descent(TileKernel kernel, Frames start, int first, int count) {
            this.kernel = kernel;
            this.lanes = kernel.lanes();
            this.first = first;
            this.count = count;
            this.rows = 3 * start.atoms();
            this.x = new double[rows * lanes];
            this.v = new double[rows * lanes];
            this.forces = new double[rows * lanes];
            this.components = new double[EnergyComponent.COUNT * lanes];
            this.step = new double[lanes];
            this.mixing = new double[lanes];
            this.downhill = new int[lanes];
            Arrays.fill(step, FIRST_STEP);
            Arrays.fill(mixing, MIXING);
            for (int i = 0; i < x.length; i++) {
                int frame = first + Math.min(i % lanes, count - 1);
                x[i] = start.xyz()[frame * rows + i / lanes];
            }
        }

        void run(double tolerance, int mostSteps, Result result) {
            kernel.evaluate(x, components, forces);
            requireFiniteForces();
            for (int i = 1; i < mostSteps && !allBelow(tolerance); i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    if (largestForce(lane) > tolerance) {
                        move(lane);
                    }
                }
                kernel.evaluate(x, components, forces);
            }
            for (int lane = 0; lane < count; lane++) {
                keep(lane, result);
            }
        }

        private void move(int lane) {
            adapt(lane);
            double vv = 0;
            double ff = 0;
            for (int i = lane; i < x.length; i += lanes) {
                v[i] += step[lane] * forces[i];
                vv += v[i] * v[i];
                ff += forces[i] * forces[i];
            }
            double along = mixing[lane] * Math.sqrt(vv / ff);
            double fastest = 0;
            for (int i = lane; i < x.length; i += lanes) {
                v[i] = (1 - mixing[lane]) * v[i] + along * forces[i];
                fastest = Math.max(fastest, Math.abs(v[i]));
            }
            double brake = Math.min(1, LONGEST_MOVE / (step[lane] * fastest));
            for (int i = lane; i < x.length; i += lanes) {
                v[i] *= brake;
                x[i] += step[lane] * v[i];
            }
        }

        /** Faster after some steps downhill; stop dead and slower on the first uphill. */
        private void adapt(int lane) {
            double power = 0;
            for (int i = lane; i < x.length; i += lanes) {
                power += forces[i] * v[i];
            }
            if (power >= 0) {
                if (++downhill[lane] > PATIENCE) {
                    step[lane] = Math.min(step[lane] * FASTER, LARGEST_STEP);
                    mixing[lane] *= LESS_MIXING;
                }
                return;
            }
            downhill[lane] = 0;
            step[lane] *= SLOWER;
            mixing[lane] = MIXING;
            for (int i = lane; i < x.length; i += lanes) {
                v[i] = 0;
            }
        }

        private boolean allBelow(double tolerance) {
            for (int lane = 0; lane < count; lane++) {
                if (largestForce(lane) > tolerance) {
                    return false;
                }
            }
            return true;
        }

        private double largestForce(int lane) {
            double largest = 0;
            for (int i = lane; i < forces.length; i += lanes) {
                largest = Math.max(largest, Math.abs(forces[i]));
            }
            return largest;
        }

        private void requireFiniteForces() {
            for (int lane = 0; lane < count; lane++) {
                if (!Double.isFinite(largestForce(lane))) {
                    throw new BadInput("forces of conformation " + (first + lane)
                            + " are not finite, as when two atoms coincide; build the start anew");
                }
            }
        }

        private void keep(int lane, Result result) {
            int frame = first + lane;
            for (int row = 0; row < rows; row++) {
                result.frames().xyz()[frame * rows + row] = x[row * lanes + lane];
            }
            for (int i = lane; i < components.length; i += lanes) {
                result.energies()[frame] += components[i];
            }
            result.largestForces()[frame] = largestForce(lane);
        }
    }
}
