package org.arbolt.generator;

import org.arbolt.forcefield.EnergyComponent;
import org.arbolt.forcefield.TileKernel;
import org.arbolt.model.coordinates.StiffCoordinates;
import org.arbolt.sampling.harmonic.Landscape;

/**
 * What a molecule's stiff coordinates cost while its soft torsions rest: f = U/kT − log of the volume element, so that
 * exp(−f) is the Boltzmann distribution of the stiff coordinates. Not thread safe.
 */
final class StiffLandscape implements Landscape {
    private final StiffCoordinates stiff;
    private final Tile exact;
    private final Tile fast;
    private final double thermal; // kT, kJ/mol
    private final int width; // 3A
    private final double[] scale;
    private double[] torsions; // [d] coordinates of which the soft torsions are taken
    private long evaluations;

    /** A kernel and room for a tile of conformations. */
    private static final class Tile {
        private final TileKernel kernel;
        private final int lanes; // L
        private final double[] x; // [3A][L], nm
        private final double[] components; // [5][L], kJ/mol
        private final double[] forces; // [3A][L], kJ/mol/nm

        Tile(TileKernel kernel, int width) {
            this.kernel = kernel;
            lanes = kernel.lanes();
            x = new double[width * lanes];
            components = new double[EnergyComponent.COUNT * lanes];
            forces = new double[width * lanes];
        }

        /** @param conformations [..][3A], of which some are evaluated, from the first on; the last fills up */
        void evaluate(double[][] conformations, int first, int count, boolean withForces) {
            for (int lane = 0; lane < lanes; lane++) {
                double[] xyz = conformations[first + Math.min(lane, count - 1)];
                for (int k = 0; k < xyz.length; k++) {
                    x[k * lanes + lane] = xyz[k];
                }
            }
            kernel.evaluate(x, components, withForces ? forces : null);
        }

        double energy(int lane) {
            double energy = 0;
            for (int i = lane; i < components.length; i += lanes) {
                energy += components[i];
            }
            return energy;
        }
    }

    /**
     * @param exact tells energies that samples are weighed by
     * @param fast tells the landscape, in any precision
     * @param thermal kT, kJ/mol
     */
    StiffLandscape(StiffCoordinates stiff, TileKernel exact, TileKernel fast, int atoms, double thermal) {
        this.stiff = stiff;
        this.width = 3 * atoms;
        this.exact = new Tile(exact, width);
        this.fast = new Tile(fast, width);
        this.thermal = thermal;
        this.scale = stiff.scale();
    }

    /** From now on soft torsions are those of a conformation. @param q its coordinates, [d] */
    void at(double[] q) {
        torsions = q;
    }

    /** Energies evaluated since this was last asked. */
    long takeEvaluations() {
        long taken = evaluations;
        evaluations = 0;
        return taken;
    }

    @Override
    public int lanes() {
        return fast.lanes;
    }

    @Override
    public double[] scale() {
        return scale;
    }

    @Override
    public double[] near(double[] x, double[] other) {
        return stiff.near(x, other);
    }

    @Override
    public void evaluate(double[][] points, double[] value, double[][] gradient) {
        double[][] all = new double[points.length][];
        double[][] xyz = new double[points.length][];
        for (int i = 0; i < points.length; i++) {
            all[i] = stiff.with(torsions, points[i]);
            xyz[i] = stiff.toCartesian(all[i]);
        }
        fast.evaluate(xyz, 0, points.length, gradient != null);
        evaluations += points.length;
        for (int i = 0; i < points.length; i++) {
            value[i] = fast.energy(i) / thermal - stiff.logVolume(all[i]);
            if (!stiff.possible(all[i]) || Double.isNaN(value[i])) {
                value[i] = Double.POSITIVE_INFINITY;
            }
            if (gradient != null) {
                double[] byPlaces = new double[width];
                for (int k = 0; k < width; k++) {
                    byPlaces[k] = -fast.forces[k * fast.lanes + i] / thermal;
                }
                stiff.gradient(all[i], xyz[i], byPlaces, gradient[i]);
            }
        }
    }

    /** U/kT of conformations [..][3A]. */
    double[] reducedEnergies(double[][] conformations) {
        double[] reduced = new double[conformations.length];
        for (int first = 0; first < reduced.length; first += exact.lanes) {
            int count = Math.min(exact.lanes, reduced.length - first);
            exact.evaluate(conformations, first, count, false);
            for (int lane = 0; lane < count; lane++) {
                reduced[first + lane] = exact.energy(lane) / thermal;
            }
        }
        evaluations += reduced.length;
        return reduced;
    }
}
